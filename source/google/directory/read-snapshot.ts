import { addressesOf, fold } from '../../sync/addresses.ts'
import { compareText } from '../../sync/compare.ts'
import type { ArchivedGroup, DirectoryUser, GroupMember, Snapshot } from '../../sync/directory.ts'
import { domainOf, domainsOf } from '../../sync/domains.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import { refusedAnswer } from '../problems/directory-problems.ts'
import type { Directory } from './directory.ts'
import { type GroupTree, readGroupTree } from './group-tree.ts'
import type { Walked } from './user-walk.ts'

/** What else decides how a snapshot is read. */
export type ReadOptions = {
  isUser?: (accountId: string) => boolean
  excludedGroups?: readonly ChosenGroup[]
  privilegesByGroup?: readonly ChosenGroup[]
  groupArchives?: readonly ChosenGroup[]
  orgUnits?: readonly string[]
  listsEverybody?: boolean
}

/**
 * Reads what the settings need: all users and, at the same time, the chosen groups with every group nested in them.
 * Where the groups turn out to have few members, the walk through all users stops and those who have not come by are
 * looked up one by one: as soon as it has taken as many requests as these look-ups take. So there are never more than
 * twice the requests of the better way, although nobody can say beforehand how large the organization is.
 *
 * @param options.excludedGroups are read like the chosen ones, but nobody is looked up for being a member of them; the
 *   same for `privilegesByGroup` and `groupArchives`; of the latter the address is asked for, too
 * @param options.orgUnits where some are chosen, everybody is listed: only that says who is in a unit
 * @param options.listsEverybody for who asks about people who are not in the groups, too
 * @param options.isUser whether the store has a user with this account: one who is a member and yet cannot be found is believed to
 *   be gone only when the list of everybody says so, too
 * @throws Problem when anything is incomplete, a chosen group is gone or may not be read, or Google refuses
 */
export async function readSnapshot(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  {
    isUser = () => false,
    excludedGroups = [],
    privilegesByGroup = [],
    groupArchives = [],
    orgUnits = [],
    listsEverybody = false,
  }: ReadOptions = {},
): Promise<Snapshot> {
  let members: GroupMember[] | null = null
  const reader = readingGroupsOnce(directory)
  const readingGroups = readGroupTree(reader, chosenGroups).then((tree) => {
    if (chosenGroups.length > 0 && orgUnits.length === 0 && !listsEverybody) members = accountsOf(tree)
    return tree
  })
  const readingOthers = readGroupTree(reader, eachOnce([...excludedGroups, ...privilegesByGroup, ...groupArchives]))
  const isEnough = ({ pages, has }: Walked) => members !== null && isFewer(members, has, pages)
  const readingArchived = Promise.all(groupArchives.map((group) => readArchivedGroup(directory, group)))
  const [walk, inside, outside, archived] = await Promise.all([
    directory.walkUsers(isEnough),
    readingGroups,
    readingOthers,
    readingArchived,
  ])
  const archivedGroups = archived.length === 0 ? {} : { archivedGroups: archived }
  const tree = { ...inside, ...archivedGroups, groups: eachOnce([...inside.groups, ...outside.groups]) }
  if (walk.complete) {
    if (chosenGroups.length > 0 && !listsEverybody) directory.onDetail(whyListed(walk.pages, orgUnits, members))
    return { users: walk.users, wholeOrganization: true, otherDomains: [], ...tree }
  }
  const { users, lost } = await findMembers(directory, members ?? [], walk.walked)
  const user = lost.find(isUser)
  if (user === undefined) {
    const otherDomains = [...domainsOf(walk.walked.users())].sort()
    return {
      users,
      wholeOrganization: false,
      otherDomains,
      bystanders: onePerDomain(walk.walked.users(), users),
      ...tree,
    }
  }
  directory.onDetail(`users: everybody is listed after all, because ${user}, a member and a user, cannot be looked up`)
  return { users: await directory.listUsers(), wholeOrganization: true, otherDomains: [], ...tree }
}

/** A group can be inside of a chosen one and of another one that is read; its members are asked for once. */
function readingGroupsOnce(directory: Directory): Directory {
  const lists = new Map<string, ReturnType<Directory['listMembers']>>()
  const listMembers = (key: string) => {
    const known = lists.get(key) ?? directory.listMembers(key)
    lists.set(key, known)
    return known
  }
  return { ...directory, listMembers }
}

/** @throws Problem when it is gone or may not be read */
async function readArchivedGroup(directory: Directory, { id, email, name }: ChosenGroup): Promise<ArchivedGroup> {
  const answer = await directory.getGroup(id)
  if (answer.state === 'gone') throw refusedAnswer('groupGone', { name, group: email, groupId: id })
  if (answer.state === 'unreadable') throw answer.problem
  const { group, addresses } = answer
  return { id, email: group.email, name: group.name, aliases: addresses.filter((address) => address !== group.email) }
}

/** Leaves out groups that came before. */
function eachOnce<Group extends { id: string }>(groups: readonly Group[]): Group[] {
  const found = new Map<string, Group>()
  for (const group of groups) if (!found.has(group.id)) found.set(group.id, group)
  return [...found.values()]
}

/** The first account of each domain that is not among these members. */
function onePerDomain(walked: readonly DirectoryUser[], members: readonly DirectoryUser[]): DirectoryUser[] {
  const ids = new Set(members.map(({ id }) => id))
  const found = new Map<string | null, DirectoryUser>()
  for (const user of walked) {
    const domain = domainOf(user.primaryEmail)
    if (!ids.has(user.id) && !found.has(domain)) found.set(domain, user)
  }
  return [...found.values()]
}

/** All members that may be accounts, each once; null where a group holds everybody, or somebody without an id. */
function accountsOf({ groups }: GroupTree): GroupMember[] | null {
  const accounts = new Map<string, GroupMember>()
  for (const { members } of groups) {
    for (const member of members) {
      if (member.type === 'GROUP') continue
      // One that came without an id has its address in its place.
      if (member.type === 'CUSTOMER' || member.id === member.email) return null
      accounts.set(`${member.id} ${member.email ?? ''}`, member)
    }
  }
  return [...accounts.values()]
}

function whyListed(pages: number, orgUnits: readonly string[], members: readonly GroupMember[] | null): string {
  if (orgUnits.length > 0) return `users: everybody is listed, with ${pages} requests, because units are chosen`
  if (members === null)
    return `users: everybody is listed, with ${pages} requests, because a group holds everybody, or somebody without an id`
  return `users: everybody is listed, with ${pages} requests; looking up the members of the groups would take up to ${members.length}`
}

/** Whether looking up those who have not come by takes no more requests than the pages so far. */
function isFewer(members: readonly GroupMember[], has: (id: string) => boolean, pages: number): boolean {
  // Counted only up to what decides, since this is asked after every page.
  let missing = 0
  for (const { id } of members) {
    if (!has(id)) missing += 1
    if (missing > pages) return false
  }
  return true
}

/**
 * The accounts among the members, by id or else by address. The others are absent, as they are from the list of users.
 *
 * @returns `lost` the ids of members that no account of the organization was found for
 */
async function findMembers(
  directory: Directory,
  members: readonly GroupMember[],
  { pages, has, users }: Walked,
): Promise<{ users: DirectoryUser[]; lost: string[] }> {
  const walked = new Map(users().map((user) => [user.id, user]))
  const missing = members.filter(({ id }) => !has(id))
  const rest =
    missing.length === 0
      ? 'all of them have come by'
      : `looking up the ${missing.length} who have not come by takes no more requests than that`
  directory.onDetail(`users: the groups have ${members.length} members; after ${pages} pages of the list, ${rest}`)
  const byAddress = indexByAddress(missing.length === 0 ? [] : walked.values())
  const found = new Map<string, DirectoryUser>()
  const lost: string[] = []
  await Promise.all(
    members.map(async (member) => {
      const known = walked.get(member.id) ?? (await lookUpMember(directory, member, byAddress))
      if (known === null) lost.push(member.id)
      else found.set(known.id, walked.get(known.id) ?? known)
    }),
  )
  const inOrder = [...found.values()].sort((a, b) => compareText(fold(a.primaryEmail), fold(b.primaryEmail)))
  return { users: inOrder, lost }
}

const indexByAddress = (users: Iterable<DirectoryUser>): Map<string, DirectoryUser> =>
  new Map([...users].flatMap((user) => addressesOf(user).map((address) => [address, user])))

/** A member that did not come by: asked for by its id, and by its address when Google does not know the id. */
async function lookUpMember(
  directory: Directory,
  { id, email }: GroupMember,
  byAddress: ReadonlyMap<string, DirectoryUser>,
): Promise<DirectoryUser | null> {
  const answer = await directory.getUser(id)
  if (answer.state === 'exists') return answer.user
  if (email === null) return null
  const known = byAddress.get(fold(email))
  if (known !== undefined) return known
  const other = await directory.getUser(email)
  return other.state === 'exists' ? other.user : null
}
