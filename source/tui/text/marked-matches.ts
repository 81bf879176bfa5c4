import type { Segment } from './line.ts'

/** The words of a filter, as they are looked for. */
export function filterWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** A piece in which what the filter found is marked. */
export function markedMatches(segment: Segment, words: readonly string[]): readonly Segment[] {
  const { text } = segment
  const lower = text.toLowerCase()
  // Where a letter has another length in lower case, places would not be the same in both.
  if (words.length === 0 || lower.length !== text.length) return [segment]
  const isMatch = new Array<boolean>(text.length).fill(false)
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      isMatch.fill(true, at, at + word.length)
    }
  }
  const pieces: Segment[] = []
  let start = 0
  for (let end = 1; end <= text.length; end += 1) {
    if (end < text.length && isMatch[end] === isMatch[start]) continue
    const piece = { ...segment, text: text.slice(start, end) }
    pieces.push(isMatch[start] ? { ...piece, dim: false, tone: 'match' } : piece)
    start = end
  }
  return pieces
}
