/** One column of a row in COPY's text format; null is NULL. */
export type Cell = string | null

/** A row of texts, in the order of its columns. */
export type TextRow = readonly Cell[]

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** What the server writes with a backslash before it (PostgreSQL's manual, "COPY", "Text Format"); other signs are meant as they are. */
const meanings: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A row as a line of COPY's text format, with its end. */
export const copyLine = (row: TextRow): string => `${row.map(escaped).join('\t')}\n`

function escaped(cell: Cell): string {
  if (cell === null) return '\\N'
  return /[\\\t\n\r]/.test(cell) ? cell.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign) : cell
}

/**
 * Reads an answer in COPY's text format, so many rows at a time as have arrived.
 *
 * @param pieces the text, cut anywhere
 */
export async function* rowsOfCopy(pieces: AsyncIterable<string>): AsyncIterable<TextRow[]> {
  let rest = ''
  for await (const piece of pieces) {
    const text = rest + piece
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    if (end > 0) yield rowsIn(text, end)
  }
}

/** The rows of whole lines. Most of them hold no backslash, and are read without looking for one. */
function rowsIn(text: string, end: number): TextRow[] {
  const isPlain = !text.includes('\\')
  const rows: TextRow[] = []
  for (let from = 0; from < end; ) {
    const lineEnd = text.indexOf('\n', from)
    const cells = text.slice(from, lineEnd).split('\t')
    rows.push(isPlain ? cells : cells.map(meant))
    from = lineEnd + 1
  }
  return rows
}

function meant(cell: string): Cell {
  if (cell === '\\N') return null
  return cell.includes('\\') ? cell.replace(/\\(.)/g, (_whole, sign: string) => meanings[sign] ?? sign) : cell
}
