import { type ReactNode, useMemo, useState } from 'react'
import { actionMarks, type Change, type Plan } from '../../sync/plan.ts'
import { actionTones } from '../../views/plan/action-tones.ts'
import { inReadingOrder } from '../../views/plan/row-order.ts'
import { useApp } from '../app-context.ts'
import { RecordTable, type ShownRows } from '../components/table/record-table.tsx'
import type { TableMark } from '../components/table/table.tsx'
import { useInterface } from '../hooks/use-interface.ts'
import type { Action } from '../keys/action.ts'
import type { Line } from '../text/line.ts'
import { filterName, filterRows, nextRow, planColumns, type RowFilter, rowFilters, rowText } from './plan-rows.ts'

type PlanTableProps = {
  plan: Plan
  /** What else the last line says. */
  status: string
  detail: (change: Change, columns: number) => readonly Line[]
  /** A question lies below, and the table can still be scrolled. */
  isAsking: boolean
  /** What else keys do with the row at the cursor. */
  actions: (current: Change | undefined) => readonly Action[]
  /** A row that the cursor goes to. */
  cursorOn: { isIt: (change: Change) => boolean } | null
  isActive: boolean
  /** Something lies over the table, which keeps its place and its filter. */
  isHidden: boolean
  below: ReactNode
  /** The rows of the screen that are kept for it. */
  reserved: number
}

const mark: TableMark<Change> = ({ action }) => ({ text: actionMarks[action], tone: actionTones[action] })

/**
 * The rows of a plan, conflicts and deletions first: `f` walks through the kinds and a digit chooses one, `/` filters by text,
 * - and ! jump to deletions and conflicts.
 */
export function PlanTable({ plan, status, actions, isActive, ...table }: PlanTableProps) {
  const app = useApp()
  const [filter, setFilter] = useState<RowFilter>('changes')
  const { glyphs } = useInterface()
  const columns = useMemo(() => planColumns(glyphs.arrow), [glyphs])
  const kept = useMemo(() => inReadingOrder(filterRows(plan.changes, filter)), [plan, filter])
  const jump = (row: number | null, what: string, moveTo: (row: number) => void): void => {
    if (row === null) app.say(`No ${what} in these rows.`)
    else moveTo(row)
  }
  const ownActions = ({
    current,
    shown,
    isFiltered,
    isDetail,
    cursor,
    moveTo,
  }: ShownRows<Change>): readonly Action[] => {
    const next = (): void => {
      const filters = rowFilters(plan.summary)
      setFilter(filters[(filters.indexOf(filter) + 1) % filters.length] ?? 'changes')
      moveTo(0)
    }
    const kinds = rowFilters(plan.summary).filter((one) => one !== 'changes' && one !== 'all')
    const chooseKind = (kind: RowFilter | undefined): void => {
      if (kind === undefined) return
      setFilter(kind === filter ? 'changes' : kind)
      moveTo(0)
    }
    const nextDeletion = (): void => jump(nextRow(shown, cursor, ['delete', 'gone']), 'deletion', moveTo)
    const nextConflict = (): void => jump(nextRow(shown, cursor, ['conflict']), 'conflict', moveTo)
    return [
      ...actions(current),
      { keys: 'f', does: 'kind', run: next, when: !isDetail },
      {
        keys: 'digit',
        name: `1-${kinds.length}`,
        does: 'only one kind, in the order of the totals',
        run: (key) => chooseKind(kinds[Number(key.text) - 1]),
        when: !isDetail && kinds.length > 0,
        rank: 'help',
      },
      { keys: '-', does: 'next deletion', run: nextDeletion, rank: 'late' },
      { keys: '!', does: 'next conflict', run: nextConflict, rank: 'late' },
      {
        keys: 'back',
        does: 'show changes',
        run: () => setFilter('changes'),
        when: filter !== 'changes' && !isFiltered && !isDetail,
      },
    ]
  }
  const kind = filter === 'changes' ? '' : ` (${filterName(filter)})`
  return (
    <RecordTable
      rows={kept}
      all={plan.changes}
      columns={columns}
      mark={mark}
      textOf={rowText}
      empty={nothingShown(plan, filter)}
      noMatch={`Nothing matches${filter === 'all' ? '' : ` among the ${filterName(filter)}`}. Esc clears the filter.`}
      actions={ownActions}
      exported={(rows) => ({ kind: 'plan', rows })}
      status={status === '' ? kind : `${kind}   ${status}`}
      isActive={isActive}
      {...table}
    />
  )
}

function nothingShown(plan: Plan, filter: RowFilter): string {
  return filter === 'changes' && plan.changes.length > 0 ? 'Everyone matches Google. Press f to show all.' : 'No rows.'
}
