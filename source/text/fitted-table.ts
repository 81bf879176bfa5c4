import { columns } from './columns.ts'
import { textWidth } from './width/width.ts'
import { wrap, wrapRow } from './width/wrap.ts'

/** How far a second line of a row is indented. */
const indent = 4

/**
 * A table, the heading first, for a terminal of so many columns: rows that fit stand in aligned columns. Where a row has no
 * room, its last cells go on in a second line. No text is cut.
 *
 * @param width undefined where it is no terminal: each row is one line, for `grep`
 * @returns the lines of each row
 */
export function fittedTable(rows: readonly (readonly string[])[], width: number | undefined): string[][] {
  const whole = columns(rows)
  if (width === undefined || whole.every((line) => textWidth(line) <= width)) return whole.map((line) => [line])
  const count = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ''))),
  )
  const beside = columnsBeside(widths, width)
  const aligned = columns(rows.map((row) => row.slice(0, beside)))
  return rows.map((row, index) => {
    const first = aligned[index] ?? ''
    const rest = row.slice(beside).filter((cell) => cell !== '')
    const lines = textWidth(first) <= width ? [first] : wrap(first, width, indent)
    const last = rest.join('  ')
    if (last === '') return lines
    // The next cell still stands beside the others where this row has room for it.
    const start = widths.slice(0, beside).reduce((sum, one) => sum + one + 2, 0)
    if (lines.length === 1 && start + textWidth(last) <= width)
      return [first.padEnd(start + first.length - textWidth(first)) + last]
    return [...lines, ...wrapRow(`${' '.repeat(indent)}${last}`, width)]
  })
}

/** The number of columns that stand beside each other: as many as leave a quarter of the line to the next one. */
function columnsBeside(widths: readonly number[], width: number): number {
  let used = 0
  let count = 0
  for (const one of widths) {
    if (count > 0 && used + one > width * 0.75) break
    used += one + 2
    count += 1
  }
  return Math.min(count, widths.length - 1) || 1
}
