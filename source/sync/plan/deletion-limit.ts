import type { LimitState } from '../plan.ts'
import type { DeletionLimit } from '../settings.ts'

/**
 * The most deletions one run may make by the settings: the larger of the parts that are set.
 *
 * @param directoryUsers the number of Directory Services users in the store
 */
export function deletionLimitFor(limit: DeletionLimit, directoryUsers: number): number {
  const share = Math.floor(((limit.percent ?? 0) * directoryUsers) / 100)
  return Math.max(limit.users ?? 0, share)
}

/**
 * How a number of deletions stands against the limit. Three or more are never more than half of the users unless a share
 * above that is set: in a small organization a number alone is no limit, and a group emptied by mistake would delete all.
 */
export function limitState(deletions: number, limit: DeletionLimit, directoryUsers: number): LimitState {
  const set = deletionLimitFor(limit, directoryUsers)
  const half = (limit.percent ?? 0) > 50 ? set : Math.max(2, Math.floor(directoryUsers / 2))
  const most = Math.min(set, half)
  return { deletions, limit: most, exceeded: deletions > most }
}
