import type { OwnedArchive } from '../operations/archives/list-archives.ts'
import { columns } from '../text/columns.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { sizeWords } from '../text/sizes.ts'

/** Who has an archive, as a fragment: `ada@example.com`, `nobody: mail of bea@example.com`. Safe to show. */
export function ownerWords({ owner, mailOf }: OwnedArchive): string {
  if (owner !== null) return safeText(owner)
  switch (mailOf?.kind) {
    case 'account':
      return `nobody: mail of ${mailOf.userName === null ? 'a former user' : safeText(mailOf.userName)}`
    case 'formerUser':
      return 'nobody: mail of a former user'
    case 'nextUser':
      return 'nobody yet: for the next user of this name'
    case undefined:
      return 'nobody'
  }
}

/** Archive folders as lines of text. */
export function archivesText(archives: readonly OwnedArchive[], all: boolean): string {
  if (archives.length === 0) return all ? 'No archives yet.' : 'Every archive has a user.'
  const rows = archives.map((archive) => [
    safeText(archive.archive ?? archive.folder),
    String(archive.messages),
    sizeWords(archive.bytes),
    ownerWords(archive),
  ])
  const count = counted(archives.length, 'folder')
  return [
    ...columns([['Archive', 'Messages', 'Size', 'User'], ...rows]),
    '',
    all ? `${count}.` : `${count} without a user. To give one to a user: rollcall archives assign ARCHIVE USER`,
  ].join('\n')
}
