import type { Decisions, Status } from '../operations/after-run/status.ts'
import { columns } from '../text/columns.ts'
import { counted, grouped } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { withHomeFlag } from '../text/shell-word.ts'
import { utcMinute } from '../text/utc-minute.ts'
import { runWords } from './notices.ts'

/** Runs that are listed; JSON has all that are kept. */
const shownRuns = 5

/**
 * How things stand, as lines of text: what needs somebody first.
 *
 * @param home the one that a flag named, for commands to copy
 */
export function statusText(status: Status, home?: string): string {
  const { runs, lastSuccess, nextRun } = status
  const [last] = runs
  const rows = [
    ['Last sync', last === undefined ? 'never' : `${utcMinute(last.time)} UTC, ${safeText(runWords(last))}`],
    ['Last success', lastSuccess === null ? 'never' : `${utcMinute(lastSuccess)} UTC`],
    ['Next sync', nextRun === null ? 'no timer' : safeText(nextRun)],
  ]
  return [
    ...needs(status, home),
    columns(rows).join('\n'),
    ...(runs.length < 2 ? [] : ['', 'Earlier syncs:', ...earlier(runs.slice(1, shownRuns))]),
  ].join('\n')
}

/** What needs somebody: a line for each, what to do below it, and an empty line. */
function needs({ failure, conflicts, heldDeletions }: Status, home: string | undefined): string[] {
  const command = (line: string): string => (home === undefined ? line : withHomeFlag(line, home))
  return [
    ...(failure === null
      ? []
      : [
          `! Failed: ${safeText(failure.title)}`,
          `  To see how to fix it: rollcall explain ${safeText(failure.code)}`,
          '',
        ]),
    ...decisionLines({ conflicts, heldDeletions }).flatMap(({ words, look, line }) => [
      `! ${words}`,
      `  ${look}: ${command(line)}`,
      '',
    ]),
  ]
}

/** What waits for a decision: in words, and the command that shows it. */
export function decisionLines({
  conflicts,
  heldDeletions,
}: Decisions): { words: string; look: string; line: string }[] {
  const conflict = {
    words: `${counted(conflicts.length, 'conflict needs', 'conflicts need')} your decision: ${listed(conflicts)}`,
    look: 'To see how to resolve it',
    line: 'rollcall plan',
  }
  if (heldDeletions === null) return conflicts.length === 0 ? [] : [conflict]
  const { userNames, since } = heldDeletions
  const deletions = {
    words: `${counted(userNames.length, 'deletion waits', 'deletions wait')} for your approval since ${utcMinute(since)} UTC: ${listed(userNames)}`,
    look: 'To look at them and delete',
    line: 'rollcall plan approve',
  }
  return conflicts.length === 0 ? [deletions] : [conflict, deletions]
}

/** Names that are listed; the command below shows all. */
const shownNames = 10

const listed = (names: readonly string[]): string => {
  const more = names.length - shownNames
  return [...names.slice(0, shownNames).map(safeText), ...(more > 0 ? [`${grouped(more)} more`] : [])].join(', ')
}

const earlier = (runs: Status['runs']): string[] =>
  columns(runs.map((run) => [`${utcMinute(run.time)} UTC`, safeText(runWords(run))]))
