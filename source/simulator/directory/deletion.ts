import type { OrganizationUser } from '../organization/organization.ts'

/** A deleted account can be restored for twenty days; then Google forgets it. */
const restorableMilliseconds = 20 * 24 * 60 * 60 * 1000

/**
 * Whether an account lives, is deleted and can still be restored, or is forgotten.
 *
 * @param now milliseconds since 1970
 */
export function deletionState(user: OrganizationUser, now: number): 'living' | 'deleted' | 'forgotten' {
  if (user.deletionTime === undefined) return 'living'
  return now - Date.parse(user.deletionTime) < restorableMilliseconds ? 'deleted' : 'forgotten'
}
