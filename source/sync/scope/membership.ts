import { addressesOf, fold } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { DirectoryUser, GroupMember, GroupMembers, Snapshot } from '../directory.ts'
import { domainOf, domainsOf } from '../domains.ts'
import type { Skipped } from '../plan.ts'
import type { ChosenGroup } from '../settings.ts'

/** Who is in the chosen groups, directly or through nested ones. */
export type Membership = {
  /** The names of the groups that lead to the account, from the chosen one down; undefined when none does. */
  pathTo: (account: DirectoryUser) => string[] | undefined
  /**
   * Whether a group lists one of the account's addresses under the id of another account, so that nobody can say whom of
   * the two it means. The one with the id counts as the member; the other must not be called one who left.
   */
  isUnclear: (account: DirectoryUser) => boolean
  /** Members that are no accounts of this organization, each once, by address. */
  skipped: Skipped[]
}

type Step = { group: GroupMembers; path: string[] }

/**
 * Follows the chosen groups down, nearest groups first, each group once. An account in several groups gets the shortest
 * path, and of these the first by address, so that the order of Google's answers never matters. A member is the account
 * with its id, or else the one with its address, primary or not.
 */
export function membershipOf(snapshot: Snapshot, chosen: readonly ChosenGroup[]): Membership {
  const groups = new Map(snapshot.groups.map((group) => [group.id, group]))
  const accounts = new Map(snapshot.users.map((user) => [user.id, user]))
  const paths = new Map<string, string[]>()
  const byAddress = createAddressBook(snapshot.users)
  const isOurs = domainCheck(snapshot, chosen)
  /** Addresses of members whose id is no account's, which a direct look-up may still find. */
  const addressPaths = new Map<string, string[]>()
  const unclear = new Set<string>()
  const skipped = new Map<string, Skipped>()
  let everybody: string[] | undefined

  const seen = new Set<string>()
  const enter = (ids: readonly string[], path: readonly string[]): Step[] =>
    ids.flatMap((id) => {
      const group = groups.get(id)
      if (group === undefined || seen.has(id)) return []
      seen.add(id)
      return [{ group, path: [...path, group.name === '' ? group.email : group.name] }]
    })
  const keep = (map: Map<string, string[]>, key: string, path: string[]): void => {
    if (!map.has(key)) map.set(key, path)
  }
  const take = (member: GroupMember, { group, path }: Step): void => {
    const { id, email } = member
    const byId = accounts.get(id)
    // An account that is not in the list keeps its path, too: a direct look-up may show that the list was incomplete.
    keep(paths, id, path)
    if (byId !== undefined) {
      if (email !== null && email !== byId.primaryEmail && !addressesOf(byId).includes(fold(email))) {
        unclear.add(fold(email))
      }
      return
    }
    const found = email === null ? undefined : byAddress(email)
    if (email !== null) keep(addressPaths, fold(email), path)
    if (found !== undefined) keep(paths, found.id, path)
    else skip(skipped, member, email !== null && isOurs(email) ? 'unknownMember' : 'externalMember', group)
  }
  const visit = (step: Step): void => {
    for (const member of step.group.members) {
      if (member.type === 'CUSTOMER') everybody ??= step.path
      else if (member.type !== 'GROUP') take(member, step)
      else if (!groups.has(member.id)) skip(skipped, member, 'externalGroup', step.group)
    }
  }

  let level = enter(inOrder(chosen), [])
  while (level.length > 0) {
    for (const step of level) visit(step)
    level = level.flatMap(({ group, path }) =>
      enter(inOrder(group.members.filter((member) => member.type === 'GROUP')), path),
    )
  }
  return {
    pathTo: (account) => paths.get(account.id) ?? pathByAddress(account, addressPaths) ?? everybody,
    isUnclear: (account) => unclear.size > 0 && addressesOf(account).some((address) => unclear.has(address)),
    skipped: [...skipped.values()].sort((a, b) => compareText(a.email, b.email)),
  }
}

/** Only an account that was looked up directly can be known by address here and not by id already. */
function pathByAddress(account: DirectoryUser, paths: ReadonlyMap<string, string[]>): string[] | undefined {
  if (paths.size === 0) return undefined
  return addressesOf(account)
    .map((address) => paths.get(address))
    .find((path) => path !== undefined)
}

function inOrder(groups: readonly { id: string; email: string | null }[]): string[] {
  const byAddress = [...groups].sort(
    (a, b) => compareText(fold(a.email ?? ''), fold(b.email ?? '')) || compareText(a.id, b.id),
  )
  return byAddress.map((group) => group.id)
}

function skip(
  skipped: Map<string, Skipped>,
  member: GroupMember,
  reason: Skipped['reason'],
  group: GroupMembers,
): void {
  const email = member.email ?? member.id
  const earlier = skipped.get(member.id)
  if (earlier === undefined) skipped.set(member.id, { email, reason, group: group.email })
}

/** Finds accounts by any of their addresses; the index is made when a member is not known by its id. */
function createAddressBook(users: readonly DirectoryUser[]): (address: string) => DirectoryUser | undefined {
  let accounts: Map<string, DirectoryUser> | undefined
  return (address) => {
    accounts ??= new Map(users.flatMap((user) => addressesOf(user).map((one) => [one, user])))
    return accounts.get(fold(address))
  }
}

/** Tells addresses in the organization's own domains, those of its accounts and of the chosen groups, from others. */
function domainCheck({ users, otherDomains }: Snapshot, chosen: readonly ChosenGroup[]): (address: string) => boolean {
  let domains: Set<string | null> | undefined
  return (address) => {
    domains ??= new Set([...domainsOf(users), ...otherDomains, ...chosen.map(({ email }) => domainOf(email))])
    const domain = domainOf(address)
    return domain !== null && domains.has(domain)
  }
}
