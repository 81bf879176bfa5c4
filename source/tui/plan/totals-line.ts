import { type Action, actionMarks, type Summary } from '../../sync/plan.ts'
import { grouped } from '../../text/numbers.ts'
import { actionTones } from '../../views/plan/action-tones.ts'
import { actionOrder } from '../../views/plan/row-order.ts'
import { type Line, lineWidth, type Segment } from '../text/line.ts'

const words: Readonly<Record<Action, string>> = {
  conflict: 'conflict',
  delete: 'deleted',
  gone: 'gone',
  rename: 'renamed',
  update: 'updated',
  create: 'new',
  unchanged: 'unchanged',
}

/** The totals with their marks and in words: `!1 conflict  >3 renamed  +27 new`; by marks alone where room is short. */
export function totalsLine(summary: Summary, columns: number): Line {
  const whole = totalsOf(summary, true)
  return lineWidth(whole) <= columns ? whole : totalsOf(summary, false)
}

function totalsOf(summary: Summary, hasWords: boolean): Line {
  return actionOrder
    .filter((action) => summary[action] > 0)
    .flatMap((action, index): Segment[] => {
      const count = summary[action]
      const word = hasWords ? ` ${words[action]}${action === 'conflict' && count !== 1 ? 's' : ''}` : ''
      const text = `${actionMarks[action]}${grouped(count)}${word}`
      return [{ text: index === 0 ? '' : '  ' }, { text, tone: actionTones[action] }]
    })
}
