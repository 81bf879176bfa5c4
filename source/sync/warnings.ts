import { fold } from './addresses.ts'
import { appearance, mixesScripts } from './look-alikes.ts'
import { compareText } from './order.ts'
import type { Change, Warning } from './plan.ts'
import type { UserStore } from './user.ts'

/** What is worth knowing about a plan before it is committed. */
export function planWarnings(store: UserStore, changes: readonly Change[]): Warning[] {
  return [...reusedArchives(changes), ...inheritedRights(store, changes), ...lookAlikes(store, changes)]
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
  const arriving = arrivingNames(changes)
  if (arriving.size === 0) return []
  const leaving = new Set(changes.filter(({ action }) => action === 'delete').map(({ userName }) => userName))
  // A name that its user gives up by leaving takes no rights along, so they stay on the name.
  const staying = store.users.filter(({ userName }) => !leaving.has(userName))
  const names = new Set(staying.map(({ userName }) => fold(userName)))
  return staying.flatMap((user) =>
    user.privilegesOnFolders
      .filter(({ folder }) => arriving.has(folder) && !names.has(folder))
      .map(({ folder }) => ({
        code: 'rightsAlreadyGranted',
        message: `${user.userName} already has rights on an archive named ${folder}, which now gets mail of ${folder} again.`,
      })),
  )
}

/** New names that look like others, or like something they are not. */
function lookAlikes(store: UserStore, changes: readonly Change[]): Warning[] {
  const arriving = arrivingNames(changes)
  if (arriving.size === 0) return []
  const leaving = new Set(changes.filter(({ action }) => action === 'delete').map(({ userName }) => userName))
  const byAppearance = new Map<string, Set<string>>()
  for (const name of arriving) addTo(byAppearance, appearance(name), name)
  for (const { userName } of store.users) {
    const look = appearance(userName)
    if (byAppearance.has(look) && !leaving.has(userName)) addTo(byAppearance, look, userName)
  }
  return [...arriving].sort(compareText).flatMap((name) => {
    const others = [...(byAppearance.get(appearance(name)) ?? [])].filter((other) => other !== name)
    if (others.length > 0) {
      const message = `${name} looks like ${others.sort(compareText).join(' and ')}, and is another user.`
      return [{ code: 'looksAlike', message }]
    }
    if (!mixesScripts(name)) return []
    return [{ code: 'mixedScripts', message: `${name} mixes letters of several scripts that look alike.` }]
  })
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value))
}

function arrivingNames(changes: readonly Change[]): Set<string> {
  const arriving = changes.filter(({ action }) => action === 'create' || action === 'rename')
  return new Set(arriving.map(({ userName }) => userName))
}
