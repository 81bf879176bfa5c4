import type { Problem } from '../../text/problem.ts'
import { exitCodes } from '../cli/exit-code.ts'
import { allProblems } from './all-problems.ts'

/** Writes `docs/problems.md`: every problem as its message tells it, with example values. */
export function problemPages(): string {
  const chapters = allProblems().flatMap(({ heading, problems }) => [`## ${heading}`, ...problems.map(page)])
  return `${[
    '# Problems and what to do',
    'Each message of Rollcall ends with a code. This page shows the message of every code, with example values. On the machine itself, `rollcall explain CODE` shows the same.',
    '<!-- Made by `npm run docs` from the catalogues in source/. -->',
    ...chapters,
  ].join('\n\n')}\n`
}

function page({ code, kind, title, why, remedy, facts }: Problem): string {
  const names = Object.keys(facts).map((name) => `\`${name}\``)
  return [
    `### \`${code}\``,
    `**${title}** (exit code ${exitCodes[kind]})`,
    why,
    remedyText(remedy),
    ...(names.length === 0 ? [] : [`The message also shows: ${names.join(', ')}.`]),
  ].join('\n\n')
}

/** Commands become blocks that can be copied. */
function remedyText(remedy: string): string {
  const parts: { command: boolean; lines: string[] }[] = []
  for (const line of remedy.split('\n')) {
    const command = /^(rollcall|sudo|rm|mv|timedatectl)\b/.test(line)
    const last = parts.at(-1)
    if (last?.command === command) last.lines.push(line)
    else parts.push({ command, lines: [line] })
  }
  return parts
    .map(({ command, lines }) => (command ? ['```sh', ...lines, '```'].join('\n') : lines.join('\n\n')))
    .join('\n\n')
}
