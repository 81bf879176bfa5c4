import { claimOn, type FindOwner } from '../ownership/claim.ts'
import { accountOf, type Owner } from '../ownership/owner.ts'
import type { ArchiveFacts, Reason } from '../plan.ts'
import type { User } from '../user.ts'

/** Whether a user is somebody else afterwards: of another account, or of none. */
export const changesTie = (before: User, after: User): boolean =>
  before.directoryId !== after.directoryId || before.authentication !== after.authentication

/**
 * A user who is tied to another account afterwards, or to none, would read the mail of the one before.
 *
 * @returns the reason of a conflict, or null where no mail comes to anybody else
 */
export function strangersMail(
  before: User,
  after: User,
  wants: Owner | null,
  archives: ArchiveFacts,
  ownerOf: FindOwner,
): Reason | null {
  if (!changesTie(before, after)) return null
  // A directory user without an account gets none of the mail: it stays that of the account before.
  if (after.directoryId === null && after.authentication === 'directoryServices') return null
  if (claimOn(before.userName, wants, archives, ownerOf) !== 'others') return null
  return { code: 'archiveInTheWay', folder: before.userName, directoryId: accountOf(ownerOf(before.userName)) }
}
