import type { ArchiveOwners } from './ownership/owner.ts'

/** What a user may do in the archive, in the words of the archive's administration API. */
export const privilegeNames = [
  'none',
  'admin',
  'login',
  'changePassword',
  'archive',
  'modifyArchiveProfiles',
  'export',
  'modifyExportProfiles',
  'delete',
] as const
export type Privilege = (typeof privilegeNames)[number]

/** What a user may do in one archive folder. */
export const folderPrivilegeNames = ['none', 'read', 'write', 'delete'] as const
export type FolderPrivilege = (typeof folderPrivilegeNames)[number]

/** A user's rights on one archive; `folder` is the archive's name, which equals its owner's user name. */
export type FolderRight = { folder: string; privileges: FolderPrivilege[] }

/** `directoryServices` came from the directory and signs in with Google; `integrated` was made by hand. */
export type Authentication = 'integrated' | 'directoryServices'

/** A user who is out of scope and is deleted when the grace period is over. */
export type Leaving = {
  /**
   * The day, in UTC, on which Google first said so. Null: an undo or a restore brought the mark back, and the next
   * synchronization begins to count again.
   */
  since: string | null
  /** The account is gone, so nobody signs in as this user. */
  deletedInGoogle?: true
}

/** What groups gave a user, by which the end of a membership takes back no more than that. */
export type GivenByGroups = {
  /** Privileges that a membership gave. */
  given: Privilege[]
  /** Privileges that the user had before a membership would have given them. */
  had: Privilege[]
  /** The privileges in whose place a membership put `admin`, which stands alone. */
  replaced?: Privilege[]
}

/** One user of the store, as `users.json` holds it. Fields the program does not know are kept as they are. */
export type User = {
  /** The name to log on with: for synchronized users the primary address in lower case. */
  userName: string
  fullName: string
  distinguishedName: string | null
  authentication: Authentication
  /** The immutable id of the Google account; null for integrated users. */
  directoryId: string | null
  /** The primary address first. */
  emailAddresses: string[]
  pop3UserNames: string[]
  privileges: Privilege[]
  privilegesOnFolders: FolderRight[]
  /** True while Google says that the account is suspended: the person cannot sign in. Left out where it is not. */
  suspended?: boolean
  /** There while the user is out of scope and waits to be deleted. */
  leaving?: Leaving
  /** There where groups give privileges, and the user is a member. */
  givenByGroups?: GivenByGroups
  /** True of the archive of a group, which nobody signs in to: `directoryId` is the group's id. */
  isGroup?: true
  /** Groups, by id, whose archive this user may read: because a membership gave it, or by hand before that. */
  readsByGroups?: { given: string[]; had: string[] }
  /** A salted scrypt hash with its parameters; only integrated users have one. Never shown. */
  password?: string
}

/** A user as anybody may see it. */
export type ShownUser = Omit<User, 'password'>

/** Leaves the password's hash out: of what is printed, saved beside the store or sent around. */
export function withoutPassword(user: User): ShownUser {
  if (user.password === undefined) return user
  const { password: _hash, ...shown } = user
  return shown
}

/** The archive's user database, as `users.json` holds it. */
export type UserStore = {
  version: 1
  /** Grows by one with every commit. */
  revision: number
  users: User[]
  /** Whose mail the archives of former users hold, as far as it was written down. */
  archiveOwners?: ArchiveOwners
}
