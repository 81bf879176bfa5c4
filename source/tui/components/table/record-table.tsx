import { Box } from 'ink'
import { type ReactNode, useMemo, useState } from 'react'
import type { ExportedTable } from '../../export-table.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { FocusContext } from '../../hooks/use-focus-state.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTextSearch } from '../../hooks/use-text-search.ts'
import type { Action } from '../../keys/action.ts'
import type { Key } from '../../terminal/key.ts'
import type { Line } from '../../text/line.ts'
import { filterWords } from '../../text/marked-matches.ts'
import { promptRows } from '../form/text-prompt.tsx'
import { Lines } from '../frame/lines.tsx'
import { paneMargin, ScrollPane } from '../frame/scroll-pane.tsx'
import { useFilter } from '../list/filter.tsx'
import { useList } from '../list/use-list.ts'
import { ExportPrompt } from '../messages/export-prompt.tsx'
import { placeWords } from '../messages/place-words.ts'
import { panelColumns, SidePanel } from './side-panel.tsx'
import { Table, type TableColumn, type TableMark } from './table.tsx'
import { nextSort, reversedSort, type SortKey, sortRows, type TableSort, unsorted } from './table-sort.ts'

/** The rows that are shown, and the one at the cursor. */
export type ShownRows<T> = {
  current: T | undefined
  shown: readonly T[]
  /** A text keeps some out of sight. */
  isFiltered: boolean
  /** The row at the cursor is shown whole, in place of the table. */
  isDetail: boolean
  cursor: number
  moveTo: (row: number) => void
}

type RecordTableProps<T> = {
  rows: readonly T[]
  /** All rows there are, where `rows` are some of them; columns are measured by these. */
  all?: readonly T[]
  columns: readonly TableColumn<T>[]
  /** A sign before the first column. */
  mark?: TableMark<T>
  /** What a row is searched by; the same function each time. */
  textOf: (row: T) => string
  /** What is said when there are no rows, without a filter and with one. */
  empty: string
  noMatch?: string
  /** A row whole: beside the table where the window is wide, and over it after Enter. */
  detail?: (row: T, columns: number) => readonly Line[]
  /** What Enter does in place of showing the detail. */
  onOpen?: (row: T) => void
  opens?: string
  /** What is asked below the table leaves it to be scrolled. */
  isAsking?: boolean
  /** What other keys do with the rows. */
  actions?: (rows: ShownRows<T>) => readonly Action[]
  /** The rows as they are exported, by `E`. */
  exported: (rows: readonly T[]) => ExportedTable
  isActive: boolean
  /** A row that the cursor goes to as soon as it is there; once for each object given. */
  cursorOn?: { isIt: (row: T) => boolean } | null
  /** Something lies over the table, which keeps its place and its filter. */
  isHidden?: boolean
  /** What the last line says behind the place of the cursor, with the blanks before it. */
  status?: string
  /** Lies below the table while it is there, in as many rows as are reserved for it. */
  below?: ReactNode
  reserved?: number
}

/** With fewer rows than these a table shows nothing that helps, and gives way to what lies below it. */
const smallestTable = 3

/** A table of records: `/` filters by text, Enter opens the row at the cursor, and other keys do something with it. */
export function RecordTable<T>(props: RecordTableProps<T>) {
  const { rows, all = rows, columns, mark, textOf, empty, noMatch = 'Nothing matches. Esc clears the filter.' } = props
  const { detail, opens = 'details', actions, exported, isHidden = false, below = null, cursorOn = null } = props
  const { status = '', isAsking = false } = props
  const space = useSpace()
  const [exporting, setExporting] = useState<ExportedTable | null>(null)
  const isActive = props.isActive && !isHidden && exporting === null
  const reserved = exporting === null ? (props.reserved ?? 0) : promptRows(space.columns)
  const [sort, setSort] = useState(unsorted)
  const sorted = useMemo(() => {
    const keys = columns.map(({ sortKey, cell }): SortKey<T> => sortKey ?? cell)
    return sortRows(rows, keys, sort)
  }, [rows, columns, sort])
  const search = useTextSearch(sorted, textOf)
  const [isOpen, setIsOpen] = useState(false)
  const filter = useFilter((typed) => `${placeWords(search.find(typed).length, all.length)} rows`, isActive && !isOpen)
  const shown = search.find(filter.text)
  const height = Math.max(1, space.rows - 2 - reserved - (filter.line === null ? 0 : 1))
  const list = useList({
    count: shown.length,
    height,
    isActive: (isActive || isAsking) && !(isOpen && shown.length > 0),
  })
  const [reached, setReached] = useState<typeof cursorOn>(null)
  const wanted = cursorOn === null || cursorOn === reached ? -1 : shown.findIndex(cursorOn.isIt)
  if (wanted >= 0) {
    setReached(cursorOn)
    list.moveTo(wanted)
  }
  const current = shown[list.cursor]
  const isDetail = isOpen && isActive && current !== undefined && detail !== undefined
  const open = (): void => {
    if (current === undefined) return
    if (props.onOpen === undefined) setIsOpen(true)
    else props.onOpen(current)
  }
  const sortBy = (next: TableSort): void => {
    setSort(next)
    list.moveTo(0)
  }
  useActions(
    [
      ...(isDetail
        ? [
            { keys: ['back', 'accept'], does: 'back', run: () => setIsOpen(false) } as const,
            {
              keys: [']', '['],
              does: 'next, previous',
              run: (key: Key) => list.moveTo(list.cursor + (key.text === ']' ? 1 : -1)),
            } as const,
          ]
        : [{ keys: 'accept', does: current === undefined ? '' : opens, run: open, rank: 'first' } as const]),
      ...(actions?.({
        current,
        shown,
        isFiltered: filter.text !== '',
        isDetail,
        cursor: list.cursor,
        moveTo: list.moveTo,
      }) ?? []),
      {
        keys: 'o',
        does: 'sort',
        run: () => sortBy(nextSort(sort, columns.length)),
        when: !isDetail,
        rank: 'late',
      },
      {
        keys: 'O',
        does: 'sort the other way round',
        run: () => sortBy(reversedSort(sort)),
        when: !isDetail && sort.column !== null,
        rank: 'help',
      },
      { keys: 'E', does: 'export the rows shown', run: () => setExporting(exported(shown)), rank: 'late' },
    ],
    { layer: 'part', isActive: isActive && !filter.isOpen },
  )
  const position = shown.length === 0 ? 'no rows' : `row ${placeWords(list.cursor + 1, shown.length)}`
  const isTableHidden = reserved > 0 && space.rows - reserved < smallestTable
  const panel = detail === undefined ? 0 : panelColumns(space.columns)
  const width = space.columns - panel
  return (
    <Box flexDirection="column" height={space.rows} display={isHidden ? 'none' : 'flex'}>
      {isDetail && (
        <ScrollPane
          key={list.cursor}
          lines={detail(current, space.columns - paneMargin)}
          columns={space.columns}
          height={space.rows}
        />
      )}
      <Box flexDirection="column" flexGrow={1} display={isTableHidden || isDetail ? 'none' : 'flex'}>
        <FocusContext.Provider value={isActive}>
          <Box>
            <Box width={width} flexDirection="column">
              <Table
                columns={columns}
                rows={shown}
                measured={all}
                list={list}
                height={height}
                width={width}
                sort={sort}
                words={filterWords(filter.text)}
                isActive={isActive && !isDetail}
                onClick={(row) => (row === list.cursor ? open() : list.moveTo(row))}
                {...(mark === undefined ? {} : { mark })}
              />
            </Box>
            {panel > 0 && detail !== undefined && (
              <SidePanel row={current} lines={detail} columns={panel} height={height + 1} />
            )}
          </Box>
          {shown.length === 0 && (
            <Lines lines={[`  ${filter.text === '' ? empty : noMatch}`]} columns={space.columns} />
          )}
          <Box flexGrow={1} />
          {filter.line}
          <Lines lines={[[{ text: position + status, dim: true }]]} columns={space.columns} />
        </FocusContext.Provider>
      </Box>
      {exporting === null ? (
        below
      ) : (
        <ExportPrompt table={exporting} columns={space.columns} onClose={() => setExporting(null)} />
      )}
    </Box>
  )
}
