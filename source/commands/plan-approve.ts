import type { Command } from 'commander'
import type { Plan } from '../sync/plan.ts'
import { counted } from '../text/numbers.ts'
import { planJson } from '../views/plan/plan-json.ts'
import { addAllowDeletionsOption, addYesOption, afterConfirmation, type ConfirmedOptions } from './cli/confirmation.ts'
import { addExamples } from './cli/examples.ts'
import { runCommand } from './cli/run-command.ts'

/** Adds `rollcall plan approve`. */
export function addPlanApproveCommand(plan: Command): void {
  const command = plan
    .command('approve')
    .summary('delete the users whose deletion waits')
    .description(
      'Shows the deletions that a sync held back, and asks. Google is asked for each of them once more: who came back in between stays.',
    )
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => approve(self))
  addAllowDeletionsOption(addYesOption(command))
  addExamples(command, [
    { line: 'rollcall plan approve', does: 'show the deletions, then ask' },
    { line: 'rollcall plan approve --yes', does: "don't ask (for scripts)" },
  ])
}

async function approve(command: Command): Promise<void> {
  const options = command.optsWithGlobals<ConfirmedOptions>()
  await runCommand(options, async (tools) => {
    const operations = await import('../operations/synchronize/approve-deletions.ts')
    const context = await tools.context()
    const waiting = await operations.previewHeldDeletions(context.home)
    const count = waiting.summary.delete
    if (count === 0) {
      const json = planJson(waiting, { all: false, committedRevision: null, home: options.home })
      return { text: 'No deletions wait for your approval.', json, uneventful: true }
    }
    const { allowDeletions } = options
    const { limit, exceeded } = waiting.deletionLimit
    let seen: Plan | undefined
    return afterConfirmation(command, tools, {
      question: `Delete ${counted(count, 'user')}?`,
      preview: async () => {
        seen = waiting
        const shown = { ...waiting, deletionLimit: { ...waiting.deletionLimit, exceeded: false } }
        const needed = exceeded && allowDeletions !== count
        const words = `These are more than the limit of ${limit}. To allow exactly that, add: --allow-deletions ${count}`
        return { plan: shown, isSomething: true, about: needed ? ['', words] : [] }
      },
      commit: async () => {
        const { refreshMetrics } = await import('../operations/after-run/after-run.ts')
        const committed = await operations.approveHeldDeletions(context, { seen, allowDeletions })
        for (const problem of await refreshMetrics(context.home, committed.userCount)) tools.warn(problem)
        return committed
      },
    })
  })
}
