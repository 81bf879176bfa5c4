import { fold } from '../addresses.ts'
import type { ArchiveFacts } from '../plan.ts'
import type { Departure } from '../scope/leavers.ts'
import type { ScopedAccount } from '../scope/scope.ts'
import type { SyncSettings } from '../settings.ts'
import type { User } from '../user.ts'
import { newUser } from './owned-fields.ts'
import type { ChangingUser } from './plan-draft.ts'
import type { Proposal } from './proposal.ts'

/** A user whose owned fields differ from what the directory says. */
export function proposeChange({ before, after, reason }: ChangingUser): Proposal {
  const renamed = before.userName !== after.userName
  return {
    action: renamed ? 'rename' : 'update',
    before,
    after,
    reason,
    archive: renamed ? 'rename' : null,
    conflict: null,
  }
}

/** The leaving of a user; a departure that nobody can be sure of is a conflict. */
export function proposeDeparture(departure: Departure, settings: SyncSettings, archives: ArchiveFacts): Proposal {
  const { user, leaves, reason } = departure
  const deleted = leaves && settings.automaticDeletion
  const folder = archives.folders.get(user.userName)
  return {
    action: deleted ? 'delete' : 'gone',
    before: user,
    after: deleted ? null : user,
    reason,
    archive: deleted && folder !== undefined ? (folder.holdsMail ? 'keep' : 'remove') : null,
    conflict: leaves ? null : reason,
  }
}

/** An account in scope without a user, and the user it would get. */
export type Arrival = ScopedAccount & { after: User }

/** Makes the user that an account in scope would get. */
export function arrivalOf({ account, reason }: ScopedAccount, settings: SyncSettings): Arrival {
  return { account, reason, after: newUser(account, settings) }
}

/**
 * A new user for an account in scope that has none.
 *
 * @param holder the user of the store that has the name now, if any
 * @param holderLeaves whether that user is about to leave; its name must not go to another account in the same breath,
 *   because its mail would go with it
 */
export function proposeNewcomer(
  { account, reason, after }: Arrival,
  archives: ArchiveFacts,
  holder: User | undefined,
  holderLeaves: boolean,
): Proposal {
  const proposal: Proposal = { action: 'create', before: null, after, reason, archive: 'create', conflict: null }
  if (holder?.authentication === 'integrated') {
    return { ...proposal, before: holder, conflict: { code: 'integratedUser' } }
  }
  if (holder !== undefined && holderLeaves && holder.directoryId !== account.id) {
    return { ...proposal, before: holder, conflict: { code: 'otherAccount', directoryId: account.id } }
  }
  const folder = holder === undefined ? archives.folders.get(after.userName) : undefined
  if (folder?.holdsMail !== true) return proposal
  // Mail that an earlier user left behind goes to the same account again, but never to another one by accident.
  const anothers = folder.formerDirectoryId !== null && folder.formerDirectoryId !== account.id
  if (anothers) return { ...proposal, conflict: { code: 'archiveInTheWay', folder: after.userName } }
  return { ...proposal, archive: 'reuse' }
}

/** A rename moves the archive, too, so nothing may stand where it goes. */
export function checkRenamedArchive(
  proposal: Proposal,
  archives: ArchiveFacts,
  holderOf: (userName: string) => User | undefined,
  freed: ReadonlySet<User>,
): Proposal {
  const { before, after } = proposal
  if (before === null || after === null || fold(before.userName) === fold(after.userName)) return proposal
  const folder = archives.folders.get(after.userName)
  if (folder === undefined) return proposal
  const holder = holderOf(after.userName)
  // A holder that stays or moves on is a matter of names; one that is deleted leaves a folder that holds mail.
  const inTheWay = holder === undefined || (freed.has(holder) && folder.holdsMail)
  return inTheWay ? { ...proposal, conflict: { code: 'archiveInTheWay', folder: after.userName } } : proposal
}
