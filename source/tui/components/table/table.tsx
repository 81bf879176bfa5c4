import { Box } from 'ink'
import { useMemo } from 'react'
import type { Tone } from '../../../text/theme.ts'
import { fitLeft, fitRight } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useClicks } from '../../hooks/use-clicks.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import type { Line, Segment } from '../../text/line.ts'
import { markedMatches } from '../../text/marked-matches.ts'
import { Lines } from '../frame/lines.tsx'
import type { ListWindow } from '../list/list-window.ts'
import { selectionBar } from '../list/selection-bar.ts'
import { columnGap, layOutColumns } from './table-layout.ts'
import type { SortKey, TableSort } from './table-sort.ts'

/** One column of a table. */
export type TableColumn<T> = {
  title: string
  /** The cell's text, safe to show. */
  cell: (row: T) => string
  /** Numbers stand at the right. */
  isNumber?: boolean
  minimum: number
  /** How soon the column gives way in a narrow window: the highest first. */
  yields: number
  /** How much what is cut of the column weighs against what is cut of the others where room is short; 1 unless given. */
  weight?: number
  /** How a cell is stressed; dim for what is the same in most rows. */
  tone?: (row: T) => Tone | undefined
  /** How a text without room is cut; at its end unless given. */
  cut?: (text: string, width: number, ellipsis: string) => string
  /** What the column is sorted by; its text unless given. */
  sortKey?: SortKey<T>
}

/** A sign before the first column, such as that of an action. */
export type TableMark<T> = (row: T) => { text: string; tone?: Tone }

type TableProps<T> = {
  columns: readonly TableColumn<T>[]
  rows: readonly T[]
  /** The rows that widths are measured by, so that a filter does not move the columns. */
  measured: readonly T[]
  /** A sign before the first column. */
  mark?: TableMark<T>
  list: ListWindow
  /** The rows on the screen, the heading not counted. */
  height: number
  /** The columns that the table may take. */
  width: number
  /** What the rows are sorted by, which its column says. */
  sort: TableSort
  /** The words of a filter, which are marked where they are found. */
  words: readonly string[]
  /** Told of a click on a row in sight. */
  onClick: (row: number) => void
  isActive: boolean
}

/** The most rows that widths are measured by; of more, as many as this are taken from all over. */
const sampleSize = 2000

/** A table of any number of rows; only those in the window are laid out. What does not fit is shown to be cut. */
export function Table<T>({
  columns,
  rows,
  measured,
  mark,
  list,
  height,
  width,
  sort,
  words,
  ...clicks
}: TableProps<T>) {
  const { glyphs } = useInterface()
  // The heading is no row.
  const box = useClicks((row) => row > 0 && clicks.onClick(list.top + row - 1), clicks.isActive)
  const room = width - (mark ? 3 : 2)
  const widths = useMemo(() => {
    const step = Math.max(1, Math.floor(measured.length / sampleSize))
    const sample = measured.filter((_, index) => index % step === 0)
    const wishes = columns.map(({ title, cell, minimum, yields, weight }) => {
      const cells = sample.map((row) => textWidth(cell(row)))
      // Room for the sign of the sorted column, so that sorting does not move the columns.
      return { title: textWidth(title) + 2, cells, minimum, yields, weight }
    })
    const widths = layOutColumns(wishes, room)
    // Room for the sign that there is more at the right.
    return widths.includes(0) ? layOutColumns(wishes, room - 2) : widths
  }, [columns, measured, room])

  const shown = columns.map((column, index) => ({ column, width: widths[index] ?? 0 })).filter(({ width }) => width > 0)
  const gap: Segment = { text: ' '.repeat(columnGap) }
  const titles = shown.map(({ column, width }) => {
    const isSorted = sort.column !== null && columns[sort.column] === column
    const sign = isSorted ? ` ${sort.isDescending ? glyphs.sortedUp : glyphs.sortedDown}` : ''
    return (column.isNumber ? fitRight : fitLeft)(column.title + sign, width, glyphs.ellipsis)
  })
  const cellsOf = (row: T): Segment[] =>
    shown.flatMap(({ column, width }, index) => {
      const text = column.cell(row)
      const cut = textWidth(text) <= width || column.cut === undefined ? text : column.cut(text, width, glyphs.ellipsis)
      const tone = column.tone?.(row)
      const fitted = (column.isNumber ? fitRight : fitLeft)(cut, width, glyphs.ellipsis)
      const cell = { text: fitted, ...(tone === undefined ? {} : { tone }) }
      return [...(index === 0 ? [] : [gap]), ...markedMatches(cell, words)]
    })
  const hidden = columns.length - shown.length
  const margin = mark ? '   ' : '  '
  const heading: Line = [
    { text: margin + titles.join(gap.text), dim: true },
    { text: hidden > 0 ? ` ${glyphs.moreRight}` : '' },
  ]
  const lines = rows.slice(list.top, list.top + height).map((row, index): Line => {
    const isCurrent = list.top + index === list.cursor
    const sign = mark?.(row)
    const line: Segment[] = [{ text: isCurrent ? glyphs.cursor : ' ' }]
    if (sign) line.push(sign)
    line.push({ text: ' ' }, ...cellsOf(row))
    return isCurrent ? selectionBar(line, width) : line
  })
  return (
    <Box ref={box} flexDirection="column">
      <Lines lines={[heading, ...lines]} columns={width} />
    </Box>
  )
}
