import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import { counted } from '../../text/numbers.ts'
import { archiveReportText } from '../../views/archive-reports.ts'

/** What became of the archive folders, in one line for each kind of outcome that is worth a word; names where it failed. */
export function archiveNotes(outcomes: readonly ArchiveOutcome[]): string[] {
  const count = (outcome: ArchiveOutcome['outcome']): number => {
    return outcomes.filter((one) => one.outcome === outcome).length
  }
  const some = (number: number, words: string): string[] => {
    return number === 0 ? [] : [`${counted(number, 'archive folder')} ${words}`]
  }
  return [
    ...some(count('created'), 'made.'),
    ...some(count('existed'), 'used again as they were.'),
    ...some(count('renamed'), 'renamed.'),
    ...some(count('removed'), 'removed, because they were empty.'),
    ...archiveReportText(outcomes),
  ]
}
