import type { DirectoryGroup } from '../../sync/directory.ts'
import type { Directory } from './directory.ts'

/** The names of nested groups, which a member list does not give. */
export type GroupNames = {
  /** Null: not a group of the organization. */
  nameOf(groupId: string): Promise<string | null>
  /** The ids of all groups of the organization. */
  ownGroupIds(): Promise<ReadonlySet<string>>
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
      const group = asked > askedOneByOne ? (await allGroups()).get(groupId) : await directory.findGroup(groupId)
      return group?.name ?? null
    },
    async ownGroupIds() {
      return new Set((await allGroups()).keys())
    },
  }
}
