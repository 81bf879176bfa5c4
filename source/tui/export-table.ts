import { writeFile } from 'node:fs/promises'
import type { OwnedArchive } from '../operations/archives/list-archives.ts'
import { expectOwnPlace } from '../settings/outside-files/own-place.ts'
import { absolutePath } from '../store/disk/absolute-path.ts'
import type { HistoryRecord } from '../store/history/history-record.ts'
import type { OpenSession } from '../store/sessions/session-list.ts'
import type { Change } from '../sync/plan.ts'
import type { User } from '../sync/user.ts'
import { withoutPassword } from '../sync/user.ts'
import { Problem } from '../text/problem.ts'
import { sessionRecord } from '../views/sessions.ts'
import { exportFailed, screenProblem } from './problems.ts'

/** The rows of a table, as the screen shows them: filtered, in their order. */
export type ExportedTable =
  | { kind: 'plan'; rows: readonly Change[] }
  | { kind: 'users'; rows: readonly User[] }
  | { kind: 'archives'; rows: readonly OwnedArchive[] }
  | { kind: 'history'; rows: readonly HistoryRecord[] }
  | { kind: 'sessions'; rows: readonly OpenSession[] }

/**
 * Writes rows as CSV or JSON, by the ending of the path; never overwrites, and never writes a password's hash.
 *
 * @returns the absolute path
 * @throws Problem `exportFormatUnknown`, `exportFailed`
 */
export async function exportTable(path: string, table: ExportedTable): Promise<string> {
  const file = absolutePath(path)
  const format = /\.(csv|json)$/i.exec(file)?.[1]?.toLowerCase()
  if (format === undefined) throw screenProblem('exportFormatUnknown', {})
  const text = format === 'json' ? `${JSON.stringify(plainRows(table), null, 2)}\n` : await csvOf(table)
  try {
    expectOwnPlace(file)
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error instanceof Problem) throw error
    throw exportFailed(file, error)
  }
  return file
}

async function csvOf(table: ExportedTable): Promise<string> {
  switch (table.kind) {
    case 'plan':
      return (await import('../views/plan/plan-csv.ts')).planCsv(table.rows)
    case 'users':
      return (await import('../operations/exports/users-csv.ts')).usersCsv(table.rows)
    case 'archives':
      return (await import('../views/exports/table-csv.ts')).archivesCsv(table.rows)
    case 'history':
      return (await import('../views/exports/table-csv.ts')).historyCsv(table.rows)
    case 'sessions':
      return (await import('../views/exports/table-csv.ts')).sessionsCsv(table.rows)
  }
}

function plainRows(table: ExportedTable): readonly unknown[] {
  switch (table.kind) {
    case 'plan':
      return table.rows.map(plainChange)
    case 'users':
      return table.rows.map(withoutPassword)
    case 'archives':
    case 'history':
      return table.rows
    case 'sessions':
      return table.rows.map(sessionRecord)
  }
}

function plainChange(change: Change): unknown {
  return {
    ...change,
    before: change.before && withoutPassword(change.before),
    after: change.after && withoutPassword(change.after),
  }
}
