import type { ArchiveWork } from '../../sync/apply/apply.ts'
import type { UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { type ArchiveOutcome, doArchiveWork } from '../archives/archive-work.ts'
import { placeOfArchives } from '../archives/archives-root.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { identityOf } from '../disk/read-whole-file.ts'
import { appendHistory, historyBytes } from '../history/history.ts'
import { type CommitRecord, historyRecord } from '../history/history-record.ts'
import type { Home } from '../home.ts'
import type { StoreLock } from '../lock/lock.ts'
import { storeProblem } from '../problems.ts'
import { checkStore } from '../users/parse-store.ts'
import { storeFile } from '../users/store-adapter.ts'
import { expectRevision, writeStore } from '../users/user-store.ts'
import { type Journal, readJournal, writeJournal } from './journal.ts'
import { closeJournal, dropAttempt, recover, recoverWithoutStore } from './recovery.ts'
import { leaveForNextRun, reportArchives } from './report-archives.ts'
import { keepBackup, removeOldBackups } from './store-backup.ts'

/** A change of the store that is to be committed. */
export type Commit = {
  /** The revision that the change was made from; null: the file that is there cannot be used and is put aside. */
  expectedRevision: number | null
  /** The store afterwards. Its revision is one more than the expected one. */
  next: UserStore
  archiveWork: readonly ArchiveWork[]
  record: CommitRecord
  /** Told how much of the work on archives is done. */
  onArchives?: (done: number, of: number) => void
}

/** What a commit did. `pending` among the archives: the disk refused, and the next run finishes it. */
export type Committed = { revision: number; archives: ArchiveOutcome[] }

/**
 * Commits a change, in this order: everything is checked; the journal says what is about to happen; the history gets its
 * line; the store is kept as a backup; **the store is replaced, which is the commit**; the archives follow; the journal
 * goes. A crash before the commit leaves the old store, one after it the new one, and `recover` does the rest.
 *
 * @throws Problem `planStale` when the store is not the expected one; `changeRefused` when the new store is not valid;
 *   `commitUncertain` when the disk failed in the very moment; Problem (failed) when the disk fails before the commit. But
 *   for the uncertain one nothing has changed then.
 */
export async function commitStore(lock: StoreLock, commit: Commit): Promise<Committed> {
  const { home, files } = lock
  const { expectedRevision, next, archiveWork, record } = commit
  const checked = await checkStore(next)
  if (checked.state === 'bad') throw storeProblem('changeRefused', { why: checked.why })
  if (expectedRevision === null) await recoverWithoutStore(lock)
  else {
    if (next.revision !== expectedRevision + 1) throw new Error(`revision ${next.revision} after ${expectedRevision}`)
    await recover(lock)
    await expectRevision(home, expectedRevision, files)
  }
  const journal: Journal = {
    version: 1,
    revision: next.revision,
    historyBytes: onDisk('read', home.history, () => historyBytes(home, files)),
    work: [...archiveWork],
    round: 'out',
  }
  const before = identity(home, files)
  try {
    onDisk('write', home.journal, () => writeJournal(home, journal, files))
    onDisk('write', home.history, () => appendHistory(home, historyRecord(next.revision, record), files))
    onDisk('write', home.backups, () => keepBackup(home, expectedRevision, files))
    await writeStore(home, withPlace(home, next, files), files)
  } catch (error) {
    throw afterFailure(lock, journal, before, error)
  }
  removeOldBackups(home, files)
  const archives = await doArchiveWork(home, files, journal, {
    enterSecondRound: () => writeJournal(home, { ...journal, round: 'in' }, files),
    onDone: commit.onArchives,
  })
  reportArchives(lock, journal, archives)
  if (archives.every(({ outcome }) => outcome !== 'pending')) await closeAfterCommit(lock, journal)
  else leaveForNextRun(lock)
  return { revision: next.revision, archives }
}

/** Writes down where the archives are, so that a later run sees when they are somewhere else. */
function withPlace(home: Home, store: UserStore, files: FileOperations): UserStore {
  if (store.archiveOwners === undefined) return store
  const place = onDisk('read', home.archives, () => placeOfArchives(home, files)) ?? undefined
  return { ...store, archiveOwners: { ...store.archiveOwners, place } }
}

/** The commit and its work are done: a disk that fails now costs the next run a look at the journal, and nothing else. */
async function closeAfterCommit(lock: StoreLock, journal: Journal): Promise<void> {
  try {
    await closeJournal(lock, journal)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

function identity(home: Home, files: FileOperations): string | null {
  return onDisk('read', home.users, () => {
    const facts = ignoring(['ENOENT'], () => files.statSync(storeFile(home, files), { bigint: true }))
    return facts === null ? null : identityOf(facts)
  })
}

/** Takes the attempt back as far as the disk lets it; the next run does what is left of that. */
function afterFailure(lock: StoreLock, journal: Journal, before: string | null, error: unknown): unknown {
  // What is on the disk now is another run's, which has dropped this attempt already.
  if (error instanceof Problem && error.code === 'lockLost') return error
  try {
    if (identity(lock.home, lock.files) !== before)
      return storeProblem('commitUncertain', { revision: journal.revision }, error)
    if (readJournal(lock.home, lock.files) !== null) dropAttempt(lock, journal)
  } catch (second) {
    // The first failure is the one to tell; the journal is still there, and the next run drops the attempt.
    if (!(second instanceof Problem)) return second
  }
  return error
}
