import type { Action, Change, Summary } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { cutAddress } from '../../text/width/cut-address.ts'
import { changeWords } from '../../views/plan/change-words.ts'
import { reasonWords } from '../../views/plan/reason.ts'
import { actionOrder } from '../../views/plan/row-order.ts'
import { shortChange } from '../../views/plan/short-change.ts'
import type { TableColumn } from '../components/table/table.tsx'

/** Which rows are shown: those that change or need a look, all of them, or those of one action. */
export type RowFilter = 'changes' | 'all' | Action

/** The columns of a plan: what is the same in most rows is short and dim, what differs is whole. */
export const planColumns = (arrow: string): readonly TableColumn<Change>[] => [
  {
    title: 'Person',
    cell: (change) => safeText(change.userName),
    cut: cutAddress,
    minimum: 16,
    yields: 0,
    weight: 2,
  },
  {
    title: 'Change',
    cell: (change) => shortChange(change, arrow),
    tone: ({ action }) => (action === 'create' || action === 'unchanged' ? 'dim' : undefined),
    minimum: 10,
    yields: 1,
    weight: 8,
  },
  {
    title: 'Why',
    cell: (change) => reasonWords(change.reason),
    tone: ({ action }) => (action === 'conflict' || action === 'delete' ? undefined : 'dim'),
    minimum: 8,
    yields: 2,
  },
]

/** What a row is searched by: everything it shows, and the addresses. */
export function rowText(change: Change): string {
  const addresses = (change.after ?? change.before)?.emailAddresses.join(' ') ?? ''
  const before = change.before?.userName ?? ''
  return `${change.userName} ${before} ${fullNameOf(change)} ${addresses} ${changeWords(change)} ${reasonWords(change.reason)}`
}

/** The rows of one filter. */
export function filterRows(changes: readonly Change[], filter: RowFilter): readonly Change[] {
  if (filter === 'all') return changes
  if (filter === 'changes') return changes.filter(({ action }) => action !== 'unchanged')
  return changes.filter(({ action }) => action === filter)
}

/** The filters that show something in this plan, in the order that one key walks through them. */
export function rowFilters(summary: Summary): readonly RowFilter[] {
  return ['changes', ...actionOrder.filter((action) => summary[action] > 0), 'all']
}

const filterWords: Readonly<Record<RowFilter, string>> = {
  changes: 'changes',
  all: 'all users',
  create: 'new users',
  update: 'updates',
  rename: 'renames',
  delete: 'deletions',
  gone: 'users who are gone',
  conflict: 'conflicts',
  unchanged: 'unchanged users',
}

/** What a filter shows, in words. */
export function filterName(filter: RowFilter): string {
  return filterWords[filter]
}

/** The next row after `from`, going round, whose action is one of these; null when there is none. */
export function nextRow(rows: readonly Change[], from: number, actions: readonly Action[]): number | null {
  for (let step = 1; step <= rows.length; step += 1) {
    const index = (from + step) % rows.length
    const row = rows[index]
    if (row && actions.includes(row.action)) return index
  }
  return null
}

function fullNameOf(change: Change): string {
  return (change.after ?? change.before)?.fullName ?? ''
}
