import { bugMessage } from '../../../text/bug-message.ts'
import { Problem } from '../../../text/problem.ts'
import { safeText } from '../../../text/safe-text.ts'
import { wrap } from '../../../text/width/wrap.ts'
import type { Line } from '../../text/line.ts'

/** What a screen shows of a failure. */
export type ShownProblem = {
  title: string
  cause: string
  remedy: string
  facts: readonly (readonly [name: string, value: string])[]
}

/** Makes any failure one that can be shown. What is not a problem is a bug, and says so. */
export function shownProblem(error: unknown): ShownProblem {
  if (error instanceof Problem) {
    const facts = Object.entries(error.facts).map(([name, value]) => [spaced(name), value] as const)
    return { title: error.title, cause: error.why, remedy: error.remedy, facts }
  }
  return {
    title: 'This is a bug in Rollcall',
    cause: `Something happened that the program does not know: ${bugMessage(error)}`,
    remedy: 'Nothing was half done. Please report it with what you did before.',
    facts: [],
  }
}

/** A failure in a few lines, for a place with little room: what happened, why, and what to do. */
export function problemSentence(error: unknown): string {
  const { title, cause, remedy } = shownProblem(error)
  return safeText(`${title}. ${cause} ${remedy}`.replaceAll('\n', ' ').trimEnd())
}

/** A failure as lines: what happened, why, what to do, and the values to copy. */
export function problemLines(problem: ShownProblem, columns: number, mark: string): Line[] {
  const part = (name: string, text: string): Line[] => {
    const lines = wrap(text.split('\n').map(safeText).join('\n'), columns - 6)
    return lines.map((line, index) => [{ text: index === 0 ? fixed(name) : '      ', bold: true }, { text: line }])
  }
  const link = /https:\/\/\S+/
  return [
    ...wrap(`${mark} ${safeText(problem.title)}`, columns, 2).map((text): Line => [{ text, bold: true }]),
    ...(problem.cause === '' ? [] : part('Why', problem.cause)),
    ...(problem.remedy === '' ? [] : part('Do', problem.remedy)),
    ...problem.facts.flatMap(([name, value]): Line[] => {
      const address = link.exec(value)?.[0]
      return wrap(safeText(`${name}: ${value}`), columns - 6, 2).map((text) => [
        { text: `      ${text}`, ...(address === undefined ? {} : { link: address }) },
      ])
    }),
  ]
}

/** What `c` copies: the values, each on a line; where there are none, the remedy. */
export function problemCopy(problem: ShownProblem): string {
  if (problem.facts.length === 0) return problem.remedy
  const [first] = problem.facts
  return problem.facts.length === 1 && first
    ? first[1]
    : problem.facts.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function fixed(name: string): string {
  return `${name}:`.padEnd(6)
}

function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}
