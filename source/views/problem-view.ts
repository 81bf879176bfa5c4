import type { Problem } from '../sync/problem.ts'
import { safeText } from './safe-text.ts'

/** The document that a failure prints with `--json`. */
export type ProblemJson = {
  problem: { code: string; title: string; cause: string; remedy: string; facts: Readonly<Record<string, string>> }
}

/** A problem as data. */
export function problemJson(problem: Problem): ProblemJson {
  const { code, title, why, remedy, facts } = problem
  return { problem: { code, title, cause: why, remedy, facts } }
}

/** A problem as lines of text: what happened, why, what to do now, and the values to copy. */
export function problemText(problem: Problem): string {
  const facts = Object.entries(problem.facts).map(([name, value]) => `    ${spaced(name)}: ${lines(value, 6)}`)
  return [
    `rollcall: ${lines(problem.title, 2)}`,
    ...(problem.why === '' ? [] : [`  Why:  ${lines(problem.why, 8)}`]),
    ...(problem.remedy === '' ? [] : [`  Do:   ${lines(problem.remedy, 8)}`]),
    ...(facts.length === 0 ? [] : ['  Facts:', ...facts]),
    `  Code: ${problem.code}`,
  ].join('\n')
}

/** Line breaks that a remedy has on purpose are kept and indented; everything else is made safe. */
function lines(text: string, indentation: number): string {
  return text
    .split('\n')
    .map(safeText)
    .join(`\n${' '.repeat(indentation)}`)
}

function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}
