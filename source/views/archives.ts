import type { OwnedArchive } from '../operations/archives.ts'
import { columns } from '../text/columns.ts'
import { safeText } from '../text/safe-text.ts'
import { sizeWords } from '../text/sizes.ts'

/** Archive folders as lines of text. */
export function archivesText(archives: readonly OwnedArchive[], all: boolean): string {
  if (archives.length === 0)
    return all ? 'There are no archive folders yet.' : 'Every archive folder belongs to a user.'
  const rows = archives.map((archive) => [
    safeText(archive.archive ?? archive.folder),
    String(archive.messages),
    sizeWords(archive.bytes),
    archive.owner === null ? 'nobody' : safeText(archive.owner),
  ])
  const count = archives.length === 1 ? '1 folder' : `${archives.length} folders`
  return [
    ...columns([['Archive', 'Messages', 'Size', 'User'], ...rows]),
    '',
    all ? `${count}.` : `${count} without a user. To give one to a user: rollcall archives assign ARCHIVE USER`,
  ].join('\n')
}
