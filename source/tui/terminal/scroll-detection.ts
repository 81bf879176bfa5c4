/** Rows `top` to `bottom` (from 0, both included) move up by `by` rows; a negative `by` moves them down. */
export type Scroll = { top: number; bottom: number; by: number }

/** Scrolling costs about 30 bytes (margins, cursor, margins again); it must save more. */
const leastGain = 60

/**
 * Finds out whether most of the new frame is the old one moved up or down, so that the terminal can move it instead of
 * being sent it again. Rows are compared as text. The first row never takes part: on consoles without an alternate screen
 * what scrolls off the top would stay in the scrollback.
 */
export function detectScroll(before: readonly string[], after: readonly string[]): Scroll | null {
  const rows = Math.min(before.length, after.length)
  let best: Scroll | null = null
  let bestGain = leastGain
  for (let by = 1; by < rows - 1; by += 1) {
    for (const signed of [by, -by]) {
      const candidate = gainOf(before, after, rows, signed)
      if (candidate && candidate.gain > bestGain) {
        best = candidate.scroll
        bestGain = candidate.gain
      }
    }
  }
  return best
}

function gainOf(
  before: readonly string[],
  after: readonly string[],
  rows: number,
  by: number,
): { scroll: Scroll; gain: number } | null {
  let first = -1
  let last = -1
  for (let row = Math.max(1, 1 - by); row < rows && row + by < rows; row += 1) {
    const text = after[row] ?? ''
    if (text === '' || text !== before[row + by] || text === before[row]) continue
    if (first < 0) first = row
    last = row
  }
  if (first < 0) return null
  const scroll = by > 0 ? { top: first, bottom: last + by, by } : { top: first + by, bottom: last, by }
  if (scroll.top < 1) return null
  let gain = 0
  for (let row = scroll.top; row <= scroll.bottom; row += 1) {
    const text = after[row] ?? ''
    const source = row + by
    const moved = source >= scroll.top && source <= scroll.bottom ? before[source] : ''
    const unmovedCost = text === before[row] ? 0 : text.length
    const movedCost = text === moved ? 0 : text.length
    gain += unmovedCost - movedCost
  }
  return { scroll, gain }
}
