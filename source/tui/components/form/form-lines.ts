import { truncate } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import type { Line } from '../../text/line.ts'
import { selectionBar } from '../list/selection-bar.ts'

/**
 * The last row of a form, which takes all of them.
 *
 * @param cursor the sign before the row at the cursor
 * @param hasAir a blank line stands above it
 */
export function acceptLines(
  accepts: string,
  isCurrent: boolean,
  cursor: string,
  columns: number,
  hasAir: boolean,
): Line[] {
  const text = `${isCurrent ? cursor : ' '} ${accepts.charAt(0).toUpperCase()}${accepts.slice(1)}`
  const line: Line = [{ text, bold: true, tone: 'accent' }]
  return [...(hasAir ? [''] : []), isCurrent ? selectionBar(line, columns) : line]
}

/** The heading of a group of rows, `Jobs: what people run`: its name, and the sentence behind the colon. */
export function headingLine(heading: string, columns: number, ellipsis: string): Line {
  const [name = '', about = ''] = heading.split(': ')
  return [
    { text: name, bold: true },
    { text: truncate(`  ${about}`, Math.max(0, columns - textWidth(name)), ellipsis), dim: true },
  ]
}
