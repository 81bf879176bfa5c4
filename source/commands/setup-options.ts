import { InvalidArgumentError } from 'commander'
import type { DeletionLimit } from '../sync/settings.ts'
import { type FolderPrivilege, folderPrivilegeNames, type Privilege, privilegeNames } from '../sync/user.ts'

/** `N` replaces the whole limit by that number of users, `P%` by that share. For commander: throws InvalidArgumentError. */
export function parseDeletionLimit(text: string): DeletionLimit {
  const match = /^(\d{1,9}(?:\.\d+)?)(%?)$/.exec(text)
  const value = Number(match?.[1])
  if (match === null || (match[2] === '%' && value > 100) || (match[2] === '' && !Number.isInteger(value))) {
    throw new InvalidArgumentError('Give a number of users, such as 20, or a share, such as 15%.')
  }
  return match[2] === '%' ? { percent: value } : { users: value }
}

/** Privileges separated by commas. For commander: throws InvalidArgumentError that lists the valid ones. */
export function parsePrivileges(text: string): Privilege[] {
  return parseList(text, privilegeNames)
}

/** Privileges on the own archive, separated by commas. For commander: throws InvalidArgumentError. */
export function parseFolderPrivileges(text: string): FolderPrivilege[] {
  return parseList(text, folderPrivilegeNames)
}

/** Collects a flag that may be given several times. */
export function collect(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value]
}

function parseList<Name extends string>(text: string, names: readonly Name[]): Name[] {
  const given = text.split(',').map((part) => part.trim())
  const found = given.map((part) => names.find((name) => name.toLowerCase() === part.toLowerCase()))
  if (found.some((name) => name === undefined)) {
    throw new InvalidArgumentError(`Give some of: ${names.join(', ')}.`)
  }
  return [...new Set(found.flatMap((name) => name ?? []))]
}
