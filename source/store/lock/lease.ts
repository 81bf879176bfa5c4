import { setTimeout } from 'node:timers/promises'
import { disk, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { readLock } from './lock-file.ts'
import { lockProblem } from './lock-problems.ts'

/** How long a lock lasts whose holder cannot be seen from here. In milliseconds. */
export type LeaseTimes = {
  /** The holder renews its lock this often. */
  renewedEvery: number
  /** A lock that was not renewed for this long, while somebody watched it, may be taken over. */
  diesAfter: number
}

/** Long enough for the longest piece of work between two renewals, a store of half a million users being read. */
export const usualTimes: LeaseTimes = { renewedEvery: 5_000, diesAfter: 30_000 }

/** A lock that this process holds and renews while it works. */
export type Lease = {
  /**
   * Makes sure that the lock is still this process's own, and renews it.
   *
   * @param always false: not when that was done a moment ago
   * @throws Problem `lockLost` when another process took it over, or it was removed
   */
  confirm: (always: boolean) => void
  end: () => void
}

/** How long a confirmation counts, in milliseconds: far less than a lease, so that nobody can have taken over meanwhile. */
const confirmedFor = 1000

/** Begins to renew a lock of this token, until `end` is called. */
export function holdLease(files: FileOperations, lock: string, token: string, times: LeaseTimes): Lease {
  let renewal = Date.now()
  const confirmed = { monotonic: performance.now(), wall: Date.now() }
  const renew = (by: FileOperations): void => {
    const found = ignoring(['ENOENT'], () => readLock(by, lock))
    if (found?.token !== token) {
      const { command = null, host = null } = found?.holder ?? {}
      throw lockProblem('lockLost', { command, host })
    }
    // Only that the time changes tells others something, so a clock that stands still or goes back does no harm.
    renewal = Math.max(renewal + 1000, Date.now())
    ignoring(['ENOENT', 'EPERM', 'EACCES', 'EROFS'], () => by.utimesSync(lock, renewal / 1000, renewal / 1000))
    Object.assign(confirmed, { monotonic: performance.now(), wall: Date.now() })
  }
  const timer = setInterval(() => {
    try {
      renew(disk)
    } catch {
      // The next step of the work finds out and says so.
    }
  }, times.renewedEvery).unref()
  return {
    confirm: (always) => {
      // The monotonic clock stands still while a machine sleeps, the other one can be set: both have to agree.
      const recent =
        performance.now() - confirmed.monotonic < confirmedFor && Math.abs(Date.now() - confirmed.wall) < confirmedFor
      if (always || !recent) renew(files)
    },
    end: () => clearInterval(timer),
  }
}

/**
 * Watches a lock whose holder cannot be seen from here. No clock of another machine is looked at, and none of this one
 * that can be set: a holder that works changes the lock at least once in the lease's time.
 *
 * @returns `dead` when it did not change for the lease's time; `changed` as soon as it does, or is gone
 */
export async function watchLock(
  files: FileOperations,
  path: string,
  mark: string,
  { renewedEvery, diesAfter }: LeaseTimes,
  signal?: AbortSignal,
): Promise<'dead' | 'changed'> {
  const pause = renewedEvery / 10
  let watched = 0
  for (let last = performance.now(); watched < diesAfter; ) {
    await setTimeout(pause, undefined, { signal })
    if (readLock(files, path)?.mark !== mark) return 'changed'
    const now = performance.now()
    // Time in which this process, or the disk, stood still itself is not one in which the holder was silent.
    watched += Math.min(now - last, 2 * pause)
    last = now
  }
  return 'dead'
}
