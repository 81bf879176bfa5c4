import type { UndoPreview } from '../operations/history/undo.ts'
import type { OwnerDecision } from '../sync/ownership/record-owners.ts'
import { safeText } from '../text/safe-text.ts'
import { archiveWorkLines } from './archive-reports.ts'

/** What an undo is about, and what it would do to archives beside those of its users. Safe to show. */
export function takenBackLines({ revision, command, archiveWork = [], decided = [] }: UndoPreview): string[] {
  return [
    '',
    `This takes back revision ${revision} (${safeText(command)}).`,
    ...archiveWorkLines(archiveWork),
    ...decidedLines(decided),
  ]
}

/** Who owns archives by what was decided. */
export function decidedLines(decided: readonly OwnerDecision[]): string[] {
  return decided.map(({ archive, owner }) =>
    owner === null
      ? `Nobody knows whose mail is in the archive ${safeText(archive)}: you decide.`
      : `The archive ${safeText(archive)} has its earlier owner again.`,
  )
}
