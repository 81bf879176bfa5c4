import { type Action, actionMarks, type Summary } from '../../sync/plan.ts'
import { grouped } from '../../text/numbers.ts'
import { actionTones } from '../../views/plan/action-tones.ts'
import { type Line, lineWidth, type Segment } from '../text/line.ts'

/** What needs a look stands first. */
const order: readonly (readonly [action: Action, one: string, more: string])[] = [
  ['conflict', 'conflict', 'conflicts'],
  ['delete', 'deleted', 'deleted'],
  ['gone', 'gone', 'gone'],
  ['rename', 'renamed', 'renamed'],
  ['update', 'updated', 'updated'],
  ['create', 'new', 'new'],
  ['unchanged', 'unchanged', 'unchanged'],
]

/** The totals with their marks and in words: `!1 conflict  >3 renamed  +27 new`; by marks alone where room is short. */
export function totalsLine(summary: Summary, columns: number): Line {
  const words = totalsOf(summary, true)
  return lineWidth(words) <= columns ? words : totalsOf(summary, false)
}

function totalsOf(summary: Summary, hasWords: boolean): Line {
  return order
    .filter(([action]) => summary[action] > 0)
    .flatMap(([action, one, more], index): Segment[] => {
      const count = summary[action]
      const word = hasWords ? ` ${count === 1 ? one : more}` : ''
      const text = `${actionMarks[action]}${grouped(count)}${word}`
      return [{ text: index === 0 ? '' : '  ' }, { text, tone: actionTones[action] }]
    })
}
