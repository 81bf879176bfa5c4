import type { Change } from '../../sync/plan.ts'
import { csvLine } from '../../text/csv.ts'
import { changeWords } from './change-words.ts'
import { reasonWords } from './reason.ts'

/** Rows of a plan for a spreadsheet, with a line of headings. */
export function planCsv(changes: readonly Change[]): string {
  const rows = changes.map((change) => [
    change.action,
    change.userName,
    change.after?.fullName ?? change.before?.fullName ?? '',
    changeWords(change),
    reasonWords(change.reason),
  ])
  return `${[['action', 'user name', 'full name', 'change', 'reason'], ...rows].map(csvLine).join('\r\n')}\r\n`
}
