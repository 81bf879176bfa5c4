import type { HistoryRecord } from '../history/history-record.ts'
import type { TextRow } from './connection/copy-text.ts'
import type { Database } from './connection/database.ts'
import { insertRows, tables } from './users/insert-rows.ts'

/** Adds a commit to the history, with a row for each of its changes. */
export async function insertCommit(
  database: Database,
  uuid: string,
  { archives, changes, ...head }: HistoryRecord,
): Promise<void> {
  const [made] = await database.query(
    'INSERT INTO rollcall.commits (uuid, revision, time, head, archives) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [uuid, head.revision, head.time, JSON.stringify(head), archives ? JSON.stringify(archives) : null],
  )
  await insertRows(database, tables.changes, changeRows(String(made?.id), changes))
}

function* changeRows(commit: string, changes: HistoryRecord['changes']): Iterable<TextRow> {
  for (const [position, change] of changes.entries()) yield [commit, String(position), JSON.stringify(change)]
}
