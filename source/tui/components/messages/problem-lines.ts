import type { Problem } from '../../../text/problem.ts'
import { safeText } from '../../../text/safe-text.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { asProblem } from '../../../views/bug-problem.ts'
import { labelWidth, problemParts, spaced } from '../../../views/problem-view.ts'
import type { Line } from '../../text/line.ts'
import { screenRemedy } from './screen-remedy.ts'

/** A failure in a few lines, for a place with little room: what happened, why, and what to do. */
export function problemSentence(error: unknown): string {
  const problem = asProblem(error)
  return safeText(`${problem.title}. ${problem.why} ${screenRemedy(problem)}`.replaceAll('\n', ' ').trimEnd())
}

/**
 * A failure as lines: what happened, why, what to do, and the values to copy.
 *
 * @param first `remedy`: what to do stands before why
 */
export function problemLines(error: unknown, columns: number, mark: string, first?: 'remedy'): Line[] {
  const problem = asProblem(error)
  const title = wrap(`${mark} ${safeText(problem.title)}`, columns, 2).map(
    (text): Line => [{ text, bold: true, tone: 'danger' }],
  )
  const all = problemParts(problem, screenRemedy(problem))
  const isFirst = ({ label }: { label: string }): boolean => first === 'remedy' && label === 'Do:'
  const parts = [...all.filter(isFirst), ...all.filter((part) => !isFirst(part))].flatMap(({ label, lines }) => {
    const wrapped = lines.flatMap((text) => {
      const link = /https:\/\/\S+/.exec(text)?.[0]
      const part = wrap(text, columns - labelWidth, label === 'Facts:' ? 2 : 0)
      return part.map((line) => ({ text: line, ...(link === undefined ? {} : { link }) }))
    })
    return wrapped.map(
      (segment, index): Line => [{ text: (index === 0 ? label : '').padEnd(labelWidth), dim: true }, segment],
    )
  })
  return [...title, ...parts]
}

/** What `c` copies: the values, each on a line; where there are none, the remedy. */
export function problemCopy(problem: Problem): string {
  const values = Object.entries(problem.facts)
  const [first] = values
  if (first === undefined) return screenRemedy(problem)
  return values.length === 1 ? first[1] : values.map(([name, value]) => `${spaced(name)}: ${value}`).join('\n')
}
