import type { FolderPrivilege } from '../../sync/user.ts'
import { aboutFolderPrivilege, rightsHeading } from './about-privileges.ts'

/** What a row of a form says about a privilege, with the heading of its group where it is the first. */
export function privilegeRow({ label, about }: { label: string; about: string }, heading?: string) {
  return { label, about, value: about, ...(heading === undefined ? {} : { heading }) }
}

/** The same for a right on an archive. */
export function rightRow(archive: string, name: FolderPrivilege, isFirst: boolean) {
  const { label, about } = aboutFolderPrivilege[name]
  return privilegeRow({ label: `${archive}: ${label}`, about }, isFirst ? rightsHeading : undefined)
}
