import { renamesOf } from '../apply/renamed-privileges.ts'
import type { DirectoryUser } from '../directory.ts'
import type { FindOwner } from '../ownership/claim.ts'
import { handedOver, withRightsAfter } from '../ownership/ended-rights.ts'
import { archiveMembers, type MemberGroups } from '../scope/group-archives.ts'
import type { Lookups } from '../scope/leavers.ts'
import type { FolderRight, User } from '../user.ts'
import type { Draft } from './plan-draft.ts'
import { outcome, type Proposal } from './proposal.ts'

/**
 * Lets the members of groups read the archives of these groups, and ends that with the membership. Comes last, when it is
 * known which archives there will be and what they are called. Changes the proposals in place.
 *
 * @param ownerOf whose mail the archives hold before the plan
 * @returns rows for users that had none
 */
export function settleGroupRights(
  { store, snapshot, settings, scope }: Draft,
  lookups: Lookups,
  proposals: readonly Proposal[],
  ownerOf: FindOwner,
): Proposal[] {
  const hadRights = store.users.some(({ readsByGroups }) => readsByGroups !== undefined)
  if (settings.groupArchives.length === 0 && !hadRights) return []
  const membersOf = archiveMembers(snapshot, settings)
  const archives = groupArchiveNames(store.users, proposals)
  const accountOf = ({ directoryId, userName }: User): DirectoryUser | undefined => {
    const lookup = lookups.get(userName)
    const scoped = directoryId === null ? undefined : scope.find(directoryId)
    return scoped?.account ?? (lookup?.state === 'exists' ? lookup.user : undefined)
  }
  const withRights = (before: User, after: User): { user: User; change: RightsChange } => {
    const account = after.isGroup === true || after.authentication === 'integrated' ? undefined : accountOf(before)
    const unchanged = { user: after, change: { given: [], taken: [] } }
    return account === undefined ? unchanged : withGroupRights(after, membersOf(account), archives)
  }
  for (const proposal of proposals) {
    const { before, after, conflict, action } = proposal
    if (conflict !== null || after === null) continue
    const { user } = withRights(before ?? after, after)
    if (user === after) continue
    proposal.after = user
    if (action === 'gone') proposal.action = 'update'
  }

  const touched = new Set(proposals.map(({ before }) => before))
  const changing = proposals.filter(({ action, conflict }) => conflict === null && action !== 'gone')
  const renames = renamesOf(changing)
  const ended = handedOver(changing, ownerOf)
  return store.users.flatMap((before): Proposal[] => {
    if (touched.has(before)) return []
    const moved = withRightsAfter(before, renames, ended)
    const { user: after, change } = withRights(before, moved)
    if (after === moved) return []
    const reason = { code: 'groupArchiveRights', ...change } as const
    return [{ action: 'update', before, after, reason, archive: null, conflict: null }]
  })
}

/** The archives of groups when the plan is done, by the group's id. Where a name is in dispute there is none. */
function groupArchiveNames(users: readonly User[], proposals: readonly Proposal[]): Map<string, string> {
  const names = new Map<string, string>()
  const add = (user: User | null): void => {
    if (user?.isGroup === true && user.directoryId !== null) names.set(user.directoryId, user.userName)
  }
  for (const user of users) add(user)
  for (const proposal of proposals) add(outcome(proposal))
  return names
}

/**
 * Takes away the rights that memberships gave: they belong to the account, which the user no longer is. What an
 * administrator gave stays.
 */
export function withoutGroupRights({ readsByGroups, ...user }: User, users: readonly User[]): User {
  const given = new Set(readsByGroups?.given)
  const archives = users.filter(({ isGroup, directoryId }) => isGroup === true && given.has(directoryId ?? ''))
  const rights = archives.reduce((left, { userName }) => withoutRead(left, userName), user.privilegesOnFolders)
  return { ...user, privilegesOnFolders: [...rights] }
}

type RightsChange = { given: string[]; taken: string[] }

/** Only the beginning and the end of a membership change anything, as with privileges by group. */
function withGroupRights(
  user: User,
  { sure, unsure }: MemberGroups,
  archives: ReadonlyMap<string, string>,
): { user: User; change: RightsChange } {
  const { given = [], had = [] } = user.readsByGroups ?? {}
  const joined = [...sure].filter((id) => archives.has(id) && !given.includes(id) && !had.includes(id)).sort()
  const stays = (id: string): boolean => sure.has(id) || unsure.has(id)
  const left = [...given, ...had].filter((id) => !stays(id))
  const change: RightsChange = { given: [], taken: [] }
  if (joined.length + left.length === 0) return { user, change }

  let rights = user.privilegesOnFolders
  for (const id of left) {
    const archive = archives.get(id)
    if (archive === undefined || !given.includes(id)) continue
    const fewer = withoutRead(rights, archive)
    if (fewer.length !== rights.length || fewer.some((right, index) => right !== rights[index]))
      change.taken.push(archive)
    rights = fewer
  }
  const added: string[] = []
  for (const id of joined) {
    const archive = archives.get(id) ?? ''
    const known = rights.find(({ folder }) => folder === archive)
    // What was decided by hand stays, also that somebody may not read it.
    if (known !== undefined) continue
    rights = [...rights, { folder: archive, privileges: ['read'] }]
    added.push(id)
    change.given.push(archive)
  }
  const record = {
    given: [...given.filter(stays), ...added],
    had: [...had.filter(stays), ...joined.filter((id) => !added.includes(id))],
  }
  const { readsByGroups: _record, ...others } = user
  const isEmpty = record.given.length + record.had.length === 0
  return { user: { ...others, privilegesOnFolders: rights, ...(isEmpty ? {} : { readsByGroups: record }) }, change }
}

/** Takes away what the group gave: to read. What somebody added by hand stays. */
const withoutRead = (rights: readonly FolderRight[], archive: string): FolderRight[] =>
  rights.flatMap((right) => {
    if (right.folder !== archive) return [right]
    const privileges = right.privileges.filter((privilege) => privilege !== 'read')
    return privileges.length === 0 ? [] : [{ ...right, privileges }]
  })
