import type { FolderRight, User } from '../user.ts'

/** Archives that get another name, from the old name to the new one. All of them move at the same moment. */
export type Renames = ReadonlyMap<string, string>

/** The renames among users, given as they were and as they will be. */
export function renamesOf(changes: Iterable<{ before: User | null; after: User | null }>): Renames {
  const renames = new Map<string, string>()
  for (const { before, after } of changes) {
    if (before !== null && after !== null && before.userName !== after.userName) {
      renames.set(before.userName, after.userName)
    }
  }
  return renames
}

/** Rights follow an archive to its new name, everybody's. The same object comes back where nothing moves. */
export function withMovedRights(user: User, renames: Renames): User {
  if (renames.size === 0 || !user.privilegesOnFolders.some(({ folder }) => renames.has(folder))) return user
  const targets = new Set(user.privilegesOnFolders.map(({ folder }) => renames.get(folder)))
  const rights = user.privilegesOnFolders.flatMap((right): FolderRight[] => {
    const target = renames.get(right.folder)
    if (target !== undefined) return [{ ...right, folder: target }]
    // A right on an archive that is gone would otherwise add to the one on the archive that takes its name.
    return targets.has(right.folder) ? [] : [right]
  })
  return { ...user, privilegesOnFolders: rights }
}
