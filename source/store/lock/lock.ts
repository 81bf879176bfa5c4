import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, errorCode, type FileOperations, tryToRemove, unless } from '../disk/file-operations.ts'
import { writePieces } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { accountName } from './account-name.ts'
import { type LockHolder, readLock } from './lock-file.ts'
import { lockProblem } from './lock-problems.ts'
import { stateOfProcess, thisProcess } from './process-identity.ts'

/** Proof that this process alone may change the store; valid while the work it was given to runs. */
export type StoreLock = { home: Home; files: FileOperations }

type Options = {
  /** What is shown to those who find the lock held. */
  command: string
  files?: FileOperations
}

/**
 * Does the work as the store's only writer. A lock whose process has ended is taken over; one of another machine or
 * container never is.
 *
 * @throws Problem (locked) at once when another process holds the lock, naming it; Problem (failed) when the disk fails
 */
export async function withStoreLock<T>(
  home: Home,
  options: Options,
  work: (lock: StoreLock) => Promise<T>,
): Promise<T> {
  const files = options.files ?? disk
  const token = randomBytes(16).toString('hex')
  const own = onDisk('take the lock', home.lock, () => prepare(files, home.lock, token, options.command))
  const release = () => releaseLock(files, home.lock, token)
  releases.add(release)
  if (releases.size === 1) process.on('exit', releaseAll)
  try {
    onDisk('take the lock', home.lock, () => {
      take(files, home.lock, own)
      removeLeftovers(files, home.lock)
    })
    return await work({ home, files })
  } finally {
    releases.delete(release)
    if (releases.size === 0) process.off('exit', releaseAll)
    release()
    tryToRemove(files, own)
  }
}

/** Whatever way the program ends that still lets it say goodbye, its locks go with it. */
const releases = new Set<() => void>()
const releaseAll = (): void => {
  for (const release of releases) release()
}

/** Writes the lock's content to a file of its own, so that the lock itself appears with its content in one step. */
function prepare(files: FileOperations, lock: string, token: string, command: string): string {
  const own = `${lock}.${token}.own`
  const holder: LockHolder = { token, ...thisProcess(), since: new Date().toISOString(), command, user: accountName() }
  const file = files.openSync(own, 'wx', 0o600)
  try {
    writePieces(files, file, [JSON.stringify(holder)])
  } finally {
    files.closeSync(file)
  }
  return own
}

/**
 * A free lock is taken by `link`, which succeeds for one process only. A dead one is never removed first, because then a
 * slow process could remove its successor. Instead the claim on it is a file whose name holds the dead lock's token:
 * again `link` lets one process succeed. The one that has the claim, and finds the dead lock still in place, is the only
 * process in the world that may replace it, and does so by `rename`. A claim whose process died is claimed itself in the
 * same way, by its own token.
 */
function take(files: FileOperations, lock: string, own: string): void {
  for (;;) {
    if (created(files, own, lock)) return
    const dead = endedHolder(files, lock)
    if (dead === null) continue
    const claim = claimOn(files, lock, own, dead)
    if (claim === null) continue
    const current = readLock(files, lock)
    if (current !== null && current !== 'unreadable' && current.token === dead.token) {
      files.renameSync(own, lock)
      return
    }
    // The dead lock was replaced in the meantime: this claim means nothing, and everything starts anew.
    unless(['ENOENT'], () => files.unlinkSync(claim))
  }
}

/** Returns the claim's path when it was taken; null when the claim of somebody else went away meanwhile. */
function claimOn(files: FileOperations, lock: string, own: string, dead: LockHolder): string | null {
  const claim = `${lock}.${dead.token}.claim`
  if (created(files, own, claim)) return claim
  const before = endedHolder(files, claim)
  return before === null ? null : claimOn(files, lock, own, before)
}

/** Gives the file a second name, which appears with its whole content; false when the name is taken. */
function created(files: FileOperations, own: string, path: string): boolean {
  try {
    files.linkSync(own, path)
    return true
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return false
    if (code === null || !withoutHardLinks.includes(code)) throw error
    return unless(['EEXIST'], () => copied(files, own, path)) ?? false
  }
}

/** What file systems without hard links answer. There the content follows the name, for a moment a lock nobody can read. */
const withoutHardLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']

function copied(files: FileOperations, from: string, to: string): true {
  files.copyFileSync(from, to, constants.COPYFILE_EXCL)
  return true
}

/** The ended process that holds this lock or claim; null when there is none any more. Throws when it still runs. */
function endedHolder(files: FileOperations, path: string): LockHolder | null {
  const holder = readLock(files, path)
  if (holder === null) return null
  if (holder === 'unreadable') throw lockProblem('lockUnreadable', { lock: path })
  const state = stateOfProcess(holder)
  const { command, pid, user, host, since } = holder
  const shown = { command, pid, user, host, since }
  if (state === 'running') throw lockProblem('locked', shown)
  if (state === 'unknown') throw lockProblem('lockedElsewhere', { ...shown, lock: path })
  return holder
}

/**
 * Removes what processes left behind that ended without a goodbye. Only the holder may: every claim that exists then is
 * one on a lock that is no longer in place.
 */
function removeLeftovers(files: FileOperations, lock: string): void {
  const prefix = `${basename(lock)}.`
  for (const name of files.readdirSync(dirname(lock))) {
    if (!name.startsWith(prefix)) continue
    const path = join(dirname(lock), name)
    if (name.endsWith('.claim') || (name.endsWith('.own') && hasEnded(files, path))) {
      unless(['ENOENT'], () => files.unlinkSync(path))
    }
  }
}

/** How long writing a few bytes can take at the very most, in milliseconds. */
const longestWriting = 60_000

/** A file without readable content is being written right now, or was left by a process that ended while writing it. */
function hasEnded(files: FileOperations, path: string): boolean {
  const holder = readLock(files, path)
  if (holder === null) return false
  if (holder !== 'unreadable') return stateOfProcess(holder) === 'ended'
  const written = unless(['ENOENT'], () => files.statSync(path).mtimeMs)
  return written !== null && Date.now() - written > longestWriting
}

/** Removes the lock if it is this process's own. A disk that refuses leaves a dead lock, which the next run takes over. */
function releaseLock(files: FileOperations, lock: string, token: string): void {
  try {
    const holder = readLock(files, lock)
    if (holder !== null && holder !== 'unreadable' && holder.token === token) files.unlinkSync(lock)
  } catch {
    return
  }
}
