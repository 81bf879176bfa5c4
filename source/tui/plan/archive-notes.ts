import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import { safeText } from '../../text/safe-text.ts'

/** What became of the archive folders, in one line for each kind of outcome that is worth a word; names where it failed. */
export function archiveNotes(outcomes: readonly ArchiveOutcome[]): string[] {
  const count = (outcome: ArchiveOutcome['outcome']): number => {
    return outcomes.filter((one) => one.outcome === outcome).length
  }
  const counted = (number: number, words: string): string[] => {
    return number === 0 ? [] : [`${number} archive ${number === 1 ? 'folder' : 'folders'} ${words}`]
  }
  return [
    ...counted(count('created'), 'made.'),
    ...counted(count('existed'), 'taken up again as they were.'),
    ...counted(count('renamed'), 'renamed.'),
    ...counted(count('removed'), 'removed, because they were empty.'),
    ...counted(count('kept'), 'kept, because they hold mail.'),
    ...outcomes
      .filter(({ outcome }) => outcome === 'blocked' || outcome === 'pending')
      .map(({ work, outcome, problem }) => {
        const name = safeText('archive' in work ? work.archive : work.from)
        if (outcome === 'blocked')
          return `${name}: something that is no folder has this name; the archive was not made.`
        return `${name}: not done yet${problem ? ` (${safeText(problem.title)})` : ''}; the next synchronization tries again.`
      }),
    ...outcomes
      .filter(({ movedAside }) => movedAside !== undefined)
      .map(({ movedAside }) => `An archive that was in the way is now called ${safeText(movedAside ?? '')}.`),
  ]
}
