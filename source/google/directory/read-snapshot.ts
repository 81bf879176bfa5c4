import { compareText } from '../../sync/compare.ts'
import type { DirectoryUser, Snapshot } from '../../sync/directory.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import type { Directory } from './directory.ts'
import { type GroupTree, readGroupTree } from './group-tree.ts'
import { isWithoutId, withAccountIds } from './members-without-id.ts'
import type { Walked } from './user-walk.ts'

/**
 * Reads what the settings need: all users and, at the same time, the chosen groups with every group nested in them.
 * Where the groups turn out to have few members, the walk through all users stops and those who have not come by are
 * looked up one by one: as soon as it has taken as many requests as these look-ups take. So there are never more than
 * twice the requests of the better way, although nobody can say beforehand how large the organization is.
 *
 * @param isUser whether the store has a user with this account: one who is a member and yet cannot be found is believed to
 *   be gone only when the list of everybody says so, too
 * @throws Problem when anything is incomplete, a chosen group is gone or may not be read, or Google refuses
 */
export async function readSnapshot(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  isUser: (accountId: string) => boolean = () => false,
): Promise<Snapshot> {
  let memberIds: string[] | null = null
  const readingGroups = readGroupTree(directory, chosenGroups).then((tree) => {
    if (chosenGroups.length > 0) memberIds = accountsOf(tree)
    return tree
  })
  const isEnough = ({ pages, has }: Walked) => memberIds !== null && isFewer(memberIds, has, pages)
  const [walk, tree] = await Promise.all([directory.walkUsers(isEnough), readingGroups])
  if (walk.complete) {
    if (chosenGroups.length > 0) directory.onDetail(whyListed(walk.pages, memberIds))
    return wholeOrganization(walk.users, tree)
  }
  const members = await findMembers(directory, memberIds ?? [], walk.walked)
  const lost = idsNotIn(members, memberIds ?? []).find(isUser)
  if (lost === undefined) return { users: members, wholeOrganization: false, ...tree }
  directory.onDetail(`users: everybody is listed after all, because ${lost}, a member and a user, cannot be looked up`)
  return wholeOrganization(await directory.listUsers(), tree)
}

const wholeOrganization = (users: DirectoryUser[], tree: GroupTree): Snapshot => ({
  users,
  wholeOrganization: true,
  ...tree,
  groups: withAccountIds(tree.groups, users),
})

function idsNotIn(users: readonly DirectoryUser[], ids: readonly string[]): string[] {
  const found = new Set(users.map(({ id }) => id))
  return ids.filter((id) => !found.has(id))
}

/** The ids of all members that may be accounts; null where a group holds everybody, or somebody without an id. */
function accountsOf({ groups }: GroupTree): string[] | null {
  const ids = new Set<string>()
  for (const { members } of groups) {
    for (const member of members) {
      if (member.type === 'GROUP') continue
      if (member.type === 'CUSTOMER' || isWithoutId(member)) return null
      ids.add(member.id)
    }
  }
  return [...ids]
}

function whyListed(pages: number, ids: readonly string[] | null): string {
  if (ids === null)
    return `users: everybody is listed, with ${pages} requests, because a group holds everybody, or somebody without an id`
  return `users: everybody is listed, with ${pages} requests; looking up the members of the groups would take up to ${ids.length}`
}

/** Whether looking up those who have not come by takes no more requests than the pages so far. */
function isFewer(ids: readonly string[], has: (id: string) => boolean, pages: number): boolean {
  // Counted only up to what decides, since this is asked after every page.
  let missing = 0
  for (const id of ids) {
    if (!has(id)) missing += 1
    if (missing > pages) return false
  }
  return true
}

/** The accounts among the members, those of the organization. The others are absent, as they are from the list of users. */
async function findMembers(
  directory: Directory,
  ids: readonly string[],
  { pages, has, users }: Walked,
): Promise<DirectoryUser[]> {
  const missing = ids.filter((id) => !has(id))
  const rest =
    missing.length === 0
      ? 'all of them have come by'
      : `looking up the ${missing.length} who have not come by takes no more requests than that`
  directory.onDetail(`users: the groups have ${ids.length} members; after ${pages} pages of the list, ${rest}`)
  const found = await Promise.all(missing.map((id) => directory.findUser(id)))
  const members = new Set(ids)
  return [...users(), ...found.filter((user) => user !== null)]
    .filter(({ id }) => members.has(id))
    .sort((a, b) => compareText(a.primaryEmail.toLowerCase(), b.primaryEmail.toLowerCase()))
}
