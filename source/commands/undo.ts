import type { Command } from 'commander'
import type { CommittedByHand } from '../operations/users/commit-by-hand.ts'
import type { Plan } from '../sync/plan.ts'
import { planJson } from '../views/plan/plan-json.ts'
import { planText } from '../views/plan/plan-text.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { planAnswer } from './cli/plan-answer.ts'
import { type Answer, type CommandTools, runCommand } from './cli/run-command.ts'

type UndoOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall undo`. */
export function addUndoCommand(program: Command): void {
  const command = program
    .command('undo')
    .summary('take back the last commit')
    .description(
      'Gives the users of the last commit back the state they had before it, and shows that first. On a terminal it asks. What has changed since stays.',
    )
    .option('--json', 'print one JSON document; does not ask')
    .action((_options: UndoOptions, self: Command) => undo(self.optsWithGlobals<UndoOptions>()))
  addExamples(command, [{ line: 'rollcall undo', does: 'shows what it would do, and asks' }])
}

async function undo(options: UndoOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const operations = await import('../operations/history/undo.ts')
    const { home } = await tools.context()
    const preview = () => operations.previewUndo(home)
    return afterConfirmation(options, tools, 'Take back the last commit?', preview, (seen) =>
      operations.undo(home, seen),
    )
  })
}

/**
 * Shows a plan on a terminal and asks; elsewhere, and with `--json`, commits at once.
 *
 * @param preview makes the plan that is shown, where one is: with a hundred thousand archives it takes a while
 */
export async function afterConfirmation(
  options: UndoOptions,
  tools: CommandTools,
  question: string,
  preview: () => Promise<Plan>,
  commit: (seenRevision?: number) => Promise<CommittedByHand>,
): Promise<Answer> {
  const { canAsk, confirm } = await import('./cli/input-output/ask.ts')
  const { changesSomething } = await import('../sync/apply/apply.ts')
  if (options.json || !canAsk()) return planAnswer(await commit(), tools.paint)
  const plan = await preview()
  if (changesSomething(plan)) {
    process.stderr.write(`${planText(plan, { all: false, paint: tools.paint, tense: 'planned' })}\n\n`)
    if (!(await confirm(question, tools.signal))) {
      return { text: 'Nothing was changed.', json: planJson(plan, { all: false, committedRevision: null }) }
    }
  }
  return planAnswer(await commit(plan.storeRevision), tools.paint)
}
