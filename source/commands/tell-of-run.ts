import { hostname } from 'node:os'
import type { FinishedRun } from '../operations/after-run/after-run.ts'
import type { SynchronizeResult } from '../operations/synchronize/synchronize.ts'
import type { Home } from '../store/home.ts'
import type { RunRecord } from '../store/run-log.ts'
import type { Plan } from '../sync/plan.ts'
import type { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'
import { asProblem } from '../views/bug-problem.ts'
import { noticeMessage } from '../views/notices.ts'
import { withHome } from './cli/problems.ts'
import type { CommandTools } from './cli/run-command.ts'

/** Failures that somebody caused on purpose, or that another run answers for. */
const silent = ['interrupted', 'usage', 'locked']

/**
 * Runs a sync, writes it into the log of runs, and tells whom the settings name. What can't be told is a line on standard
 * error, and changes nothing of the run.
 *
 * @returns what the run did, and that as one line of JSON
 */
export async function tellOfRun(
  home: Home,
  tools: Pick<CommandTools, 'home' | 'note'>,
  run: () => Promise<SynchronizeResult>,
): Promise<{ result: SynchronizeResult; line: string }> {
  const { afterRun, beforeRun } = await import('../operations/after-run/after-run.ts')
  const began = new Date()
  const warn = (warnings: Awaited<ReturnType<typeof afterRun>>): void => {
    for (const { message } of warnings) tools.note(`Warning: ${safeText(message)}`)
  }
  const finish = async (
    record: RunRecord,
    facts: { plan: Plan | null; problem: Problem | null },
    users: number | null,
  ) => {
    const finished: FinishedRun = {
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
    }
    warn(await afterRun(home, finished))
  }
  const seconds = (): number => (Date.now() - began.getTime()) / 1000
  const time = began.toISOString()
  warn(await beforeRun(home))
  try {
    const result = await run()
    const { plan, committed } = result
    const outcome = committed ? 'changed' : 'unchanged'
    const conflicts = plan.changes.filter(({ action }) => action === 'conflict').map(({ userName }) => userName)
    const record: RunRecord = {
      time,
      seconds: seconds(),
      outcome,
      code: null,
      title: null,
      summary: plan.summary,
      conflicts,
    }
    await finish(record, { plan, problem: null }, result.userCount ?? null)
    return { result, line: JSON.stringify({ event: 'sync', ...record }) }
  } catch (error) {
    const problem = asProblem(withHome(error, tools.home))
    if (!silent.includes(problem.kind)) {
      const { code, title } = problem
      const record: RunRecord = {
        time,
        seconds: seconds(),
        outcome: 'failed',
        code,
        title,
        summary: null,
        conflicts: [],
      }
      await finish(record, { plan: null, problem }, null)
    }
    throw error
  }
}
