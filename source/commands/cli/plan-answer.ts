import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import { archiveReports } from '../../store/archives/archive-report.ts'
import { changesSomething } from '../../sync/apply/apply.ts'
import { archiveReportText, archiveWorkLines } from '../../views/archive-reports.ts'
import { followUpFailed, followUpLines } from '../../views/follow-up.ts'
import { planJson } from '../../views/plan/plan-json.ts'
import { planText } from '../../views/plan/plan-text.ts'
import { decidedLines } from '../../views/taken-back.ts'
import { exitCodes } from './exit-code.ts'
import type { Answer, CommandTools } from './run-command.ts'

/** What a change by hand did, as `sync` tells it. Archives that are not as the plan promised are named, and exit with 1. */
export function planAnswer(
  { plan, committed, storeRevision, archives, archiveWork = [], decided = [], followUp = null }: CommittedByHand,
  { print, home }: Pick<CommandTools, 'print' | 'home'>,
): Answer {
  const reports = archiveReports(archives)
  return {
    // Only the one that is asked for is made: a plan may have half a million rows.
    get text() {
      const isOfUsers = !committed || changesSomething(plan)
      const text = planText(plan, { all: false, ...print, tense: committed ? 'done' : 'planned', home })
      const moved = archiveWorkLines(archiveWork)
      // Beside changed users the decision is clear; alone it is all that was done.
      const owners = isOfUsers || moved.length > 0 ? [] : decidedLines(decided)
      return [
        ...(isOfUsers ? [text] : []),
        ...moved,
        ...owners,
        ...archiveReportText(archives),
        ...followUpLines(followUp),
      ].join('\n')
    },
    get json() {
      const document = planJson(plan, {
        all: false,
        committedRevision: committed ? storeRevision : null,
        archives,
        home,
      })
      return followUp === null ? document : { ...document, followUp }
    },
    uneventful: !committed && reports.length === 0 && followUp === null,
    exitCode: reports.length > 0 || (followUp !== null && followUpFailed(followUp)) ? exitCodes.failed : 0,
  }
}
