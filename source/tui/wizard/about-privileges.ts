import type { FolderPrivilege, Privilege } from '../../sync/user.ts'

/** What each privilege allows, in one sentence. */
export const aboutPrivilege: Readonly<Record<Privilege, string>> = {
  none: 'No access, not even sign-in.',
  admin: "Full access; can't be combined with others.",
  login: 'Sign in to the archive and search their own mail.',
  changePassword: 'Change their own password (local users only).',
  archive: 'Run archiving jobs.',
  modifyArchiveProfiles: 'Create and change archiving jobs.',
  export: 'Run exports.',
  modifyExportProfiles: 'Create and change exports.',
  delete: 'Delete mail, in archives where deleting is allowed below.',
}

/** What each right on an archive allows, in one sentence. */
export const aboutFolderPrivilege: Readonly<Record<FolderPrivilege, string>> = {
  none: 'No access to the archive.',
  read: 'Read the mail in the archive.',
  write: 'Add and move mail in the archive.',
  delete: 'Delete mail in the archive. Needs the privilege above, too.',
}
