/** How many characters are handed on at once: enough to be fast, and too few to matter in memory. */
const enough = 1024 * 1024

/** Puts small pieces of text together to larger ones. */
export function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < enough) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
