import { basename, dirname, join } from 'node:path'
import { type ArchiveOutcome, doArchiveWork } from '../archives/archive-work.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { type FileOperations, unless } from '../disk/file-operations.ts'
import { syncFolder } from '../disk/replace-file.ts'
import { shortenHistory } from '../history/history.ts'
import type { Home } from '../home.ts'
import { lastFailurePath } from '../last-failure.ts'
import type { StoreLock } from '../lock/lock.ts'
import { storeProblem } from '../problems.ts'
import { storeFile } from '../users/store-adapter.ts'
import { readStore } from '../users/user-store.ts'
import { type Journal, readJournal, removeJournal } from './journal.ts'

/** What a recovery found and did. */
export type Recovery =
  | { state: 'nothing' }
  /** The crash came before the commit: the store is the old one, and the attempt is forgotten. */
  | { state: 'dropped'; revision: number }
  /** The crash came after the commit: the work on the archives is done now. */
  | { state: 'finished'; revision: number; archives: ArchiveOutcome[] }

/**
 * Finishes what a crash left undone, or forgets what it kept from happening. Every writing operation does this first.
 *
 * @throws Problem (badData) when the journal or the store cannot be used; Problem (failed) when the disk refuses again
 */
export async function recover(lock: StoreLock): Promise<Recovery> {
  const { home, files } = lock
  onDisk('clean up', home.folder, () => removeTemporaryFiles(home, files))
  const journal = readJournal(home, files)
  if (journal === null) return { state: 'nothing' }
  const { revision } = await readStore(home, files)
  return settle(lock, journal, revision >= journal.revision)
}

/**
 * The same when the store cannot be used, so that its revision is not known. Archives are touched only after a commit; so
 * when none waits for its new name, the commit counts as one that never happened.
 */
export async function recoverWithoutStore(lock: StoreLock): Promise<Recovery> {
  const { home, files } = lock
  onDisk('clean up', home.folder, () => removeTemporaryFiles(home, files))
  const journal = readJournal(home, files)
  return journal === null ? { state: 'nothing' } : settle(lock, journal, journal.round === 'in')
}

async function settle(lock: StoreLock, journal: Journal, committed: boolean): Promise<Recovery> {
  const { home, files } = lock
  const { revision } = journal
  if (!committed) {
    dropAttempt(lock, journal)
    return { state: 'dropped', revision }
  }
  const archives = await doArchiveWork(home, files, journal)
  const problem = archives.find(({ outcome }) => outcome === 'pending')?.problem
  if (problem !== undefined) {
    const { title, why, remedy, facts } = problem
    const { path = null, systemError = null } = facts
    throw storeProblem('archiveWorkPending', { title, why, remedy, path, systemError }, problem)
  }
  closeJournal(lock, journal)
  return { state: 'finished', revision, archives }
}

/** Forgets an attempt that did not reach its commit. Throws Problem (failed) when the disk fails. */
export function dropAttempt({ home, files }: StoreLock, journal: Journal): void {
  onDisk('clean up', home.folder, () => {
    shortenHistory(home, journal.historyBytes, files)
    removeJournal(home, files)
  })
}

/** Ends a commit whose work is done. Throws Problem (failed) when the disk fails; then it has to be done again. */
export function closeJournal({ home, files }: StoreLock, journal: Journal): void {
  onDisk('finish the work in', home.archives, () => {
    if (journal.work.length > 0) syncFolder(files, home.archives)
    removeJournal(home, files)
  })
}

/** Removes what a writer left behind that was stopped before its file took its name. Only the lock's holder may. */
function removeTemporaryFiles(home: Home, files: FileOperations): void {
  const store = storeFile(home, files)
  for (const path of new Set([store, home.users, home.journal, lastFailurePath(home)])) {
    removeTemporaries(files, dirname(path), (original) => original === basename(path))
  }
  removeTemporaries(files, home.backups, (original) => /^users\.\d+\.json$/.test(original))
}

function removeTemporaries(files: FileOperations, folder: string, isOurs: (original: string) => boolean): void {
  for (const name of unless(['ENOENT'], () => files.readdirSync(folder)) ?? []) {
    const original = /^(.+)\.[0-9a-f]{16}\.tmp$/.exec(name)?.[1]
    if (original !== undefined && isOurs(original)) unless(['ENOENT'], () => files.unlinkSync(join(folder, name)))
  }
}
