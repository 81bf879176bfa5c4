import { addressesOf, fold } from '../../sync/addresses.ts'
import type { DirectoryUser, GroupMember, GroupMembers } from '../../sync/directory.ts'

/** Google gives each member an id; one that comes without is known by its address alone, which stands for the id too. */
export const isWithoutId = ({ id, email }: GroupMember): boolean => id === email

/**
 * Gives members that came without an id that of the account with their address, primary or not.
 *
 * @param users the whole organization
 */
export function withAccountIds(groups: GroupMembers[], users: readonly DirectoryUser[]): GroupMembers[] {
  if (!groups.some(({ members }) => members.some(isWithoutId))) return groups
  const ids = new Map(users.flatMap((user) => addressesOf(user).map((address) => [address, user.id])))
  const withId = (member: GroupMember): GroupMember =>
    isWithoutId(member) && member.type !== 'GROUP' ? { ...member, id: ids.get(fold(member.id)) ?? member.id } : member
  return groups.map((group) => ({ ...group, members: group.members.map(withId) }))
}
