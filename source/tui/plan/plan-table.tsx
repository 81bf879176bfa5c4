import { Box } from 'ink'
import { useMemo, useState } from 'react'
import { actionMarks, type Change, type Plan } from '../../sync/plan.ts'
import { actionColours } from '../../views/plan/action-colours.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { useFilter } from '../components/list/filter.tsx'
import { useList } from '../components/list/use-list.ts'
import { placeWords } from '../components/messages/place-words.ts'
import { Table } from '../components/table/table.tsx'
import { useEscapeHint } from '../hooks/use-hints.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { useTextSearch } from '../hooks/use-text-search.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { filterName, filterRows, nextRow, planColumns, type RowFilter, rowFilters, rowText } from './plan-rows.ts'

type PlanTableProps = {
  plan: Plan
  /** What else the last line says. */
  status: string
  /** The rows of the screen kept free below, for a question. */
  reserved: number
  onOpen: (change: Change) => void
  onExport: (rows: readonly Change[]) => void
  /** Asks whether the directory may have the user of a conflict; false where this row is none that it could have. */
  onTakeOver: (change: Change) => boolean
  isActive: boolean
  /** Something lies over the table, which keeps its place and its filter. */
  isHidden: boolean
}

/** The rows of a plan: `f` walks through the actions, `/` filters by text, d and ! jump to deletions and conflicts. */
export function PlanTable(props: PlanTableProps) {
  const { plan, status, reserved, onOpen, onExport, onTakeOver, isActive, isHidden } = props
  const { columns, rows } = useSpace()
  const [filter, setFilter] = useState<RowFilter>('changes')
  const kept = useMemo(() => filterRows(plan.changes, filter), [plan, filter])
  const search = useTextSearch(kept, rowText)
  const text = useFilter((typed) => `${placeWords(search.find(typed).length, plan.changes.length)} rows`, isActive)
  const shown = search.find(text.text)
  const height = Math.max(1, rows - 2 - reserved - (text.line === null ? 0 : 1))
  const list = useList({ count: shown.length, height, isActive })
  const app = useApp()
  const jump = (row: number | null, what: string): true => {
    if (row === null) app.say(`There is no ${what} among these rows.`)
    else list.moveTo(row)
    return true
  }
  const isKindAlone = filter !== 'changes' && text.text === ''
  useEscapeHint(isKindAlone && isActive ? 'show changes' : null)
  useKeys(
    (key) => {
      if (text.isOpen) return false
      if (isKindAlone && asksFor(key, 'back')) {
        setFilter('changes')
        return true
      }
      if (isLetter(key, 'f')) {
        const filters = rowFilters(plan.summary)
        setFilter(filters[(filters.indexOf(filter) + 1) % filters.length] ?? 'changes')
        list.moveTo(0)
        return true
      }
      if (isLetter(key, 'd')) return jump(nextRow(shown, list.cursor, ['delete', 'gone']), 'deletion')
      if (isLetter(key, '!')) return jump(nextRow(shown, list.cursor, ['conflict']), 'conflict')
      const current = shown[list.cursor]
      if (isLetter(key, 't') && current) return onTakeOver(current)
      if (isLetter(key, 'e') || isLetter(key, 'E')) onExport(shown)
      else if (asksFor(key, 'accept')) {
        if (current) onOpen(current)
      } else return false
      return true
    },
    { layer: 'part', isActive },
  )
  const position = shown.length === 0 ? 'no rows' : `row ${placeWords(list.cursor + 1, shown.length)}`
  const kind = filter === 'changes' ? '' : ` (${filterName(filter)})`
  const lastLine = `${position}${kind}${status === '' ? '' : `   ${status}`}`
  return (
    <Box flexDirection="column" height={Math.max(1, rows - reserved)} display={isHidden ? 'none' : 'flex'}>
      <Table
        columns={planColumns}
        rows={shown}
        measured={plan.changes}
        mark={(change) => {
          const colour = actionColours[change.action]
          return { text: actionMarks[change.action], ...(colour === undefined ? {} : { colour }) }
        }}
        list={list}
        height={height}
      />
      {shown.length === 0 && <Lines lines={[nothingShown(plan, filter, text.text)]} columns={columns} />}
      <Box flexGrow={1} />
      {text.line}
      <Lines lines={[[{ text: lastLine, dim: true }]]} columns={columns} />
    </Box>
  )
}

function nothingShown(plan: Plan, filter: RowFilter, text: string): string {
  if (text !== '') {
    const among = filter === 'all' ? '' : ` among the ${filterName(filter)}`
    return `  Nothing matches${among}. Esc clears the filter.`
  }
  if (filter === 'changes' && plan.changes.length > 0)
    return '  Nothing to change: every user is as in Google. f shows them all.'
  return '  No rows.'
}
