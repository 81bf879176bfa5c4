import type { Status } from '../operations/after-run/status.ts'
import { columns } from '../text/columns.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { utcMinute } from '../text/utc-minute.ts'
import { runWords } from './notices.ts'

/** Runs that are listed; JSON has all that are kept. */
const shownRuns = 5

/** How things stand, as lines of text: what needs somebody first. */
export function statusText({ runs, lastSuccess, failure, conflicts, nextRun }: Status): string {
  const [last] = runs
  const rows = [
    ['Last sync', last === undefined ? 'never' : `${utcMinute(last.time)} UTC, ${safeText(runWords(last))}`],
    ['Last success', lastSuccess === null ? 'never' : `${utcMinute(lastSuccess)} UTC`],
    ['Next sync', nextRun === null ? 'no timer' : safeText(nextRun)],
  ]
  return [
    ...(failure === null
      ? []
      : [
          `! Failed: ${safeText(failure.title)}`,
          `  To see how to fix it: rollcall explain ${safeText(failure.code)}`,
          '',
        ]),
    ...(conflicts.length === 0
      ? []
      : [
          `! ${counted(conflicts.length, 'conflict needs', 'conflicts need')} your decision: ${conflicts.map(safeText).join(', ')}`,
          '  To see how to resolve it: rollcall plan',
          '',
        ]),
    columns(rows).join('\n'),
    ...(runs.length < 2 ? [] : ['', 'Earlier syncs:', ...earlier(runs.slice(1, shownRuns))]),
  ].join('\n')
}

const earlier = (runs: Status['runs']): string[] =>
  columns(runs.map((run) => [`${utcMinute(run.time)} UTC`, safeText(runWords(run))]))
