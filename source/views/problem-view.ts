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
  const parts = problemParts(problem).flatMap(({ label, lines }) => {
    return lines.map((line, index) => (index === 0 ? label : '').padEnd(labelWidth) + line)
  })
  return [safeText(problem.title), ...parts]
}

/** The columns that the labels of a problem take. */
export const labelWidth = 7

/** A part of a problem: its label, and its lines, each safe to show. */
export type ProblemPart = { label: string; lines: readonly string[] }

/**
 * What follows the title of a problem: why, what to do, the values to copy, the code. Line breaks made on purpose stay.
 *
 * @param remedy what to do, where it is not what the problem says
 */
export function problemParts({ why, facts, code, ...problem }: Problem, remedy = problem.remedy): ProblemPart[] {
  const parts = [
    { label: 'Why:', lines: why === '' ? [] : why.split('\n') },
    { label: 'Do:', lines: remedy === '' ? [] : remedy.split('\n') },
    { label: 'Facts:', lines: Object.entries(facts).map(([name, value]) => `${spaced(name)}: ${value}`) },
    { label: 'Code:', lines: [code] },
  ]
  return parts.map(({ label, lines }) => ({ label, lines: lines.map(safeText) }))
}

/** The name of a fact as people read it. */
export function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}
