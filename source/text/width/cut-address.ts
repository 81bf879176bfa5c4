import { truncate } from './fit.ts'
import { graphemesOf } from './graphemes.ts'
import { characterWidth, textWidth } from './width.ts'

/** With fewer columns than these a name says nothing, and the whole address is cut at its end. */
const leastName = 4

/**
 * Cuts an address in the middle of its name, so that the start of the name and the domain stay: `fatima…os@example.org`.
 * Anything else is cut at its end.
 */
export function cutAddress(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text
  const at = text.indexOf('@')
  if (at < 0) return truncate(text, width, ellipsis)
  const domain = text.slice(at)
  const room = width - textWidth(domain) - textWidth(ellipsis)
  if (room < leastName) return truncate(text, width, ellipsis)
  const letters = graphemesOf(text.slice(0, at))
  const end = Math.min(3, Math.floor(room / 3))
  return takeFrom(letters, room - end) + ellipsis + takeFrom(letters.toReversed(), end, true) + domain
}

/** As many letters as fit into the width, in their order. */
function takeFrom(letters: readonly string[], width: number, isReversed = false): string {
  const taken: string[] = []
  let used = 0
  for (const letter of letters) {
    used += characterWidth(letter)
    if (used > width) break
    taken.push(letter)
  }
  return (isReversed ? taken.reverse() : taken).join('')
}
