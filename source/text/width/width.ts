import stringWidth from 'string-width'
import { oneColumnText } from './one-column.ts'

/** The number of columns a text takes. Control characters must have been made safe before (`safeText`). */
export function textWidth(text: string): number {
  return oneColumnText.test(text) ? text.length : stringWidth(text)
}

const widths = new Map<string, number>()

/**
 * The columns of one grapheme; Indic letters that join can take more than two. Remembered, for it is asked for each cell of
 * each frame.
 */
export function characterWidth(grapheme: string): number {
  if (grapheme.length === 1 && oneColumnText.test(grapheme)) return 1
  const known = widths.get(grapheme)
  if (known !== undefined) return known
  const width = stringWidth(grapheme)
  if (widths.size > 20_000) widths.clear()
  widths.set(grapheme, width)
  return width
}
