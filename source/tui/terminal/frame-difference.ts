import { blankCell, type Cell, type CellStyle, defaultStyle } from './cells.ts'
import type { Scroll } from './scroll-detection.ts'

/** What the terminal shows: for each row its cells, blank ones at the end left out. */
export type Screen = readonly (readonly Cell[])[]

/** The window: a cell in its last column leaves the cursor in an unknown place, and blanks may be erased to (ECH). */
export type Window = { columns: number; erases: boolean }

/** The longest gap of unchanged cells that is sent again rather than jumped over (`CSI n C` takes four bytes). */
const longestRewrittenGap = 3

/** Latin, Greek, Cyrillic and the few box and arrow signs of the theme: one column in every terminal. */
const certainWidth = /^[\x20-\u02ff\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u2713-\u2718]$/

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * The bytes that turn one screen into another, moving and writing as little as possible.
 *
 * Terminals disagree on the width of wide and combined characters, so after one of these the cursor is placed by its
 * column before anything else is written: an error stays in its cell.
 */
export function difference(before: Screen, after: Screen, window: Window, scroll: Scroll | null): string {
  const { columns } = window
  const out = createOutput(columns)
  const shown: (readonly Cell[])[] = [...before]
  if (scroll) {
    out.scroll(scroll)
    const span = scroll.bottom - scroll.top + 1
    for (let index = 0; index < span; index += 1) {
      const row = scroll.by > 0 ? scroll.top + index : scroll.bottom - index
      const source = row + scroll.by
      shown[row] = source >= scroll.top && source <= scroll.bottom ? (before[source] ?? []) : []
    }
  }
  const rows = Math.max(shown.length, after.length)
  for (let row = 0; row < rows; row += 1) writeRow(out, row, shown[row] ?? [], after[row] ?? [], window)
  out.setStyle(defaultStyle)
  return out.bytes()
}

type Output = ReturnType<typeof createOutput>

function writeRow(out: Output, row: number, before: readonly Cell[], after: readonly Cell[], window: Window): void {
  if (before === after) return
  const { columns, erases } = window
  const changed = changedColumns(before, after)
  // Blank to the end: cheaper to erase than to write.
  const eraseFrom = before.length - after.length > 3 ? after.length : columns
  let column = 0
  while (column < Math.min(changed.length, eraseFrom)) {
    if (!changed[column]) {
      column += 1
      continue
    }
    out.moveTo(row, column, after)
    while (column < changed.length && column < eraseFrom && changed[column]) {
      const blanks = erases ? blanksFrom(after, column, changed, eraseFrom) : 0
      if (blanks >= leastErased) {
        out.moveTo(row, column, after)
        out.erase(after[column] ?? blankCell, blanks)
        column += blanks
        break
      }
      out.write(after[column] ?? blankCell, column)
      column += 1
    }
  }
  if (eraseFrom < columns && changed.lastIndexOf(true) >= eraseFrom) {
    out.moveTo(row, eraseFrom, after)
    out.eraseToEnd()
  }
}

/** The least blanks that are erased rather than written: that takes up to five bytes, and as many to go on behind them. */
const leastErased = 10

/** The number of cells from `column` on that must become blanks of one colour, as far as they can be erased to. */
function blanksFrom(cells: readonly Cell[], column: number, changed: readonly boolean[], end: number): number {
  const { style } = cells[column] ?? blankCell
  if (style.link !== '' || /(?:^|;)[479](?:;|$)/.test(style.sgr)) return 0
  let count = 0
  for (; column + count < Math.min(end, changed.length) && changed[column + count]; count += 1) {
    const cell = cells[column + count] ?? blankCell
    if (cell.text !== ' ' || cell.style !== style) break
  }
  return count
}

/** Which columns must be written; all columns of a wide character, old or new, go together. */
function changedColumns(before: readonly Cell[], after: readonly Cell[]): boolean[] {
  const length = Math.max(before.length, after.length)
  const changed = Array.from({ length }, (_, column) => {
    const old = before[column] ?? blankCell
    const next = after[column] ?? blankCell
    return old.text !== next.text || old.style !== next.style
  })
  const continues = (column: number): boolean => before[column]?.text === '' || after[column]?.text === ''
  for (let column = length - 1; column > 0; column -= 1) {
    if (changed[column] && continues(column)) changed[column - 1] = true
  }
  for (let column = 1; column < length; column += 1) {
    if (changed[column - 1] && continues(column)) changed[column] = true
  }
  return changed
}

function createOutput(columns: number) {
  let bytes = ''
  let atRow = -1
  let atColumn = -1
  let style = defaultStyle
  let isAfterUncertain = false
  let isAfterRightToLeft = false

  function setStyle(next: CellStyle): void {
    if (next === style) return
    if (next.link !== style.link) bytes += `\u001b]8;;${next.link}\u0007`
    if (next.sgr !== style.sgr) {
      if (next.sgr === '') bytes += '\u001b[m'
      else if (style.sgr === '') bytes += `\u001b[${next.sgr}m`
      else bytes += `\u001b[0;${next.sgr}m`
    }
    style = next
  }

  function moveTo(row: number, column: number, cells: readonly Cell[]): void {
    if (row === atRow && column === atColumn) return
    const gap = column - atColumn
    if (row === atRow && atColumn >= 0 && gap > 0) {
      const between = cells.slice(atColumn, column)
      const isCheap = gap <= longestRewrittenGap && between.length === gap
      if (isCheap && between.every((cell) => cell.style === style && certainWidth.test(cell.text))) {
        for (const cell of between) bytes += cell.text
      } else bytes += gap === 1 ? '\u001b[C' : `\u001b[${gap}C`
    } else if (row === atRow) bytes += column === 0 ? '\r' : `\u001b[${column + 1}G`
    else if (row === atRow + 1 && atRow >= 0 && column === 0) bytes += '\r\n'
    else bytes += column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`
    atRow = row
    atColumn = column
    isAfterUncertain = false
  }

  function write(cell: Cell, column: number): void {
    // Its first column has been written; where the cursor stands now is the terminal's opinion.
    if (cell.text === '') return
    const isCertain = certainWidth.test(cell.text)
    if (atColumn < 0 && (isCertain || !isAfterUncertain)) {
      // Keeps what follows right-to-left text from being drawn on its other side, where the terminal reorders.
      if (isAfterUncertain) bytes += isAfterRightToLeft ? '\u200e' : ''
      bytes += `\u001b[${column + 1}G`
    }
    setStyle(cell.style)
    bytes += cell.text
    isAfterUncertain = !isCertain
    isAfterRightToLeft = !isCertain && rightToLeft.test(cell.text)
    atColumn = isCertain && column + 1 < columns ? column + 1 : -1
  }

  return {
    setStyle,
    moveTo,
    write,
    /** Erases cells in the look of this one; the cursor stays before them. */
    erase: (cell: Cell, count: number): void => {
      setStyle(cell.style)
      bytes += `\u001b[${count}X`
    },
    eraseToEnd: (): void => {
      setStyle(defaultStyle)
      bytes += '\u001b[K'
    },
    /** Line feed on the bottom margin and reverse index on the top one: what every terminal since the VT100 does. */
    scroll: ({ top, bottom, by }: Scroll): void => {
      const move = by > 0 ? `\u001b[${bottom + 1}H${'\n'.repeat(by)}` : `\u001b[${top + 1}H${'\u001bM'.repeat(-by)}`
      bytes += `\u001b[${top + 1};${bottom + 1}r${move}\u001b[r`
      atRow = -1
      atColumn = -1
    },
    bytes: (): string => bytes,
  }
}
