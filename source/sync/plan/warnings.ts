import { counted } from '../../text/numbers.ts'
import { fold } from '../addresses.ts'
import { compareText } from '../compare.ts'
import { appearance, mixesScripts } from '../matching/name-clashes.ts'
import type { ArchiveFacts, Change, Excluded, Warning } from '../plan.ts'
import type { Scope } from '../scope/scope.ts'
import type { User } from '../user.ts'

/**
 * What is worth knowing about a plan before it is committed.
 *
 * @param users those of the store whom the changes may concern
 * @param changes the rows that are not unchanged
 */
export function planWarnings(users: readonly User[], changes: readonly Change[], archives: ArchiveFacts): Warning[] {
  const arriving = namesOf(changes, ['create', 'rename'])
  if (arriving.size === 0) return []
  // Nobody can be taken for a name that its user gives up by leaving.
  const leaving = namesOf(changes, ['delete'])
  const staying = users.filter(({ userName }) => !leaving.has(userName))
  // Who is renamed is nobody else under the old name.
  const renamed = new Set(
    changes.flatMap(({ action, before }) => (action === 'rename' && before ? [before.userName] : [])),
  )
  const others = staying.filter(({ userName }) => !renamed.has(userName))
  return [...reusedArchives(changes), ...similarFolders(users, arriving, archives), ...lookAlikes(others, arriving)]
}

/** Accounts that neither become users nor stop being ones, because Google left out their state or their unit. */
export function unknownWarnings({ state, orgUnit }: Scope['unknown']): Warning[] {
  const states = counted(state, 'account is', 'accounts are')
  const units = counted(orgUnit, 'account is', 'accounts are')
  const warnings = [
    state > 0 ? { code: 'stateUnknown', message: `Google did not say if ${states} suspended or archived.` } : null,
    orgUnit > 0
      ? { code: 'orgUnitUnknown', message: `Google did not say in which organizational unit ${units}.` }
      : null,
  ]
  return warnings.flatMap((warning) =>
    warning === null ? [] : [{ ...warning, message: `${warning.message} Nothing changes for them in this run.` }],
  )
}

/** Exclusions that keep nobody out: mistyped, most of the time. */
export function idleExclusions({ rules, groups, orgUnits }: Excluded): Warning[] {
  const idle = [
    ...groups.filter(({ hits }) => hits === 0).map(({ group }) => `excluded group ${group}`),
    ...orgUnits.filter(({ hits }) => hits === 0).map(({ orgUnit }) => `excluded unit ${orgUnit}`),
    ...rules.filter(({ hits }) => hits === 0).map(({ rule }) => `exclusion ${rule}`),
  ]
  return idle.map((what) => ({
    code: 'exclusionMatchesNobody',
    message: `The ${what} matches nobody who would otherwise have an archive. Check its spelling.`,
  }))
}

function namesOf(changes: readonly Change[], actions: readonly Change['action'][]): Set<string> {
  return new Set(changes.filter(({ action }) => actions.includes(action)).map(({ userName }) => userName))
}

function reusedArchives(changes: readonly Change[]): Warning[] {
  return changes
    .filter(({ archive }) => archive === 'reuse')
    .map(({ userName }) => ({
      code: 'archiveReused',
      message: `An archive folder with mail is already there for ${userName}. The new user will be able to read it.`,
    }))
}

/** Folders that others may take for the archive; whatever is in them, the user does not get to read it. */
function similarFolders(users: readonly User[], arriving: ReadonlySet<string>, { twins }: ArchiveFacts): Warning[] {
  if (twins === undefined) return []
  const names = new Set(users.map(({ userName }) => userName))
  return [...arriving].sort(compareText).flatMap((name) =>
    (twins.get(name) ?? [])
      .filter((twin) => !names.has(twin))
      .map((twin) => ({
        code: 'similarFolder',
        message: `Beside the archive ${name} there is a folder ${twin}, which differs in case or form only. Its mail stays where it is.`,
      })),
  )
}

/** New names that look like others, or like something they are not. */
function lookAlikes(staying: readonly User[], arriving: ReadonlySet<string>): Warning[] {
  const byAppearance = new Map<string, Set<string>>()
  for (const name of arriving) addTo(byAppearance, appearance(name), name)
  for (const { userName } of staying) {
    const look = appearance(userName)
    if (byAppearance.has(look)) addTo(byAppearance, look, userName)
  }
  return [...arriving].sort(compareText).flatMap((name) => {
    const others = [...(byAppearance.get(appearance(name)) ?? [])].filter((other) => fold(other) !== fold(name))
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
