import type { Snapshot } from '../sync/directory.ts'
import type { ChosenGroup } from '../sync/settings.ts'
import type { Directory } from './directory.ts'
import { readGroupTree } from './group-tree.ts'

/**
 * Reads what the settings need: all users and, at the same time, the chosen groups with every group nested in them.
 *
 * @throws Problem when anything is incomplete, a chosen group is gone or may not be read, or Google refuses
 */
export async function readSnapshot(directory: Directory, chosenGroups: readonly ChosenGroup[]): Promise<Snapshot> {
  const [users, tree] = await Promise.all([directory.listUsers(), readGroupTree(directory, chosenGroups)])
  return { users, wholeOrganization: true, ...tree }
}
