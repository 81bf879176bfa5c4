import type { AfterReport, FollowUpReport } from '../operations/follow-up/follow-up-state.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** Whether something that should follow a commit did not. */
export function followUpFailed({ exports, after, failure }: FollowUpReport): boolean {
  return failure !== undefined || exports.some(({ outcome }) => outcome === 'failed') || afterFailed(after)
}

/** What did not follow a commit as it should, with what to expect; nothing where all is well. */
export function followUpLines(report: FollowUpReport | null | undefined): string[] {
  if (!report) return []
  const { exports, after, failure } = report
  const failed = exports.flatMap(({ kind, path, outcome, cause }) =>
    outcome === 'failed'
      ? [`The export ${kind} was not written to ${safeText(path)}. ${safeText(cause ?? '')} The next run tries again.`]
      : [],
  )
  return [
    ...(failure === undefined
      ? []
      : [`The work after the commit was not done. ${safeText(failure)} The next run tries again.`]),
    ...failed,
    ...(after === null ? [] : afterLines(after)),
  ]
}

/** Everything that followed a commit, for the history. */
export function followUpDetails(report: FollowUpReport): string[] {
  const written = report.exports
    .filter(({ outcome }) => outcome !== 'failed')
    .map(
      ({ kind, path, outcome }) =>
        `${safeText(kind)} ${outcome === 'written' ? 'written to' : 'unchanged in'} ${safeText(path)}`,
    )
  const { after } = report
  const done =
    after !== null && !afterFailed(after) && after.again !== true
      ? [`${safeText(after.command)} ended well.`, ...outputLines(after)]
      : []
  return [...written, ...followUpLines(report), ...done]
}

/** A word behind a commit's counts in the history; empty where all is well. */
export function followUpWords(report: FollowUpReport | undefined): string {
  if (report === undefined || !followUpFailed(report)) return ''
  const failed = report.exports.filter(({ outcome }) => outcome === 'failed').length
  if (failed > 0) return `  ! ${counted(failed, 'export')} failed`
  return report.failure === undefined ? '  ! the command after it failed' : '  ! exports are not done'
}

const afterFailed = (after: AfterReport | null): boolean => after !== null && after.outcome !== 'done'

function afterLines(after: AfterReport): string[] {
  const { command, outcome, exitCode, again } = after
  const shown = safeText(command)
  const repeated = again === true ? [`The machine went down while this ran, so it ran again: ${shown}`] : []
  const ends = {
    done: [],
    failed: [
      `The command after the commit failed (${exitCode === null ? 'ended by a signal' : `exit code ${exitCode}`}): ${shown}`,
    ],
    timedOut: [`The command after the commit took too long and was ended: ${shown}`],
    unknown: [`Rollcall was stopped while this command ran after the commit. It is not run again: ${shown}`],
    running: [`This command is running, or its end is not known: ${shown}`],
  }[outcome]
  return [...repeated, ...ends, ...(outcome === 'done' ? [] : outputLines(after))]
}

/** The last lines of what the command printed. */
const outputLines = ({ output }: AfterReport): string[] =>
  output === ''
    ? []
    : output
        .split('\n')
        .slice(-20)
        .map((line) => `  ${safeText(line)}`)
