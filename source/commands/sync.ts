import { type Command, Option } from 'commander'
import type { OperationContext } from '../operations/context.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { planAnswer } from './cli/plan-answer.ts'
import { print, runCommand } from './cli/run-command.ts'
import { wholeNumber } from './cli/whole-number.ts'

type SyncOptions = GlobalOptions & {
  json?: boolean
  plan?: string
  allowDeletions?: number
  holdDeletions?: boolean
  log?: 'text' | 'json'
}

/** Adds `rollcall sync`: Synchronize now. */
export function addSyncCommand(program: Command): void {
  const command = program
    .command('sync')
    .summary('sync now')
    .description('Reads Google Workspace, makes a plan, and applies it (Synchronize now).')
    .option('--json', 'print one JSON document')
    .option('--plan <file>', 'apply exactly this saved plan, or refuse it if anything changed since')
    .option('--allow-deletions <number>', 'allow exactly this many deletions, once, even past the limit', wholeNumber())
    .addOption(
      new Option('--hold-deletions', 'apply everything but deletions, which wait for: rollcall plan approve').conflicts(
        ['plan', 'allowDeletions'],
      ),
    )
    .addOption(new Option('--log <form>', 'print the result as text, or as one line of JSON').choices(['text', 'json']))
    .action((_options: SyncOptions, self: Command) => sync(self.optsWithGlobals<SyncOptions>()))
  addExamples(command, [
    { line: 'rollcall sync', does: 'sync now' },
    { line: 'rollcall sync --plan tonight.plan', does: 'apply exactly what you saw' },
    { line: 'rollcall sync --allow-deletions 12', does: 'allow the 12 deletions that the limit stopped' },
    { line: 'rollcall sync --hold-deletions', does: 'let somebody approve the deletions' },
    { line: 'rollcall sync --quiet', does: 'print only changes and failures (for timers)' },
  ])
}

async function sync(options: SyncOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { synchronize } = await import('../operations/synchronize/synchronize.ts')
    const context = await tools.context()
    const { readPlan } = await import('../operations/synchronize/saved-plan.ts')
    const { watchForFailure } = await import('../operations/synchronize/watch-for-failure.ts')
    const { tellOfRun } = await import('./tell-of-run.ts')
    const tested = options.plan === undefined ? undefined : await readPlan(context.home, options.plan)
    const { allowDeletions, holdDeletions: holdsDeletions } = options
    const run = (counted: OperationContext) =>
      watchForFailure(context.home, 'sync', () => synchronize(counted, { tested, allowDeletions, holdsDeletions }))
    const isLogged = options.log === 'json' && options.json !== true
    const { result, line } = await tellOfRun(context, tools, run, async (failed) => {
      if (isLogged) await print(failed)
    })
    return options.log === 'json' ? { ...planAnswer(result, tools), text: line } : planAnswer(result, tools)
  })
}
