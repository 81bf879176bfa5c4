import type { DirectoryUser } from '../directory.ts'
import { claimOn, type FindOwner } from '../ownership/claim.ts'
import { accountOf, accountOwner, type Owner } from '../ownership/owner.ts'
import type { ArchiveFacts, Reason } from '../plan.ts'
import type { Departure } from '../scope/leavers.ts'
import type { ScopedAccount } from '../scope/scope.ts'
import type { SyncSettings } from '../settings.ts'
import type { Leaving, User } from '../user.ts'
import { type Day, graceOf, type Today, withLeaving } from './grace-period.ts'
import { type PrivilegeGrants, withGroupPrivileges } from './group-privileges.ts'
import { leavingArchive } from './leaving-archive.ts'
import { newUser, withSuspension } from './owned-fields.ts'
import type { ChangingUser } from './plan-draft.ts'
import type { Proposal } from './proposal.ts'

/**
 * A user whose owned fields differ from what the directory says. One that is not tied to an account any more has kept the
 * mail, the privileges and the rights of the account that it had before; another account does not get them by the name
 * alone.
 */
export function proposeChange({ before, after, reason }: ChangingUser, ownerOf: FindOwner): Proposal {
  const renamed = before.userName !== after.userName
  const earlier = before.directoryId === null ? accountOf(ownerOf(before.userName)) : null
  return {
    action: renamed ? 'rename' : 'update',
    before,
    after,
    reason,
    archive: renamed ? 'rename' : null,
    conflict: earlier !== null && earlier !== after.directoryId ? { code: 'otherAccount', directoryId: earlier } : null,
  }
}

/**
 * The leaving of a user; a departure that nobody can be sure of is a conflict.
 *
 * @param account the user's account, where Google still has it
 */
export function proposeDeparture(
  { user, leaves, reason }: Departure,
  account: DirectoryUser | null,
  settings: SyncSettings,
  archives: ArchiveFacts,
  today: Today,
  grants: PrivilegeGrants,
): Proposal {
  const deleted = leaves && settings.automaticDeletion
  const grace = deleted ? graceOf(user, settings, today) : null
  if (deleted && grace === null && !settings.holdDeletions) {
    const archive = leavingArchive(user.userName, archives)
    return { action: 'delete', before: user, after: null, reason, archive, conflict: null }
  }
  const known = leaves && account !== null ? stillKnown(user, account, settings, grants) : user
  const after = grace === null ? known : withLeaving(known, leavingMark(grace.since, reason))
  return {
    action: after === user ? 'gone' : 'update',
    before: user,
    after,
    reason: grace === null ? reason : { code: 'leavesOn', day: grace.leavesOn, because: reason },
    archive: null,
    conflict: leaves ? null : reason,
  }
}

/** Out of scope, the user of an account is still known as suspended, and loses what its groups gave. */
function stillKnown(user: User, account: DirectoryUser, { followGroups }: SyncSettings, grants: PrivilegeGrants): User {
  const marked = withSuspension(user, account)
  return followGroups ? withGroupPrivileges(marked, grants(account)) : marked
}

const leavingMark = (since: Day, { code }: Reason): Leaving =>
  code === 'deletedInGoogle' ? { since, deletedInGoogle: true } : { since }

/** An account in scope without a user, and the user it would get. */
export type Arrival = ScopedAccount & { after: User }

/** Makes the user that an account in scope would get. */
export function arrivalOf(
  { account, reason }: ScopedAccount,
  settings: SyncSettings,
  grants: PrivilegeGrants,
): Arrival {
  return { account, reason, after: newUser(account, settings, grants(account)) }
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
  ownerOf: FindOwner,
  holder: User | undefined,
  holderLeaves: boolean,
): Proposal {
  const proposal = { action: 'create', before: null, after, reason, archive: 'create', conflict: null } as const
  if (holder?.authentication === 'integrated') {
    return { ...proposal, before: holder, conflict: { code: 'integratedUser' } }
  }
  if (holder !== undefined && holderLeaves && holder.directoryId !== account.id) {
    return { ...proposal, before: holder, conflict: { code: 'otherAccount', directoryId: account.id } }
  }
  return holder === undefined ? withClaimedArchive(proposal, accountOwner(account.id), archives, ownerOf) : proposal
}

/**
 * A new user whose archive may be there already: mail that an earlier user left behind goes to the same one again, but
 * never to another one by accident.
 */
export function withClaimedArchive(
  proposal: Proposal & { after: User },
  wants: Owner | null,
  archives: ArchiveFacts,
  ownerOf: FindOwner,
): Proposal {
  const { userName } = proposal.after
  const fault = archiveFault(userName, archives)
  if (fault !== null) return { ...proposal, conflict: fault }
  const claim = claimOn(userName, wants, archives, ownerOf)
  // Who comes back by an admin's word finds the own folder, also when it holds nothing.
  const comesBack = proposal.reason.code === 'undone' || proposal.reason.code === 'restored'
  const isOwn = comesBack && archives.folders.has(userName) && ownerOf(userName) === wants
  if (claim === 'free') return { ...proposal, archive: isOwn ? 'reuse' : 'create' }
  if (claim === 'own') return { ...proposal, archive: 'reuse' }
  return { ...proposal, conflict: inTheWay(userName, ownerOf) }
}

/** What has the name of an archive and is none. */
function archiveFault(folder: string, archives: ArchiveFacts): Reason | null {
  const fault = archives.folders.get(folder)?.fault
  return fault === undefined ? null : { code: 'archiveUnusable', folder, fault }
}

function inTheWay(folder: string, ownerOf: FindOwner): Reason {
  const owner = ownerOf(folder)
  if (owner === null) return { code: 'archiveOwnerUnknown', folder }
  return { code: 'archiveInTheWay', folder, directoryId: accountOf(owner) }
}

/**
 * A rename moves the archive, too, so nothing may stand where it goes, but for mail of the same owner that came under that
 * name: the two are joined.
 *
 * @param wants whom the archive is for; null: nobody knows yet
 */
export function checkRenamedArchive(
  proposal: Proposal,
  wants: Owner | null,
  archives: ArchiveFacts,
  ownerOf: FindOwner,
  holderOf: (userName: string) => User | undefined,
  freed: ReadonlySet<User>,
): Proposal {
  const { before, after } = proposal
  if (before === null || after === null || before.userName === after.userName) return proposal
  if (proposal.conflict !== null) return proposal
  const moving = archiveFault(before.userName, archives) ?? archiveFault(after.userName, archives)
  if (moving !== null) return { ...proposal, conflict: moving }
  const folder = archives.folders.get(after.userName)
  // What is not there can't move: the user gets a new archive.
  const isMissing = !archives.folders.has(before.userName)
  if (folder === undefined) return isMissing ? { ...proposal, archive: 'create' } : proposal
  const found = holderOf(after.userName)
  // Of a name that changes in case only, the user is its own holder, and still has another folder.
  const holder = found === before ? undefined : found
  // A holder that stays or moves on is a matter of names; one that is deleted leaves a folder that holds mail.
  if (holder !== undefined && !(freed.has(holder) && folder.holdsMail)) {
    return isMissing ? { ...proposal, archive: 'create' } : proposal
  }
  if (holder === undefined) {
    if (claimOn(after.userName, wants, archives, ownerOf) === 'own') {
      return { ...proposal, archive: isMissing ? 'reuse' : 'join' }
    }
    if (found === before && !folder.holdsMail) return proposal
  }
  const directoryId = accountOf(ownerOf(after.userName))
  return { ...proposal, conflict: { code: 'archiveInTheWay', folder: after.userName, directoryId } }
}
