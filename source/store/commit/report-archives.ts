import { Problem } from '../../text/problem.ts'
import { archiveReports } from '../archives/archive-report.ts'
import type { ArchiveOutcome } from '../archives/archive-work.ts'
import { errorCode } from '../disk/file-operations.ts'
import { appendHistory } from '../history/history.ts'
import type { StoreLock } from '../lock/lock.ts'
import { type Journal, readJournal, writeJournal } from './journal.ts'

/**
 * Adds to the history what did not go as planned with the archives of a commit, or that it is done now. A disk that
 * refuses even that fails nothing: the commit stands, and who made it is told.
 */
export function reportArchives(
  { home, files }: StoreLock,
  journal: Journal,
  outcomes: readonly ArchiveOutcome[],
): void {
  const archives = archiveReports(outcomes)
  if (archives.length === 0 && journal.committed !== true) return
  quietly(() => appendHistory(home, { archivesOf: journal.revision, time: new Date().toISOString(), archives }, files))
}

/** Notes in the journal that the commit has happened, so that the history shows it before its work is done. */
export function leaveForNextRun({ home, files }: StoreLock): void {
  quietly(() => {
    const journal = readJournal(home, files)
    if (journal !== null && journal.committed !== true) writeJournal(home, { ...journal, committed: true }, files)
  })
}

function quietly(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (errorCode(error) === null && !(error instanceof Problem)) throw error
  }
}
