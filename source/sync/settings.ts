import type { FolderPrivilege, Privilege } from './user.ts'

/** A chosen group, kept by its immutable id and shown by name and address. */
export type ChosenGroup = { id: string; email: string; name: string }

/** The most users one run may delete: the larger of the parts that are given. */
export type DeletionLimit = {
  /** A number of users. */
  users?: number | undefined
  /** A share of the Directory Services users, in percent. */
  percent?: number | undefined
}

/** The settings that decide what a synchronization does. */
export type SyncSettings = {
  /** Empty: everybody. */
  groups: ChosenGroup[]
  automaticDeletion: boolean
  suspended: 'include' | 'exclude'
  archived: 'include' | 'exclude'
  /** Patterns for primary addresses; `readGlob` says the language. */
  exclusions: string[]
  deletionLimit: DeletionLimit
  /** For new users only. */
  defaultPrivileges: Privilege[]
  /** For new users only: the rights on their own archive. */
  ownArchivePrivileges: FolderPrivilege[]
}

/** What holds when nothing was set. */
export const defaultSyncSettings: SyncSettings = {
  groups: [],
  automaticDeletion: false,
  suspended: 'include',
  archived: 'include',
  exclusions: [],
  deletionLimit: { users: 5, percent: 10 },
  defaultPrivileges: ['login'],
  ownArchivePrivileges: ['read'],
}
