/** Searches rows by text. Made once for a list; remembers what it needs so that each further letter is quick. */
export type TextSearch<T> = {
  /** The rows that hold every word of `text`, in any order and without regard to case; all rows for an empty text. */
  find(text: string): readonly T[]
}

/**
 * @param rows never changed afterwards
 * @param textOf what a row is searched by
 */
export function createTextSearch<T>(rows: readonly T[], textOf: (row: T) => string): TextSearch<T> {
  let prepared: { row: T; text: string }[] | null = null
  let last: { text: string; found: readonly { row: T; text: string }[]; rows: readonly T[] } | null = null

  return {
    find(text) {
      const wanted = text.toLowerCase().trim()
      if (wanted === '') return rows
      if (last?.text === wanted) return last.rows
      prepared ??= rows.map((row) => ({ row, text: textOf(row).toLowerCase() }))
      // One letter more can only take rows away.
      const from = last !== null && wanted.startsWith(last.text) ? last.found : prepared
      const words = wanted.split(/\s+/)
      const found = from.filter((entry) => words.every((word) => entry.text.includes(word)))
      last = { text: wanted, found, rows: found.map((entry) => entry.row) }
      return last.rows
    },
  }
}
