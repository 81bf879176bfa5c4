import type { ArchiveChange, ArchiveFacts } from '../plan.ts'

/** What becomes of the archive of a user who goes: it is removed only when it is empty and the disk lets it go. */
export function leavingArchive(archive: string, { folders }: ArchiveFacts): ArchiveChange | null {
  const folder = folders.get(archive)
  if (folder === undefined) return null
  return folder.holdsMail || folder.mayNotGo === true ? 'keep' : 'remove'
}
