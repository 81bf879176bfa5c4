import { Box } from 'ink'
import { type ReactNode, useState } from 'react'
import type { ExportedTable } from '../../export-table.ts'
import { FocusContext } from '../../hooks/use-focus-state.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTextSearch } from '../../hooks/use-text-search.ts'
import { asksFor, isLetter } from '../../keys/bindings.ts'
import type { Key } from '../../terminal/key.ts'
import { promptRows } from '../form/text-prompt.tsx'
import { Lines } from '../frame/lines.tsx'
import { useFilter } from '../list/filter.tsx'
import { useList } from '../list/use-list.ts'
import { ExportPrompt } from '../messages/export-prompt.tsx'
import { placeWords } from '../messages/place-words.ts'
import { Table, type TableColumn } from './table.tsx'

type RecordTableProps<T> = {
  rows: readonly T[]
  columns: readonly TableColumn<T>[]
  /** What a row is searched by; the same function each time. */
  textOf: (row: T) => string
  /** What is said when there are no rows at all. */
  empty: string
  onOpen: (row: T) => void
  /** Letters that do something with the row at the cursor. */
  onKey?: (key: Key, row: T | undefined) => boolean
  /** The rows as they are exported, by `E` and, where it means nothing else, by `e`. */
  exported: (rows: readonly T[]) => ExportedTable
  isActive: boolean
  /** A row that the cursor goes to as soon as it is there; once for each object given. */
  cursorOn?: { isIt: (row: T) => boolean } | null
  /** Something lies over the table, which keeps its place and its filter. */
  isHidden?: boolean
  /** Lies below the table while it is there, in as many rows as are reserved for it. */
  below?: ReactNode
  reserved?: number
}

/** A table of records: `/` filters by text, Enter opens the row at the cursor, and letters do something with it. */
export function RecordTable<T>(props: RecordTableProps<T>) {
  const {
    rows,
    columns,
    textOf,
    empty,
    onOpen,
    onKey,
    exported,
    isHidden = false,
    below = null,
    cursorOn = null,
  } = props
  const space = useSpace()
  const [exporting, setExporting] = useState<ExportedTable | null>(null)
  const isActive = props.isActive && !isHidden && exporting === null
  const reserved = exporting === null ? (props.reserved ?? 0) : promptRows(space.columns)
  const search = useTextSearch(rows, textOf)
  const filter = useFilter((typed) => `${placeWords(search.find(typed).length, rows.length)} rows`, isActive)
  const shown = search.find(filter.text)
  const height = Math.max(1, space.rows - 2 - reserved - (filter.line === null ? 0 : 1))
  const list = useList({ count: shown.length, height, isActive })
  const [reached, setReached] = useState<typeof cursorOn>(null)
  const wanted = cursorOn === null || cursorOn === reached ? -1 : shown.findIndex(cursorOn.isIt)
  if (wanted >= 0) {
    setReached(cursorOn)
    list.moveTo(wanted)
  }
  useKeys(
    (key) => {
      if (filter.isOpen) return false
      const current = shown[list.cursor]
      if (asksFor(key, 'accept')) {
        if (current !== undefined) onOpen(current)
        return true
      }
      if (onKey?.(key, current) === true) return true
      if (!isLetter(key, 'E') && !isLetter(key, 'e')) return false
      setExporting(exported(shown))
      return true
    },
    { layer: 'part', isActive },
  )
  const position = shown.length === 0 ? '' : `row ${placeWords(list.cursor + 1, shown.length)}`
  const nothing = filter.text === '' ? `  ${empty}` : '  Nothing matches. Esc clears the filter.'
  return (
    <Box flexDirection="column" height={space.rows} display={isHidden ? 'none' : 'flex'}>
      <FocusContext.Provider value={isActive}>
        <Table columns={columns} rows={shown} measured={rows} list={list} height={height} />
        {shown.length === 0 && <Lines lines={[nothing]} columns={space.columns} />}
        <Box flexGrow={1} />
        {filter.line}
        <Lines lines={[[{ text: position, dim: true }]]} columns={space.columns} />
      </FocusContext.Provider>
      {exporting === null ? (
        below
      ) : (
        <ExportPrompt table={exporting} columns={space.columns} onClose={() => setExporting(null)} />
      )}
    </Box>
  )
}
