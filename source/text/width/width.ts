import stringWidth from 'string-width'
import { oneColumnText } from './one-column.ts'

/** The number of columns a text takes. Control characters must have been made safe before (`safeText`). */
export function textWidth(text: string): number {
  return oneColumnText.test(text) ? text.length : stringWidth(text)
}

const widths = new Map<string, 0 | 1 | 2>()

/** The columns of one grapheme: 0, 1 or 2. Remembered, for it is asked for each cell of each frame. */
export function characterWidth(grapheme: string): 0 | 1 | 2 {
  if (grapheme.length === 1 && oneColumnText.test(grapheme)) return 1
  const known = widths.get(grapheme)
  if (known !== undefined) return known
  const measured = stringWidth(grapheme)
  const width = measured <= 0 ? 0 : measured === 1 ? 1 : 2
  if (widths.size > 20_000) widths.clear()
  widths.set(grapheme, width)
  return width
}
