import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'

/** What is said after a user was edited. */
export function changedWords({ userName }: User, { committed }: CommittedByHand): string {
  return committed ? `Changed ${safeText(userName)}.` : `${safeText(userName)}: nothing to change.`
}
