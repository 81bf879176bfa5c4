import type { Command } from 'commander'
import { shellPath } from '../text/shell-word.ts'
import { planJson } from '../views/plan/plan-json.ts'
import { planText } from '../views/plan/plan-text.ts'
import { addExamples } from './cli/examples.ts'
import { changesPending } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'
import { addPlanApproveCommand } from './plan-approve.ts'

type PlanOptions = GlobalOptions & {
  json?: boolean
  all?: boolean
  out?: string
  detailedExitcode?: boolean
  pastLimit?: boolean
}

/** Adds `rollcall plan`: Test Settings. */
export function addPlanCommand(program: Command): void {
  const command = program
    .command('plan')
    .summary('preview what a sync would change')
    .description('Shows what a sync would change, and changes nothing (Test Settings).')
    .option('--json', 'print one JSON document')
    .option('--all', 'include unchanged users')
    .option('--out <file>', 'save the plan for: rollcall sync --plan <file>')
    .option('--past-limit', 'look up everyone who would be deleted, even when the deletion limit stops the sync')
    .option('--detailed-exitcode', 'exit with 2 if there is something to change')
    .action((_options: PlanOptions, self: Command) => plan(self.optsWithGlobals<PlanOptions>()))
  addPlanApproveCommand(command)
  addExamples(command, [
    { line: 'rollcall plan', does: 'as a table' },
    { line: 'rollcall plan --json | jq .summary', does: 'for scripts' },
    { line: 'rollcall plan --out tonight.plan', does: 'save it, and apply exactly that later' },
    { line: 'rollcall plan --past-limit', does: 'see more deletions than the limit allows' },
    { line: 'rollcall plan --detailed-exitcode', does: '0: nothing to change, 2: changes are pending' },
  ])
}

async function plan(options: PlanOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { testSettings } = await import('../operations/synchronize/test-settings.ts')
    const { changesSomething } = await import('../sync/apply/apply.ts')
    const context = await tools.context()
    const tested = await testSettings(context, { refusesEarly: options.pastLimit !== true })
    if (options.out !== undefined) {
      const { savePlan } = await import('../operations/synchronize/saved-plan.ts')
      await savePlan(context.home, options.out, tested)
    }
    const saved = options.out
    const pending = changesSomething(tested.plan)
    const all = options.all === true
    return {
      // Only the one that is asked for is made: a plan may have half a million rows.
      get text() {
        const text = planText(tested.plan, { all, ...tools.print, tense: 'planned', home: options.home })
        return saved === undefined ? text : `${text}\n\n${savedText(saved, options.home)}`
      },
      get json() {
        const document = planJson(tested.plan, { all, committedRevision: null, home: options.home })
        return saved === undefined ? document : { ...document, savedAs: saved }
      },
      uneventful: !pending && tested.plan.summary.conflict === 0,
      exitCode: pending && options.detailedExitcode ? changesPending : 0,
    }
  })
}

/** Says where a saved plan is and how exactly that plan is committed. */
export function savedText(file: string, home: string | undefined): string {
  const at = home === undefined ? '' : ` --home ${shellPath(home)}`
  const path = shellPath(file)
  return `Saved as ${path}. To commit exactly this plan:\nrollcall sync --plan ${path}${at}`
}
