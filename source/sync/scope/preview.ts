import type { DirectoryUser, GroupMembers, Snapshot } from '../directory.ts'
import { domainOf } from '../domains.ts'
import type { SyncSettings } from '../settings.ts'
import { isInOrgUnit } from './org-units.ts'
import { type Scope, scopeOf } from './scope.ts'

/** What is known of the organization while somebody still chooses. */
export type KnownPeople = {
  /** Everybody; null: not read. */
  users: readonly DirectoryUser[] | null
  /** The groups whose members were read, chosen ones and nested ones. */
  groups: ReadonlyMap<string, GroupMembers>
  foreignGroupIds: readonly string[]
  /** Domains that surely are the organization's own, in lower case. */
  domains: ReadonlySet<string>
}

/** Who would be in scope, as far as it can be told. */
export type ScopePreview =
  /** Everybody would be, and nobody counted them. */
  | { state: 'everybody' }
  /** The members of so many chosen groups are not known. */
  | { state: 'unread'; groups: number }
  /** The accounts; by the lists of members alone it is not certain who of them has one. */
  | { state: 'counted'; ids: ReadonlySet<string>; isCertain: boolean }

/**
 * Says who would be in scope with these settings. Where everybody is known the rules of a synchronization say it. By the
 * groups alone their members count who are in a domain of the organization; nobody else was read.
 */
export function previewScope(known: KnownPeople, settings: SyncSettings): ScopePreview {
  const chosen = [...settings.groups, ...settings.excludedGroups]
  const unread = chosen.filter(({ id }) => !known.groups.has(id)).length
  if (known.users !== null) {
    if (unread > 0) return { state: 'unread', groups: unread }
    return { state: 'counted', ids: idsOf(known, known.users, settings), isCertain: true }
  }
  const { groups, orgUnits, excludedOrgUnits } = settings
  // Nobody but the list of everybody knows who is in a unit; with units that list is read.
  if (groups.length === 0 || orgUnits.length > 0 || excludedOrgUnits.length > 0) return { state: 'everybody' }
  if (unread > 0) return { state: 'unread', groups: unread }
  const members = membersAsUsers(known, groups)
  if (members === null) return { state: 'everybody' }
  const ids = idsOf(known, members, { ...settings, suspended: 'include', archived: 'include' })
  return { state: 'counted', ids, isCertain: false }
}

/** How many more and how many fewer there are than before; null where one of them was not counted. */
export function previewDifference(before: ScopePreview, after: ScopePreview): { more: number; fewer: number } | null {
  if (before.state !== 'counted' || after.state !== 'counted') return null
  return { more: countOthers(after.ids, before.ids), fewer: countOthers(before.ids, after.ids) }
}

/**
 * Decides the scope while it is being chosen. A chosen unit that nobody is in stops a synchronization; here it only brings
 * nobody in.
 */
export function scopeWhileChoosing(snapshot: Snapshot, settings: SyncSettings): Scope {
  const orgUnits = settings.orgUnits.filter((orgUnit) =>
    snapshot.users.some(({ orgUnitPath }) => orgUnitPath !== null && isInOrgUnit(orgUnitPath, orgUnit)),
  )
  const isNobody = settings.orgUnits.length > 0 && orgUnits.length === 0 && settings.groups.length === 0
  return isNobody
    ? scopeOf({ ...snapshot, users: [] }, { ...settings, orgUnits })
    : scopeOf(snapshot, { ...settings, orgUnits })
}

function idsOf(known: KnownPeople, users: readonly DirectoryUser[], settings: SyncSettings): Set<string> {
  const snapshot = snapshotOf(known, users)
  return new Set(scopeWhileChoosing(snapshot, settings).accounts.map(({ account }) => account.id))
}

/** What is known, in the form of what a run reads. */
export function snapshotOf(known: KnownPeople, users: readonly DirectoryUser[]): Snapshot {
  return {
    users: [...users],
    wholeOrganization: true,
    groups: [...known.groups.values()],
    foreignGroupIds: [...known.foreignGroupIds],
    otherDomains: [...known.domains],
  }
}

/** The members of these groups as if they were accounts; null where a group holds everybody. */
function membersAsUsers({ groups, domains }: KnownPeople, chosen: SyncSettings['groups']): DirectoryUser[] | null {
  const users = new Map<string, DirectoryUser>()
  const ids = new Set(chosen.map(({ id }) => id))
  // A set that grows while it is walked yields what was added, too.
  for (const groupId of ids) {
    for (const { id, email, type } of groups.get(groupId)?.members ?? []) {
      if (type === 'CUSTOMER') return null
      if (type === 'GROUP') ids.add(id)
      else if (email !== null && domains.has(domainOf(email) ?? '')) users.set(id, memberAsUser(id, email))
    }
  }
  return [...users.values()]
}

function memberAsUser(id: string, primaryEmail: string): DirectoryUser {
  const unknown = { suspended: null, archived: null, orgUnitPath: null }
  return { id, primaryEmail, fullName: '', aliases: [], nonEditableAliases: [], ...unknown }
}

function countOthers(ids: ReadonlySet<string>, known: ReadonlySet<string>): number {
  let count = 0
  for (const id of ids) if (!known.has(id)) count += 1
  return count
}
