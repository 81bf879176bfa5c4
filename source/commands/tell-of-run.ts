import { hostname } from 'node:os'
import type { OperationContext } from '../operations/context.ts'
import type { SynchronizeResult } from '../operations/synchronize/synchronize.ts'
import type { RunRecord } from '../store/run-log.ts'
import type { Plan } from '../sync/plan.ts'
import type { Problem } from '../text/problem.ts'
import { asProblem } from '../views/bug-problem.ts'
import { noticeMessage } from '../views/notices.ts'
import { withHome } from './cli/problems.ts'
import { asWarning, type CommandTools } from './cli/run-command.ts'

/** Says how a run ended, as one line of JSON. */
type RunLine = (line: string) => Promise<void>

/**
 * Runs a sync, writes it into the log of runs, and tells whom the settings name. What can't be told is a warning, and
 * changes nothing of the run.
 *
 * @param onFailure is given the line of a run that failed
 * @returns what the run did, and that as one line of JSON
 */
export async function tellOfRun(
  context: OperationContext,
  tools: Pick<CommandTools, 'home' | 'warn'>,
  run: (context: OperationContext) => Promise<SynchronizeResult>,
  onFailure: RunLine,
): Promise<{ result: SynchronizeResult; line: string }> {
  const { afterRun, beforeRun } = await import('../operations/after-run/after-run.ts')
  const { recordOf, recordOfFailure } = await import('../operations/after-run/run-record.ts')
  const { measured } = await import('../operations/after-run/measured.ts')
  const early = await beforeRun(context.home)
  const finish = async (
    record: RunRecord,
    facts: { plan: Plan | null; problem: Problem | null },
    users: number | null,
  ): Promise<string> => {
    const late = await afterRun(context.home, {
      record,
      users,
      messageFor: (notice, settings) =>
        noticeMessage(notice, {
          organization: settings.administrator?.split('@')[1] ?? 'no organization',
          host: hostname(),
          record,
          home: tools.home,
          ...facts,
        }),
    })
    // A monitor that did not hear of the start does not hear of the end either, and that is one thing to know.
    const known = new Set(late.map(({ code, why }) => `${code} ${why}`))
    const warnings = [...early.filter(({ code, why }) => !known.has(`${code} ${why}`)), ...late]
    for (const problem of warnings) tools.warn(problem)
    const told = warnings.length === 0 ? {} : { warnings: warnings.map(asWarning) }
    return JSON.stringify({ event: 'sync', ...record, ...told })
  }
  const { outcome, costs } = await measured(context, run)
  if ('result' in outcome) {
    const { result } = outcome
    const line = await finish(recordOf(result, costs), { plan: result.plan, problem: null }, result.userCount ?? null)
    return { result, line }
  }
  const problem = asProblem(withHome(outcome.error, tools.home))
  const record = recordOfFailure(problem, costs)
  if (record !== null) await onFailure(await finish(record, { plan: null, problem }, null))
  throw outcome.error
}
