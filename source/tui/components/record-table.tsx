import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { useTextSearch } from '../hooks/use-text-search.ts'
import { asksFor } from '../keys/bindings.ts'
import type { Key } from '../terminal/key.ts'
import { useFilter } from './filter.tsx'
import { Lines } from './lines.tsx'
import { Table, type TableColumn } from './table.tsx'
import { useList } from './use-list.ts'

type RecordTableProps<T> = {
  rows: readonly T[]
  columns: readonly TableColumn<T>[]
  /** What a row is searched by. */
  textOf: (row: T) => string
  /** What is said when there are no rows at all. */
  empty: string
  onOpen: (row: T) => void
  /** Letters that do something with the row at the cursor. */
  onKey: (key: Key, row: T | undefined) => boolean
  isActive: boolean
  /** Lies below the table while it is there, in as many rows as are reserved for it. */
  below?: ReactNode
  reserved?: number
}

/** A table of records: `/` filters by text, Enter opens the row at the cursor, and letters do something with it. */
export function RecordTable<T>(props: RecordTableProps<T>) {
  const { rows, columns, textOf, empty, onOpen, onKey, isActive, below = null, reserved = 0 } = props
  const space = useSpace()
  const search = useTextSearch(rows, textOf)
  const filter = useFilter((typed) => `${search.find(typed).length} of ${rows.length} rows`, isActive)
  const shown = search.find(filter.text)
  const height = Math.max(1, space.rows - 2 - reserved - (filter.line === null ? 0 : 1))
  const list = useList({ count: shown.length, height, isActive })
  useKeys(
    (key) => {
      if (filter.isOpen) return false
      const current = shown[list.cursor]
      if (!asksFor(key, 'accept')) return onKey(key, current)
      if (current !== undefined) onOpen(current)
      return true
    },
    { layer: 'part', isActive },
  )
  const position = shown.length === 0 ? '' : `row ${list.cursor + 1} of ${shown.length.toLocaleString('en-US')}`
  const nothing = filter.text === '' ? `  ${empty}` : '  Nothing matches. Esc clears the filter.'
  return (
    <Box flexDirection="column" height={space.rows}>
      <Table columns={columns} rows={shown} measured={rows} list={list} height={height} />
      {shown.length === 0 && <Lines lines={[nothing]} columns={space.columns} />}
      <Box flexGrow={1} />
      {filter.line}
      <Lines lines={[[{ text: position, dim: true }]]} columns={space.columns} />
      {below}
    </Box>
  )
}
