import { fold } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { DirectoryUser, Snapshot } from '../directory.ts'
import { type Membership, membershipOf } from '../scope/membership.ts'
import type { GroupPrivileges, SyncSettings } from '../settings.ts'
import { type GivenByGroups, type Privilege, privilegeNames, type User } from '../user.ts'

/** What the groups give an account. */
export type Granted = {
  /** The privileges, each with the name of a group that gives it. */
  sure: ReadonlyMap<Privilege, string>
  /** Privileges of groups of which nobody can say if the account is a member: they are neither given nor taken back. */
  unsure: ReadonlySet<Privilege>
}

/** Tells what the groups give an account. */
export type PrivilegeGrants = (account: DirectoryUser) => Granted

const nothing: Granted = { sure: new Map(), unsure: new Set() }

/** Prepares the question for the groups of the settings. */
export function privilegeGrants(snapshot: Snapshot, { privilegesByGroup }: SyncSettings): PrivilegeGrants {
  if (privilegesByGroup.length === 0) return () => nothing
  // In an order of their own, so that the group that a row names does not depend on the order of the settings.
  const inOrder = [...privilegesByGroup].sort((a, b) => compareText(fold(a.email), fold(b.email)))
  const groups = inOrder.map((group) => ({ group, membership: membershipOf(snapshot, [group]) }))
  return (account) => {
    const sure = new Map<Privilege, string>()
    const unsure = new Set<Privilege>()
    for (const { group, membership } of groups) give(group, membership, account, sure, unsure)
    return { sure, unsure }
  }
}

function give(
  { privileges, name, email }: GroupPrivileges,
  membership: Membership,
  account: DirectoryUser,
  sure: Map<Privilege, string>,
  unsure: Set<Privilege>,
): void {
  if (membership.pathTo(account) !== undefined) {
    for (const privilege of privileges) if (!sure.has(privilege)) sure.set(privilege, name === '' ? email : name)
    return
  }
  const isUnread = membership.skipped.some(({ reason }) => reason === 'externalGroup')
  if (isUnread || membership.isUnclear(account)) for (const privilege of privileges) unsure.add(privilege)
}

/**
 * The user with what the groups give, and without what a membership gave that has ended. Only the beginning and the end
 * of a membership change anything: what an admin takes away by hand stays away for as long as the membership lasts, and
 * what a user had before the group gave it stays when it ends. The same object comes back where nothing changes.
 */
export function withGroupPrivileges(user: User, { sure, unsure }: Granted): User {
  const { given = [], had = [], replaced } = user.givenByGroups ?? {}
  const wanted = [...sure.keys()].filter((privilege) => privilege !== 'delete' || mayDelete(user))
  const joined = wanted.filter((privilege) => !given.includes(privilege) && !had.includes(privilege))
  const stays = (privilege: Privilege): boolean => wanted.includes(privilege) || unsure.has(privilege)
  const left = [...given, ...had].filter((privilege) => !stays(privilege))
  if (joined.length + left.length === 0) return user

  // `admin` stands alone, so what it took the place of comes back when it ends.
  const wasAdmin = replaced !== undefined && user.privileges.includes('admin') && given.includes('admin')
  const own = (wasAdmin ? replaced : user.privileges).filter((one) => !(left.includes(one) && given.includes(one)))
  const isNew = (privilege: Privilege): boolean => !own.includes(privilege) && !own.includes('admin')
  const added = joined.filter(isNew)
  const privileges = inUsualOrder([...own, ...added.filter((privilege) => privilege !== 'admin')])
  const isAdmin = added.includes('admin') || (wasAdmin && stays('admin'))
  const record: GivenByGroups = {
    given: inUsualOrder([...given.filter(stays), ...added]),
    had: inUsualOrder([...had.filter(stays), ...joined.filter((privilege) => !added.includes(privilege))]),
    ...(isAdmin ? { replaced: orNone(privileges) } : {}),
  }
  const { givenByGroups: _record, ...others } = user
  return {
    ...others,
    privileges: isAdmin ? ['admin'] : orNone(privileges),
    ...(record.given.length + record.had.length === 0 ? {} : { givenByGroups: record }),
  }
}

const mayDelete = ({ privilegesOnFolders }: User): boolean =>
  privilegesOnFolders.some(({ privileges }) => privileges.includes('delete'))

const inUsualOrder = (privileges: readonly Privilege[]): Privilege[] =>
  privilegeNames.filter((name) => privileges.includes(name))

/** `none` says that there is none, and stands alone. */
function orNone(privileges: readonly Privilege[]): Privilege[] {
  const some = privileges.filter((privilege) => privilege !== 'none')
  return some.length === 0 ? ['none'] : some
}

/** Which privileges a row gives, each with the group, and which ones it takes back; null where it does neither. */
export function privilegeChange(
  before: User,
  after: User,
  { sure }: Granted,
): { given: { privilege: Privilege; group: string }[]; taken: Privilege[] } | null {
  if (before.privileges === after.privileges) return null
  const given = after.privileges.flatMap((privilege) => {
    const group = before.privileges.includes(privilege) ? undefined : sure.get(privilege)
    return group === undefined ? [] : [{ privilege, group }]
  })
  const taken = before.privileges.filter((one) => one !== 'none' && !after.privileges.includes(one))
  return given.length + taken.length === 0 ? null : { given, taken }
}
