import type { OwnedArchive } from '../../operations/archives/list-archives.ts'
import type { HistoryRecord } from '../../store/history/history-record.ts'
import type { OpenSession } from '../../store/sessions/session-list.ts'
import { csvLine } from '../../text/csv.ts'
import { whoWords } from '../history.ts'
import { sessionRecord } from '../sessions.ts'

/** Rows for a spreadsheet, with a line of headings. */
function csv(rows: readonly (readonly string[])[]): string {
  return `${rows.map(csvLine).join('\r\n')}\r\n`
}

/** Archive folders for a spreadsheet; sizes in bytes. */
export function archivesCsv(archives: readonly OwnedArchive[]): string {
  const rows = archives.map(({ folder, archive, messages, bytes, owner }) => [
    archive ?? folder,
    String(messages),
    String(bytes),
    owner ?? '',
  ])
  return csv([['archive', 'messages', 'bytes', 'user'], ...rows])
}

/** Commits for a spreadsheet, with the number of users that each kind of change was made to. */
export function historyCsv(records: readonly HistoryRecord[]): string {
  const actions = ['create', 'update', 'rename', 'delete'] as const
  const rows = records.map(({ time, revision, command, who, summary }) => [
    time,
    String(revision),
    command,
    whoWords(who),
    ...actions.map((action) => String(summary[action])),
  ])
  return csv([['time', 'revision', 'command', 'who', ...actions], ...rows])
}

/** Sessions for a spreadsheet. */
export function sessionsCsv(sessions: readonly OpenSession[]): string {
  const rows = sessions
    .map(sessionRecord)
    .map(({ userName, way, since, seen, from, agent }) => [userName, way, since, seen, from ?? '', agent ?? ''])
  return csv([['user', 'with', 'signed in', 'last seen', 'from', 'browser'], ...rows])
}
