import { randomBytes } from 'node:crypto'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, type FileOperations, tryToRemove } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import { fencedDisk } from './fence.ts'
import { holdLease, type LeaseTimes, usualTimes } from './lease.ts'
import { readLock } from './lock-file.ts'
import { type ProcessIdentity, thisProcess } from './process-identity.ts'
import { prepareLock, removeLeftovers, type TakeOptions, takeLock } from './take-lock.ts'

/**
 * Proof that this process alone may change the store; valid while the work it was given to runs. Through `files` nothing
 * can be changed once another process has taken the lock over.
 */
export type StoreLock = { home: Home; files: FileOperations }

/** How a lock is taken. */
export type LockOptions = {
  /** What is shown to those who find the lock held. */
  command: string
  /** Ends the waiting for a holder that cannot be seen from here. */
  signal?: AbortSignal
  /** Told when a lock has to be watched, for how long at most and why. */
  onWait?: TakeOptions['onWait']
  files?: FileOperations
  times?: LeaseTimes
  /** Who takes the lock; this process unless given. */
  identity?: ProcessIdentity
}

/**
 * Does the work as the store's only writer. A lock is taken over at once when its process has provably ended, and when its
 * holder cannot be seen from here (another machine or container), as soon as it was watched for the lease's time without
 * being renewed.
 *
 * @throws Problem (locked) when another process holds the lock, naming it; Problem (failed) when the disk fails
 */
export async function withStoreLock<T>(
  home: Home,
  options: LockOptions,
  work: (lock: StoreLock) => Promise<T>,
): Promise<T> {
  const { files = disk, times = usualTimes, identity = thisProcess(), command, signal, onWait } = options
  const token = randomBytes(16).toString('hex')
  const own = onDisk('take the lock', home.lock, () => prepareLock(files, home.lock, { token, identity, command }))
  const release = () => releaseLock(files, home.lock, token)
  releases.add(release)
  if (releases.size === 1) process.on('exit', releaseAll)
  try {
    await takeLock(home.lock, own, { files, times, identity, signal, onWait })
    onDisk('take the lock', home.lock, () => removeLeftovers(files, home.lock, identity))
    const lease = holdLease(files, home.lock, token, times)
    try {
      return await work({ home, files: fencedDisk(files, lease) })
    } finally {
      lease.end()
    }
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

/** Removes the lock if it is this process's own. A disk that refuses leaves a dead lock, which the next run takes over. */
function releaseLock(files: FileOperations, lock: string, token: string): void {
  try {
    if (readLock(files, lock)?.token === token) files.unlinkSync(lock)
  } catch {
    return
  }
}
