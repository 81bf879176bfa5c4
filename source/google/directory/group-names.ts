import { fold } from '../../sync/addresses.ts'
import type { DirectoryGroup } from '../../sync/directory.ts'
import type { Directory } from './directory.ts'

/** The names of nested groups, which a member list does not give. */
export type GroupNames = {
  /** Null: not a group of the organization. */
  nameOf(groupId: string): Promise<string | null>
  /** Whether it is a group of the organization, by id or else by address. */
  isOwn(group: { id: string; email: string | null }): Promise<boolean>
}

/**
 * Up to this many names are asked for one by one, many at once. Beyond it, the list of all groups, 200 to a page, takes
 * fewer requests in all but the largest organizations.
 */
const askedOneByOne = 50

/** Finds names with few requests; nothing is asked where no group is nested. */
export function createGroupNames(directory: Directory): GroupNames {
  let asked = 0
  let listing: Promise<ReadonlyMap<string, DirectoryGroup>> | null = null

  function allGroups(): Promise<ReadonlyMap<string, DirectoryGroup>> {
    listing ??= directory.listGroups().then((groups) => new Map(groups.map((group) => [group.id, group])))
    return listing
  }

  return {
    async nameOf(groupId) {
      asked += 1
      if (asked > askedOneByOne) return (await allGroups()).get(groupId)?.name ?? null
      const answer = await directory.getGroup(groupId)
      return answer.state === 'exists' ? answer.group.name : null
    },
    async isOwn({ id, email }) {
      const groups = await allGroups()
      if (groups.has(id)) return true
      return email !== null && [...groups.values()].some((group) => fold(group.email) === fold(email))
    },
  }
}
