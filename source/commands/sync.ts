import type { Command } from 'commander'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { planAnswer } from './cli/plan-answer.ts'
import { runCommand } from './cli/run-command.ts'
import { wholeNumber } from './cli/whole-number.ts'

type SyncOptions = GlobalOptions & { json?: boolean; plan?: string; allowDeletions?: number }

/** Adds `rollcall sync`: Synchronize now. */
export function addSyncCommand(program: Command): void {
  const command = program
    .command('sync')
    .summary('synchronize now')
    .description('Synchronizes now: reads Google Workspace, plans, and commits the plan in one step.')
    .option('--json', 'print one JSON document')
    .option('--plan <file>', 'commit exactly this saved plan, or refuse it as stale')
    .option('--allow-deletions <number>', 'allow exactly this many deletions, past the deletion limit', wholeNumber())
    .action((_options: SyncOptions, self: Command) => sync(self.optsWithGlobals<SyncOptions>()))
  addExamples(command, [
    { line: 'rollcall sync', does: 'synchronize' },
    { line: 'rollcall sync --plan tonight.plan', does: 'commit what was seen, nothing else' },
    { line: 'rollcall sync --allow-deletions 12', does: 'the 12 deletions that the limit stopped' },
    { line: 'rollcall sync --quiet', does: 'for a timer: silence unless something changed or failed' },
  ])
}

async function sync(options: SyncOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { synchronize } = await import('../operations/synchronize/synchronize.ts')
    const context = await tools.context()
    const { readPlan } = await import('../operations/synchronize/saved-plan.ts')
    const { watchForFailure } = await import('../operations/synchronize/watch-for-failure.ts')
    const tested = options.plan === undefined ? undefined : await readPlan(context.home, options.plan)
    const { allowDeletions } = options
    const result = await watchForFailure(context.home, 'sync', () => synchronize(context, { tested, allowDeletions }))
    return planAnswer(result, tools.paint)
  })
}
