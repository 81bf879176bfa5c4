import { InvalidArgumentError } from 'commander'
import { parseDeletionLimitText } from '../../settings/deletion-limit-text.ts'
import { parseGroupPrivileges, type TypedGroupPrivileges } from '../../settings/group-privileges-text.ts'
import { globFault } from '../../sync/globs/glob-words.ts'
import { orgUnitFault } from '../../sync/scope/org-units.ts'
import type { DeletionLimit } from '../../sync/settings.ts'
import { type FolderPrivilege, folderPrivilegeNames, type Privilege, privilegeNames } from '../../sync/user.ts'

/**
 * `N` replaces the whole limit by that number of users, `P%` by that share, and `N,P%` by the larger of the two. For
 * commander: throws InvalidArgumentError.
 */
export function parseDeletionLimit(text: string): DeletionLimit {
  const limit = parseDeletionLimitText(text)
  if (limit !== null) return limit
  throw new InvalidArgumentError('Give a number of users, such as 20, a share, such as 15%, or both: 20,15%.')
}

/** Privileges separated by commas. For commander: throws InvalidArgumentError that lists the valid ones. */
export function parsePrivileges(text: string): Privilege[] {
  return parseList(text, privilegeNames)
}

/** Privileges on the own archive, separated by commas. For commander: throws InvalidArgumentError. */
export function parseFolderPrivileges(text: string): FolderPrivilege[] {
  return parseList(text, folderPrivilegeNames)
}

/** Collects a flag that may be given several times; false stands for its opposite, which the arguments' check refuses. */
export function collect(value: string, earlier: readonly string[] | false | undefined): string[] {
  return [...(earlier || []), value]
}

/** The same for exclusions. For commander: throws InvalidArgumentError that says where a pattern cannot be used. */
export function collectGlobs(glob: string, earlier: readonly string[] | false | undefined): string[] {
  const fault = globFault(glob)
  if (fault !== null) throw new InvalidArgumentError(fault)
  return collect(glob, earlier)
}

/** The same for organizational units. For commander: throws InvalidArgumentError that says how a path is written. */
export function collectOrgUnits(path: string, earlier: readonly string[] | false | undefined): string[] {
  const fault = orgUnitFault(path)
  if (fault !== null) throw new InvalidArgumentError(fault)
  return collect(path, earlier)
}

/** Collects `EMAIL=LIST`. For commander: throws InvalidArgumentError that says what is wrong with it. */
export function collectGroupPrivileges(
  text: string,
  earlier: readonly TypedGroupPrivileges[] | false | undefined,
): TypedGroupPrivileges[] {
  const typed = parseGroupPrivileges(text)
  if (typeof typed === 'string') throw new InvalidArgumentError(typed)
  return [...(earlier || []), typed]
}

function parseList<Name extends string>(text: string, names: readonly Name[]): Name[] {
  const given = text.split(',').map((part) => part.trim())
  const found = given.map((part) => names.find((name) => name.toLowerCase() === part.toLowerCase()))
  if (found.some((name) => name === undefined)) {
    throw new InvalidArgumentError(`Give some of: ${names.join(', ')}.`)
  }
  return [...new Set(found.flatMap((name) => name ?? []))]
}
