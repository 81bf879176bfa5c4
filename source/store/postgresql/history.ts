import {
  type HistoryHead,
  type HistoryRecord,
  parseArchiveReports,
  parseHistoryLine,
} from '../history/history-record.ts'
import type { PickCommit } from '../store.ts'
import { beginReading, type Database, inTransaction, type Row } from './connection/database.ts'

/** Commits are looked through so many at a time. */
const pageSize = 50

/** The largest bigint, which no commit reaches. */
const largestId = '9223372036854775807'

const columns = 'SELECT id, head, archives FROM rollcall.commits'

/** The newest commits without their changes, the newest first. */
export async function readHeads(database: Database, limit: number): Promise<HistoryHead[]> {
  const rows = await database.query(`${columns} ORDER BY id DESC LIMIT $1`, [countOf(limit)])
  return rows.flatMap((row) => headOf(row) ?? [])
}

/** The newest commits, the newest first. */
export async function readRecords(database: Database, limit: number): Promise<HistoryRecord[]> {
  return wholeRecords(database, `${columns} ORDER BY id DESC LIMIT $1`, [countOf(limit)])
}

/** The commits that made a revision, the newest first. */
export async function readOfRevision(database: Database, revision: number): Promise<HistoryRecord[]> {
  return wholeRecords(database, `${columns} WHERE revision = $1 ORDER BY id DESC`, [revision])
}

/** The commits after a revision, the oldest first. */
export async function readSince(database: Database, revision: number): Promise<HistoryRecord[]> {
  return wholeRecords(database, `${columns} WHERE revision > $1 ORDER BY id`, [revision])
}

/** The newest commit that is picked, with its changes. */
export async function findCommitRow(database: Database, pick: PickCommit): Promise<HistoryRecord | null> {
  for (let before = largestId; ; ) {
    const rows = await database.query(`${columns} WHERE id < $1::bigint ORDER BY id DESC LIMIT ${pageSize}`, [before])
    for (const row of rows) {
      const head = headOf(row)
      const choice = head === null ? 'pass' : pick(head)
      if (choice === 'stop') return null
      if (choice === 'take') return wholeRecord(database, row)
    }
    if (rows.length < pageSize) return null
    before = String(rows.at(-1)?.id)
  }
}

/** Without a limit everything is wanted, which SQL says with null. */
const countOf = (limit: number): number | null => (Number.isFinite(limit) ? limit : null)

async function wholeRecords(database: Database, text: string, values: readonly unknown[]): Promise<HistoryRecord[]> {
  return inTransaction(database, beginReading, async () => {
    const records: HistoryRecord[] = []
    for (const row of await database.query(text, values)) {
      const record = await wholeRecord(database, row)
      if (record !== null) records.push(record)
    }
    return records
  })
}

async function wholeRecord(database: Database, row: Row): Promise<HistoryRecord | null> {
  const changes = await database.query('SELECT change FROM rollcall.changes WHERE commit = $1 ORDER BY position', [
    row.id,
  ])
  return recordOf(
    row,
    changes.map(({ change }) => String(change)),
  )
}

function headOf(row: Row): HistoryHead | null {
  const record = recordOf(row, [])
  if (record === null) return null
  const { changes: _changes, ...head } = record
  return head
}

/** Put together as the line that a file would hold, so that it is checked in the same way. */
function recordOf({ head, archives }: Row, changes: readonly string[]): HistoryRecord | null {
  const line = `${String(head).slice(0, -1)},"changes":[${changes.join(',')}]}`
  const record = parseHistoryLine(Buffer.from(line))
  const reports = archives === null ? [] : parseArchiveReports(String(archives))
  return record === null || reports.length === 0 ? record : { ...record, archives: reports }
}
