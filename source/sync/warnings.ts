import { fold } from './addresses.ts'
import type { Change, Warning } from './plan.ts'
import type { UserStore } from './user.ts'

/** What is worth knowing about a plan before it is committed. */
export function planWarnings(store: UserStore, changes: readonly Change[]): Warning[] {
  return [...reusedArchives(changes), ...inheritedRights(store, changes)]
}

function reusedArchives(changes: readonly Change[]): Warning[] {
  return changes
    .filter(({ archive }) => archive === 'reuse')
    .map(({ userName }) => ({
      code: 'archiveReused',
      message: `An archive folder with mail is already there for ${userName}. The new user will be able to read it.`,
    }))
}

/** Rights on an archive outlive it; an archive that gets that name again falls under them. */
function inheritedRights(store: UserStore, changes: readonly Change[]): Warning[] {
  const arriving = new Set(
    changes.filter(({ action }) => action === 'create' || action === 'rename').map(({ userName }) => userName),
  )
  if (arriving.size === 0) return []
  const names = new Set(store.users.map((user) => fold(user.userName)))
  return store.users.flatMap((user) =>
    user.privilegesOnFolders
      .filter(({ folder }) => arriving.has(folder) && !names.has(folder))
      .map(({ folder }) => ({
        code: 'rightsAlreadyGranted',
        message: `${user.userName} already has rights on an archive named ${folder}, which now gets mail of ${folder} again.`,
      })),
  )
}
