import type { FolderPrivilege, Privilege } from '../../sync/user.ts'

/** A privilege as people choose it: its label, and what it allows in one sentence. */
type About = { label: string; about: string }

/** Each privilege, by the labels of the archive's own console. */
export const aboutPrivilege: Readonly<Record<Privilege, About>> = {
  none: { label: 'No access', about: 'No access, not even sign-in.' },
  admin: { label: 'Administrator', about: "Full access; can't be combined with others." },
  login: { label: 'Log on', about: 'Sign in to the archive and search their own mail.' },
  changePassword: { label: 'Change password', about: 'Change their own password (local users only).' },
  archive: { label: 'Archive e-mail', about: 'Run archiving jobs.' },
  modifyArchiveProfiles: { label: 'Modify archiving profiles', about: 'Create and change archiving jobs.' },
  export: { label: 'Export e-mail', about: 'Run exports.' },
  modifyExportProfiles: { label: 'Modify export profiles', about: 'Create and change exports.' },
  delete: { label: 'Delete e-mail', about: 'Delete mail, in archives where deleting is allowed below.' },
}

/** Each right on an archive. */
export const aboutFolderPrivilege: Readonly<Record<FolderPrivilege, About>> = {
  none: { label: 'no access', about: 'No access to the archive.' },
  read: { label: 'read', about: 'Read the mail in the archive.' },
  write: { label: 'write', about: 'Add and move mail in the archive.' },
  delete: { label: 'delete', about: 'Delete mail in the archive. Needs the privilege above, too.' },
}

/** The three groups that privileges are chosen in, each by the first of its privileges that is offered. */
export const privilegeHeadings: Readonly<Partial<Record<Privilege, string>>> = {
  none: 'Access: who signs in, and who manages the archive',
  archive: 'Jobs: what people run and change in the whole archive',
}

/** The heading of the rights on archives. */
export const rightsHeading = 'Archives: what people do with the mail in them'
