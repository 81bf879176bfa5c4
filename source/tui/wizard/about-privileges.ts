import type { FolderPrivilege, Privilege } from '../../sync/user.ts'

/** What each privilege allows, in one sentence. */
export const aboutPrivilege: Readonly<Record<Privilege, string>> = {
  none: 'May do nothing, not even log on.',
  admin: 'May do everything; stands alone.',
  login: 'May log on to the archive and search the own mail.',
  changePassword: 'May change the own password; for integrated users only.',
  archive: 'May run archiving jobs.',
  modifyArchiveProfiles: 'May make and change archiving jobs.',
  export: 'May run exports.',
  modifyExportProfiles: 'May make and change exports.',
  delete: 'May delete mail, in folders where deleting is allowed below.',
}

/** What each right on an archive allows, in one sentence. */
export const aboutFolderPrivilege: Readonly<Record<FolderPrivilege, string>> = {
  none: 'No right on the archive.',
  read: 'May read the mail in the archive.',
  write: 'May add and move mail in the archive.',
  delete: 'May delete mail in the archive; needs the privilege above too.',
}
