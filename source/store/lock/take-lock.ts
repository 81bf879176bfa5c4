import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { diskProblem } from '../disk/disk-problems.ts'
import { errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { writePieces } from '../disk/replace-file.ts'
import { accountName } from './account-name.ts'
import { type LeaseTimes, watchLock } from './lease.ts'
import { type FoundLock, type LockHolder, readLock } from './lock-file.ts'
import { lockProblem, sinceWords } from './lock-problems.ts'
import { type ProcessIdentity, stateOfProcess } from './process-identity.ts'

/** What taking a lock needs. */
export type TakeOptions = {
  files: FileOperations
  times: LeaseTimes
  identity: ProcessIdentity
  signal: AbortSignal | undefined
  /** Told when a lock has to be watched because its holder cannot be seen from here. */
  onWait: ((wait: { milliseconds: number; reason: string }) => void) | undefined
}

/**
 * Writes the lock's content to a file of its own, so that the lock itself appears with its content in one step. It
 * reaches the disk before it gets the lock's name: after a power failure there is no lock, or a whole one.
 */
export function prepareLock(
  files: FileOperations,
  lock: string,
  { token, identity, command }: { token: string; identity: ProcessIdentity; command: string },
): string {
  const own = `${lock}.${token}.own`
  const holder: LockHolder = { token, ...identity, since: new Date().toISOString(), command, user: accountName() }
  const file = files.openSync(own, 'wx', 0o600)
  try {
    writePieces(files, file, [JSON.stringify(holder)])
    files.fsyncSync(file)
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
 *
 * A claimant that is stopped in between until its claim counts as dead can still replace the lock of its successor. Then
 * the successor is the one that finds its lock lost, see fence.ts.
 *
 * @throws Problem (locked) when another process holds the lock, naming it; Problem (failed) when the disk fails
 */
export async function takeLock(lock: string, own: string, options: TakeOptions): Promise<void> {
  const { files } = options
  try {
    for (;;) {
      if (created(files, own, lock)) return
      const dead = await deadLock(lock, options)
      if (dead === null) continue
      const claim = await claimOn(lock, own, dead, options)
      if (claim === null) continue
      if (readLock(files, lock)?.mark === dead.mark) {
        files.renameSync(own, lock)
        return
      }
      // The dead lock was replaced in the meantime: this claim means nothing, and everything starts over.
      ignoring(['ENOENT'], () => files.unlinkSync(claim))
    }
  } catch (error) {
    throw diskProblem(error, 'take the lock', lock)
  }
}

/** Returns the claim's path when it was taken; null when the claim of somebody else went away meanwhile. */
async function claimOn(lock: string, own: string, dead: FoundLock, options: TakeOptions): Promise<string | null> {
  const claim = `${lock}.${dead.token}.claim`
  if (created(options.files, own, claim)) return claim
  const before = await deadLock(claim, options)
  return before === null ? null : claimOn(lock, own, before, options)
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
    return ignoring(['EEXIST'], () => copied(files, own, path)) ?? false
  }
}

/**
 * What file systems without hard links answer. There the content follows the name, for a moment a lock that nobody can
 * read; one that a power failure left so is taken over like any other that nobody renews.
 */
const withoutHardLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']

function copied(files: FileOperations, from: string, to: string): true {
  files.copyFileSync(from, to, constants.COPYFILE_EXCL)
  return true
}

/** The dead lock or claim of this path; null when it is not there, or not the same, any more. Throws when its holder is alive. */
async function deadLock(
  path: string,
  { files, times, identity, signal, onWait }: TakeOptions,
): Promise<FoundLock | null> {
  const found = readLock(files, path)
  if (found === null) return null
  const { holder } = found
  const state = holder === null ? 'unknown' : stateOfProcess(holder, identity)
  if (holder !== null && state === 'running') throw lockProblem('locked', aboutHolder(holder))
  if (state === 'ended') return found
  onWait?.({ milliseconds: times.diesAfter, reason: waitReason(holder) })
  if ((await watchLock(files, path, found.mark, times, signal)) === 'dead') return found
  const now = readLock(files, path)
  if (now === null || now.token !== found.token) {
    // Gone, or another one. A file without readable content changes its token with each change.
    if (now !== null && now.holder === null && holder === null) throw lockProblem('lockUnreadable', { lock: path })
    return null
  }
  if (now.holder === null) throw lockProblem('lockUnreadable', { lock: path })
  throw lockProblem('lockedElsewhere', { ...aboutHolder(now.holder), lock: path })
}

const aboutHolder = ({ command, pid, user, host, since }: LockHolder) => ({
  command,
  pid,
  user,
  host,
  since,
  running: sinceWords(since),
})

const waitReason = (holder: LockHolder | null): string =>
  holder === null
    ? 'there is a lock that cannot be read; it is removed if nothing writes to it'
    : `a run on ${holder.host} holds the lock; if it is dead, this run takes over`

/** How long writing a few bytes can take at the very most, and how long any run may watch a lock, in milliseconds. */
const [longestWriting, longestWatch] = [60_000, 86_400_000]

/**
 * Removes what processes left behind that ended without a goodbye. Only the holder may: every claim that exists then is
 * one on a lock that is no longer in place.
 */
export function removeLeftovers(files: FileOperations, lock: string, identity: ProcessIdentity): void {
  const prefix = `${basename(lock)}.`
  for (const name of files.readdirSync(dirname(lock))) {
    if (!name.startsWith(prefix)) continue
    const path = join(dirname(lock), name)
    if (name.endsWith('.claim') || (name.endsWith('.own') && isLeftOver(files, path, identity))) {
      ignoring(['ENOENT'], () => files.unlinkSync(path))
    }
  }
}

/** A file without readable content is being written right now, or was left by a process that ended while writing it. */
function isLeftOver(files: FileOperations, path: string, identity: ProcessIdentity): boolean {
  const found = readLock(files, path)
  if (found === null) return false
  const state = found.holder === null ? null : stateOfProcess(found.holder, identity)
  if (state === 'running' || state === 'ended') return state === 'ended'
  const written = ignoring(['ENOENT'], () => files.statSync(path).mtimeMs)
  return written !== null && Date.now() - written > (state === null ? longestWriting : longestWatch)
}
