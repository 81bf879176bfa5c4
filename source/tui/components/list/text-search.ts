/** Searches rows by text. Made once for a list; remembers what it needs so that each further letter is quick. */
export type TextSearch<T> = {
  /** The rows that hold every word of `text`, in any order and without regard to case; all rows for an empty text. */
  find(text: string): readonly T[]
  /**
   * Makes a few more rows ready to be searched; false when all are. What is not ready when somebody searches is made ready
   * then, and with very many rows the first letter would wait for it.
   */
  prepareSome(): boolean
}

type Entry<T> = { row: T; text: string }
type Found<T> = { text: string; entries: readonly Entry<T>[]; rows: readonly T[] }

/** Rows made ready at a time: about two milliseconds. */
const portion = 1000

/** How many of the last searches are kept, so that taking letters back is as quick as typing them. */
const longestTrail = 32

/**
 * @param rows never changed afterwards
 * @param textOf what a row is searched by
 */
export function createTextSearch<T>(rows: readonly T[], textOf: (row: T) => string): TextSearch<T> {
  const prepared: Entry<T>[] = []
  /** The last searches, each text the start of the next. */
  const trail: Found<T>[] = []

  function prepare(count: number): void {
    for (const row of rows.slice(prepared.length, prepared.length + count)) {
      prepared.push({ row, text: comparable(textOf(row)) })
    }
  }

  return {
    find(text) {
      const wanted = comparable(text).trim()
      if (wanted === '') return rows
      // One letter more can only take rows away.
      while (trail.length > 0 && !wanted.startsWith(trail.at(-1)?.text ?? '')) trail.pop()
      const last = trail.at(-1)
      if (last?.text === wanted) return last.rows
      prepare(rows.length)
      const words = wanted.split(/\s+/)
      const entries = (last?.entries ?? prepared).filter((entry) => words.every((word) => entry.text.includes(word)))
      const found = { text: wanted, entries, rows: entries.map((entry) => entry.row) }
      trail.push(found)
      if (trail.length > longestTrail) trail.shift()
      return found.rows
    },
    prepareSome() {
      prepare(portion)
      return prepared.length < rows.length
    },
  }
}

/** Composed and in lower case, so that it does not matter how a letter was put together. */
function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
