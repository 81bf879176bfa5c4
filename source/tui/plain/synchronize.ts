import { changesSomething } from '../../sync/apply/apply.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { archiveReportText } from '../../views/archive-reports.ts'
import { planText } from '../../views/plan/plan-text.ts'
import { wholePrint } from '../../views/print.ts'
import type { Plain } from './plain.ts'
import type { Questions } from './questions.ts'

/** Shows the plan, and where it is to be committed and changes something, asks once and commits it. */
export async function synchronize(questions: Questions, { services, tools }: Plain, commits: boolean): Promise<void> {
  const tested = await services.testSettings(tools)
  const { plan } = tested
  questions.say(planText(plan, { all: false, ...wholePrint, sentences: true, tense: 'planned' }))
  if (!commits || !changesSomething(plan)) return
  const { exceeded, deletions, limit } = plan.deletionLimit
  if (exceeded) {
    const typed = await questions.line(
      `This deletes ${counted(deletions, 'user')}, and the limit is ${grouped(limit)}. Type ${deletions} to do it`,
    )
    if (typed !== String(deletions)) return questions.say('Nothing was changed.')
  } else if (!(await questions.yes('Synchronize?', false))) return questions.say('Nothing was changed.')
  const done = await services.synchronize(tools, { tested, allowDeletions: exceeded ? deletions : undefined })
  const about = [`Done. This is revision ${done.storeRevision}.`, ...archiveReportText(done.archives)]
  questions.say(about.join('\n'))
}
