import type { SynchronizeResult } from '../../operations/synchronize/synchronize.ts'
import { archiveReports } from '../../store/archives/archive-report.ts'
import { attentionWords } from '../../views/history.ts'

/**
 * The line that stays in the scrollback after a commit.
 *
 * @param sentence what was done, where something was
 */
export function resultLine(
  sentence: string,
  { committed, archives }: Pick<SynchronizeResult, 'committed' | 'archives'>,
): string {
  return `${committed ? sentence : 'Nothing to change.'}${attentionWords({ archives: archiveReports(archives) })}`
}
