import { graphemesOf } from './graphemes.ts'
import { characterWidth, textWidth } from './width.ts'

/** Cuts a text to at most `width` columns, with `ellipsis` at the end where something was cut. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text
  const room = width - textWidth(ellipsis)
  if (room <= 0) return takeColumns(text, width)
  return takeColumns(text, room) + ellipsis
}

/** A text in exactly `width` columns: cut or filled with spaces. */
export function fitLeft(text: string, width: number, ellipsis: string): string {
  const cut = truncate(text, width, ellipsis)
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)))
}

/** A text in exactly `width` columns, at the right; for numbers. */
export function fitRight(text: string, width: number, ellipsis: string): string {
  const cut = truncate(text, width, ellipsis)
  return ' '.repeat(Math.max(0, width - textWidth(cut))) + cut
}

/** The start of a text that fits into `width` columns; a wide character is never halved. */
export function takeColumns(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let taken = ''
  let used = 0
  for (const grapheme of graphemesOf(text)) {
    used += characterWidth(grapheme)
    if (used > width) break
    taken += grapheme
  }
  return taken
}
