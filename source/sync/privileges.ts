import type { Authentication, FolderPrivilege, FolderRight, Privilege } from './user.ts'

/**
 * What is wrong with a user's privileges under the archive's rules, as one sentence each; empty when nothing is.
 * `none` and `admin` stand alone; `changePassword` is for integrated users, because Google keeps the others' passwords;
 * `delete` counts only together with `delete` on a folder.
 */
export function privilegeFaults(user: Privileged): string[] {
  return [...generalFaults(user), ...folderFaults(user)]
}

type Privileged = {
  authentication: Authentication
  privileges: readonly Privilege[]
  privilegesOnFolders: readonly FolderRight[]
}

function generalFaults({ privileges, privilegesOnFolders, authentication }: Privileged): string[] {
  const faults = listFaults(privileges, ['none', 'admin'])
  if (privileges.includes('changePassword') && authentication !== 'integrated') {
    faults.push('changePassword is for integrated users only: Google keeps the password of the others.')
  }
  const onFolder = privilegesOnFolders.some((right) => right.privileges.includes('delete'))
  if (privileges.includes('delete') && !onFolder) {
    faults.push('delete needs the right delete on a folder too.')
  }
  const folders = privilegesOnFolders.map((right) => right.folder)
  if (new Set(folders).size < folders.length) faults.push('A folder may be listed once only.')
  return faults
}

/** Among the rights on a folder, too, `none` stands alone. */
function folderFaults({ privilegesOnFolders }: Privileged): string[] {
  return privilegesOnFolders.flatMap(({ folder, privileges }) =>
    listFaults(privileges, ['none']).map((fault) => `${folder}: ${fault}`),
  )
}

/** What is wrong with the privileges of new users, and which of the two settings it is. */
export type DefaultPrivilegeFault = { setting: 'defaultPrivileges' | 'ownArchivePrivileges'; message: string }

/** The same for what new users get: they sign in with Google, and have one folder, their own. */
export function defaultPrivilegeFaults(
  privileges: readonly Privilege[],
  ownArchivePrivileges: readonly FolderPrivilege[],
): DefaultPrivilegeFault[] {
  const user: Privileged = {
    authentication: 'directoryServices',
    privileges,
    privilegesOnFolders: [{ folder: 'own archive', privileges: [...ownArchivePrivileges] }],
  }
  return [
    ...generalFaults(user).map((message) => ({ setting: 'defaultPrivileges', message }) as const),
    ...folderFaults(user).map((message) => ({ setting: 'ownArchivePrivileges', message }) as const),
  ]
}

/** The same for what a group gives its members. */
export function groupPrivilegeFaults(privileges: readonly Privilege[]): string[] {
  if (privileges.includes('none')) return ['A group gives some privilege; none is no privilege.']
  return generalFaults({
    authentication: 'directoryServices',
    privileges,
    // Whoever has no such right on a folder is given the others.
    privilegesOnFolders: [{ folder: 'own archive', privileges: ['delete'] }],
  })
}

function listFaults<Name extends string>(names: readonly Name[], alone: readonly Name[]): string[] {
  const faults: string[] = []
  if (names.length === 0) faults.push('At least one privilege is needed; none says that there is none.')
  if (new Set(names).size < names.length) faults.push('A privilege may be named once only.')
  const lone = names.find((name) => alone.includes(name))
  if (lone !== undefined && names.length > 1) faults.push(`${lone} stands alone, without other privileges.`)
  return faults
}
