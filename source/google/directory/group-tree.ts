import type { GroupMember, GroupMembers } from '../../sync/directory.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import { refusedAnswer } from '../problems/directory-problems.ts'
import type { Directory, MembersAnswer } from './directory.ts'
import { createGroupNames } from './group-names.ts'

/** The chosen groups and all groups nested in them that could be read, each once, the chosen ones first. */
export type GroupTree = { groups: GroupMembers[]; foreignGroupIds: string[] }

/**
 * Follows the chosen groups down. A group's members are asked for as soon as the group is known, each group once, so
 * that cycles end.
 *
 * @throws Problem when a chosen group is gone or may not be read, or a nested group of the organization may not be read
 */
export async function readGroupTree(directory: Directory, chosenGroups: readonly ChosenGroup[]): Promise<GroupTree> {
  const read = new Map<string, GroupMembers>()
  const unread: { member: GroupMember; parent: string }[] = []
  const seen = new Set(chosenGroups.map(({ id }) => id))
  const names = createGroupNames(directory)

  async function followChosen(group: ChosenGroup): Promise<void> {
    const answer = await directory.listMembers(group.id)
    const shown = { name: group.name, group: group.email, groupId: group.id }
    if (answer.state === 'gone') throw refusedAnswer('groupGone', shown)
    if (answer.state === 'forbidden') {
      throw refusedAnswer('groupUnreadable', { ...shown, administrator: directory.administrator })
    }
    await followMembers({ ...group, members: answer.members })
  }

  async function followNested(member: GroupMember, parent: string): Promise<void> {
    const [answer, name] = await Promise.all([readNested(member), names.nameOf(member.id)])
    if (answer.state !== 'read') {
      unread.push({ member, parent })
      return
    }
    const email = member.email ?? member.id
    await followMembers({ id: member.id, email, name: name ?? email, members: answer.members })
  }

  /** A group is known by its id, or else by its address, like any member. */
  async function readNested({ id, email }: GroupMember): Promise<MembersAnswer> {
    const byId = await directory.listMembers(id)
    return byId.state === 'gone' && email !== null && email !== id ? directory.listMembers(email) : byId
  }

  async function followMembers(group: GroupMembers): Promise<void> {
    read.set(group.id, group)
    const nested = group.members.filter(({ type, id }) => type === 'GROUP' && !seen.has(id))
    for (const { id } of nested) seen.add(id)
    await Promise.all(nested.map((member) => followNested(member, group.name)))
  }

  await Promise.all(chosenGroups.map(followChosen))
  for (const { member, parent: memberOf } of unread) {
    const { id: groupId, email } = member
    if (!(await names.isOwn(member))) continue
    throw refusedAnswer('nestedGroupUnreadable', { group: email ?? groupId, groupId, memberOf })
  }
  return { groups: inOrder(read, chosenGroups), foreignGroupIds: unread.map(({ member }) => member.id).sort() }
}

/** The groups by their distance from the chosen ones, so that the order does not depend on which answer came first. */
function inOrder(read: ReadonlyMap<string, GroupMembers>, chosenGroups: readonly ChosenGroup[]): GroupMembers[] {
  const ids = new Set(chosenGroups.map(({ id }) => id))
  const groups: GroupMembers[] = []
  // A set that grows while it is walked yields what was added, too.
  for (const id of ids) {
    const group = read.get(id)
    if (group === undefined) continue
    groups.push(group)
    for (const member of group.members) if (member.type === 'GROUP') ids.add(member.id)
  }
  return groups
}
