import { copyLine, type TextRow } from '../connection/copy-text.ts'
import type { Database } from '../connection/database.ts'

/** A table with the columns that rows are written to, and their types. */
export type Table = { name: string; columns: Readonly<Record<string, string>> }

/** The tables that are filled row by row. */
export const tables = {
  users: {
    name: 'rollcall.users',
    columns: {
      name: 'text',
      user_name: 'text',
      full_name: 'text',
      authentication: 'text',
      directory_id: 'text',
      privileges: 'text[]',
      folder: 'text',
      mail_password: 'text',
      made_address: 'text',
      suspended: 'boolean',
      leaving_since: 'date',
      document: 'text',
    },
  },
  addresses: { name: 'rollcall.addresses', columns: { name: 'text', position: 'integer', address: 'text' } },
  rights: {
    name: 'rollcall.rights',
    columns: { name: 'text', position: 'integer', archive: 'text', privileges: 'text[]' },
  },
  owners: { name: 'rollcall.owners', columns: { archive: 'text', document: 'text' } },
  changes: { name: 'rollcall.changes', columns: { commit: 'bigint', position: 'integer', change: 'text' } },
  replaced: {
    name: 'rollcall.replaced',
    columns: { revision: 'bigint', kind: 'text', name: 'text', document: 'text' },
  },
} as const satisfies Record<string, Table>

/** From so many rows on COPY is faster than its three messages. */
const manyRows = 1000

/** A piece of a COPY is about this long, in characters. */
const pieceLength = 256 * 1024

/** Adds rows to a table: a few by one INSERT, many by COPY. */
export async function insertRows(database: Database, table: Table, rows: Iterable<TextRow>): Promise<void> {
  const iterator = rows[Symbol.iterator]()
  const first: TextRow[] = []
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    first.push(next.value)
    if (first.length === manyRows) return copyRows(database, table, chained(first, iterator))
  }
  if (first.length === 0) return
  const columns = Object.entries(table.columns)
  const names = columns.map(([name]) => name)
  const parameters = columns.map((_column, index) => `$${index + 1}::text[]`)
  await database.query(
    `INSERT INTO ${table.name} (${names.join(', ')})
     SELECT ${columns.map(([name, type]) => `${name}::${type}`).join(', ')}
     FROM unnest(${parameters.join(', ')}) AS row (${names.join(', ')})`,
    columns.map((_column, index) => first.map((row) => row[index] ?? null)),
  )
}

function* chained(first: readonly TextRow[], rest: Iterator<TextRow>): Iterable<TextRow> {
  yield* first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}

function copyRows(database: Database, { name, columns }: Table, rows: Iterable<TextRow>): Promise<void> {
  return database.copyIn(`COPY ${name} (${Object.keys(columns).join(', ')}) FROM STDIN`, copyText(rows))
}

/** Rows in COPY's text format, in pieces. */
function* copyText(rows: Iterable<TextRow>): Iterable<string> {
  let piece = ''
  for (const row of rows) {
    piece += copyLine(row)
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
