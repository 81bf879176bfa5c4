import { Problem } from '../../text/problem.ts'
import type { OperationContext } from '../context.ts'
import type { SynchronizeResult } from '../synchronize/synchronize.ts'
import { afterWatchedRun } from './after-run.ts'
import { measured } from './measured.ts'
import { recordOf, recordOfFailure } from './run-record.ts'

/**
 * Runs a synchronization that somebody watches, and writes it into the log of runs. Nobody has to be told.
 *
 * @throws what the run throws
 */
export async function watched(
  context: OperationContext,
  run: (context: OperationContext) => Promise<SynchronizeResult>,
): Promise<SynchronizeResult> {
  const { outcome, costs } = await measured(context, run)
  if ('result' in outcome) {
    await afterWatchedRun(context.home, recordOf(outcome.result, costs), outcome.result.userCount ?? null)
    return outcome.result
  }
  const { error } = outcome
  const record = error instanceof Problem ? recordOfFailure(error, costs) : null
  if (record !== null) await afterWatchedRun(context.home, record, null)
  throw error
}
