/** Words that differ in more letters are other words. */
const mostLetters = 2

/** Returns the name that a mistyped word most likely means: the nearest one, at most two letters away; null where none is near. */
export function nearest(word: string, names: readonly string[]): string | null {
  // Longer words are not a mistyped name, and comparing them takes time.
  if (word.length > 40) return null
  let found: string | null = null
  let least = mostLetters + 1
  for (const name of names) {
    if (Math.abs(name.length - word.length) > mostLetters) continue
    const letters = distance(word.toLowerCase(), name.toLowerCase())
    if (letters < least) [found, least] = [name, letters]
  }
  return found
}

/** The number of letters to change, add or leave out to make one word the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    // Every further letter only adds to the difference.
    if (Math.min(...next) > mostLetters) return mostLetters + 1
    row = next
  }
  return row[to.length] ?? 0
}
