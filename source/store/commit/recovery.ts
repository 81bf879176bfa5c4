import { basename, dirname, join } from 'node:path'
import type { Problem } from '../../text/problem.ts'
import { type ArchiveOutcome, doArchiveWork, syncArchives } from '../archives/archive-work.ts'
import { diskProblem, onDisk } from '../disk/disk-problems.ts'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { syncFolder } from '../disk/replace-file.ts'
import { shortenHistory } from '../history/history.ts'
import type { Home } from '../home.ts'
import { lastFailurePath } from '../last-failure.ts'
import type { StoreLock } from '../lock/lock.ts'
import { storeProblem } from '../problems.ts'
import { storeFile } from '../users/store-adapter.ts'
import { readStore } from '../users/user-store.ts'
import { type Journal, readJournal, removeJournal, writeJournal } from './journal.ts'
import { leaveForNextRun, reportArchives } from './report-archives.ts'

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
  removeTemporaries(lock)
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
  removeTemporaries(lock)
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
  // The run that replaced the store may have ended before the disk had its name: archives must not move before it has.
  onDisk('write', home.users, () => syncFolder(files, dirname(storeFile(home, files))))
  const archives = await doArchiveWork(home, files, journal, {
    enterSecondRound: () => writeJournal(home, { ...journal, round: 'in' }, files),
  })
  const problem = archives.find(({ outcome }) => outcome === 'pending')?.problem
  if (problem === undefined) reportArchives(lock, journal, archives)
  else leaveForNextRun(lock)
  if (problem !== undefined) throw pendingProblem(problem)
  await closeJournal(lock, journal)
  return { state: 'finished', revision, archives }
}

/** The problem of archive work that an earlier commit left and that cannot be done now either. */
export function pendingProblem(problem: Problem): Problem {
  const { title, why, remedy, facts } = problem
  const { path = null, systemError = null } = facts
  return storeProblem('archiveWorkPending', { title, why, remedy, path, systemError }, problem)
}

/** Forgets an attempt that did not reach its commit. Throws Problem (failed) when the disk fails. */
export function dropAttempt({ home, files }: StoreLock, journal: Journal): void {
  onDisk('clean up', home.folder, () => {
    shortenHistory(home, journal.historyBytes, files)
    removeJournal(home, files)
  })
}

/** Ends a commit whose work is done. Throws Problem (failed) when the disk fails; then it has to be done again. */
export async function closeJournal({ home, files }: StoreLock, journal: Journal): Promise<void> {
  try {
    await syncArchives(home, files, journal.work)
    removeJournal(home, files)
  } catch (error) {
    throw diskProblem(error, 'finish the work in', home.archives)
  }
}

/**
 * Removes what a writer left behind that was stopped before its file took its name.
 *
 * @throws Problem (failed) when the disk fails
 */
export function removeTemporaries({ home, files }: StoreLock): void {
  onDisk('clean up', home.folder, () => removeTemporaryFiles(home, files))
}

function removeTemporaryFiles(home: Home, files: FileOperations): void {
  const store = storeFile(home, files)
  for (const path of new Set([store, home.users, home.journal, home.runs, lastFailurePath(home)])) {
    removeNamed(files, dirname(path), (original) => original === basename(path))
  }
  removeNamed(files, home.backups, (original) => /^users\.\d+\.json$/.test(original))
  for (const folder of [home.folder, home.credentials]) removeAbandoned(files, folder)
}

/** Settings, credentials and drafts are written without the lock, so only what has lain there for long is abandoned. */
function removeAbandoned(files: FileOperations, folder: string): void {
  for (const name of ignoring(['ENOENT', 'ENOTDIR'], () => files.readdirSync(folder)) ?? []) {
    // The second kind is of conf, which keeps the settings.
    if (!/\.json\.(?:[0-9a-f]{16}\.tmp|tmp-[0-9a-f]{16})$/.test(name)) continue
    const path = join(folder, name)
    const written = ignoring(['ENOENT'], () => files.statSync(path).mtimeMs)
    if (written !== null && Date.now() - written > longestWriting) ignoring(['ENOENT'], () => files.unlinkSync(path))
  }
}

/** How long writing one of these small files can take at the very most, in milliseconds. */
const longestWriting = 3_600_000

function removeNamed(files: FileOperations, folder: string, isOurs: (original: string) => boolean): void {
  for (const name of ignoring(['ENOENT'], () => files.readdirSync(folder)) ?? []) {
    const original = /^(.+)\.[0-9a-f]{16}\.tmp$/.exec(name)?.[1]
    if (original !== undefined && isOurs(original)) ignoring(['ENOENT'], () => files.unlinkSync(join(folder, name)))
  }
}
