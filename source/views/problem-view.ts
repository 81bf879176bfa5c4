import type { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'

/** The document that a failure prints with `--json`. */
export type ProblemJson = {
  problem: { code: string; title: string; cause: string; remedy: string; facts: Readonly<Record<string, string>> }
}

/** A problem as data. */
export function problemJson(problem: Problem): ProblemJson {
  const { code, title, why, remedy, facts } = problem
  return { problem: { code, title, cause: why, remedy, facts } }
}

/** A problem as text: what happened, why, what to do now, and the values to copy. */
export function problemText(problem: Problem): string {
  const [title = '', ...rest] = problemLines(problem)
  return [`rollcall: ${title}`, ...rest.map((line) => `  ${line}`)].join('\n')
}

/** The same as lines that can be indented: first the title, then the rest. */
export function problemLines(problem: Problem): string[] {
  const facts = Object.entries(problem.facts).map(([name, value]) => `${spaced(name)}: ${value}`)
  return [
    safeText(problem.title),
    ...labelled('Why:', problem.why === '' ? [] : problem.why.split('\n')),
    ...labelled('Do:', problem.remedy === '' ? [] : problem.remedy.split('\n')),
    ...labelled('Facts:', facts),
    ...labelled('Code:', [problem.code]),
  ]
}

/** Lines behind a label, each made safe; line breaks that a text has on purpose are kept. */
function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(7)}${safeText(line)}`)
}

function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}
