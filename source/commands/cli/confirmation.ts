import type { Command } from 'commander'
import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import type { Plan } from '../../sync/plan.ts'
import { planJson } from '../../views/plan/plan-json.ts'
import { planText } from '../../views/plan/plan-text.ts'
import type { GlobalOptions } from './global-options.ts'
import { planAnswer } from './plan-answer.ts'
import { commandProblem } from './problems.ts'
import { repeatedCommand } from './repeated-command.ts'
import type { Answer, CommandTools } from './run-command.ts'
import { wholeNumber } from './whole-number.ts'

/** The flags of a command that asks before it destroys or loosens something. */
export type ConfirmedOptions = GlobalOptions & { json?: boolean; yes?: boolean; allowDeletions?: number }

/** Adds `--yes`, without which a command asks, or refuses where nobody can be asked. */
export const addYesOption = (command: Command): Command =>
  command.option('--yes', "don't ask; needed without a terminal and with --json")

/** Adds `--allow-deletions`, the word for one run past the deletion limit. */
export const addAllowDeletionsOption = (command: Command): Command =>
  command.option(
    '--allow-deletions <number>',
    'allow exactly this many deletions, once, even past the limit',
    wholeNumber(),
  )

/**
 * Makes sure that somebody can be asked, or has said yes, before anything is read.
 *
 * @throws Problem `confirmationNeeded` (usage)
 */
export async function expectConfirmation(
  { yes, json }: ConfirmedOptions,
  { streams }: CommandTools,
  command: Command,
): Promise<void> {
  const { canAsk } = await import('./input-output/ask.ts')
  if (yes !== true && (json === true || !canAsk(streams)))
    throw commandProblem('confirmationNeeded', { command: repeatedCommand(command, ['--yes']) })
}

/** Asks a question on the terminal, unless the answer was given by `--yes`. */
export async function isConfirmed({ yes }: ConfirmedOptions, tools: CommandTools, question: string) {
  const { confirm } = await import('./input-output/ask.ts')
  return yes === true || (await confirm(question, tools))
}

/** What a change that is to be confirmed would do, and how it is done. */
export type Confirmed = {
  question: string
  /** Makes the plan that is shown, where one is: with a hundred thousand archives it takes a while. */
  preview: () => Promise<{ plan: Plan; isSomething: boolean; about?: readonly string[] }>
  commit: (seenRevision?: number) => Promise<CommittedByHand>
}

/** Shows a plan on a terminal and asks; with `--yes` commits at once. */
export async function afterConfirmation(
  command: Command,
  tools: CommandTools,
  { question, preview, commit }: Confirmed,
): Promise<Answer> {
  const options = command.optsWithGlobals<ConfirmedOptions>()
  await expectConfirmation(options, tools, command)
  if (options.yes) return planAnswer(await commit(), tools)
  const { plan, isSomething, about = [] } = await preview()
  if (isSomething) {
    const shown = [planText(plan, { all: false, ...tools.print, tense: 'planned', home: tools.home }), ...about]
    tools.tell(`${shown.join('\n')}\n`)
    if (!(await isConfirmed(options, tools, question))) {
      return {
        text: 'Nothing was changed.',
        json: planJson(plan, { all: false, committedRevision: null, home: tools.home }),
      }
    }
  }
  return planAnswer(await commit(plan.storeRevision), tools)
}
