import type { LimitState } from '../plan.ts'
import type { DeletionLimit } from '../settings.ts'

/**
 * The most deletions one run may make: the larger of the parts that are set.
 *
 * @param directoryUsers the number of Directory Services users in the store
 */
export function deletionLimitFor(limit: DeletionLimit, directoryUsers: number): number {
  const share = Math.floor(((limit.percent ?? 0) * directoryUsers) / 100)
  return Math.max(limit.users ?? 0, share)
}

/** How a number of deletions stands against the limit. */
export function limitState(deletions: number, limit: DeletionLimit, directoryUsers: number): LimitState {
  const most = deletionLimitFor(limit, directoryUsers)
  return { deletions, limit: most, exceeded: deletions > most }
}
