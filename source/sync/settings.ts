import type { FolderPrivilege, Privilege } from './user.ts'

/** A chosen group, kept by its immutable id and shown by name and address. */
export type ChosenGroup = { id: string; email: string; name: string }

/** A group and what its members may do in the archive. */
export type GroupPrivileges = ChosenGroup & { privileges: Privilege[] }

/** The most users one run may delete: the larger of the parts that are given. */
export type DeletionLimit = {
  /** A number of users. */
  users?: number | undefined
  /** A share of the Directory Services users, in percent. */
  percent?: number | undefined
}

/** The settings that decide what a synchronization does. */
export type SyncSettings = {
  /** Members are in. Empty, with no units either: everybody is. */
  groups: ChosenGroup[]
  /** Organizational units, such as `/Sales`: whoever is in one or below it is in. */
  orgUnits: string[]
  /** Members are out, whatever brought them in. */
  excludedGroups: ChosenGroup[]
  /** Whoever is in one of these units or below it is out, whatever brought them in. */
  excludedOrgUnits: string[]
  automaticDeletion: boolean
  /** With automatic deletion: the days between leaving the scope and being deleted; 0 for none. */
  deleteAfter: number
  /** Deletions are held back until somebody approves them. */
  holdDeletions: boolean
  suspended: 'include' | 'exclude'
  archived: 'include' | 'exclude'
  /** Patterns for primary addresses; `readGlob` says the language. */
  exclusions: string[]
  deletionLimit: DeletionLimit
  /** For new users only. */
  defaultPrivileges: Privilege[]
  /** For new users only: the rights on their own archive. */
  ownArchivePrivileges: FolderPrivilege[]
  /** Groups whose members get privileges beside the default ones: new users always, others with `followGroups`. */
  privilegesByGroup: GroupPrivileges[]
  /** Gives these privileges to users who join such a group, and takes them back when the membership ends. */
  followGroups: boolean
  /** Groups that have an archive of their own, which their members may read. */
  groupArchives: ChosenGroup[]
}

/** Ten years: longer than anybody waits, and short enough for every date. */
export const mostGraceDays = 3650

/** What holds when nothing was set. */
export const defaultSyncSettings: SyncSettings = {
  groups: [],
  orgUnits: [],
  excludedGroups: [],
  excludedOrgUnits: [],
  automaticDeletion: false,
  deleteAfter: 0,
  holdDeletions: false,
  suspended: 'include',
  archived: 'include',
  exclusions: [],
  deletionLimit: { users: 5, percent: 10 },
  defaultPrivileges: ['login'],
  ownArchivePrivileges: ['read'],
  privilegesByGroup: [],
  followGroups: false,
  groupArchives: [],
}
