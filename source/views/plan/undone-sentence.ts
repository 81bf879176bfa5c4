import { changesSomething } from '../../sync/apply/apply.ts'
import type { Plan } from '../../sync/plan.ts'
import { summarySentence } from './summary-sentence.ts'

/** What an undo did, in one sentence: `Took back the last commit: updated 1 user.` Archives alone count too. */
export function undoneSentence(plan: Plan): string {
  if (!changesSomething(plan)) return 'Took back the last commit: archives have their earlier names.'
  const done = summarySentence(plan, 'done')
  return `Took back the last commit: ${done.charAt(0).toLowerCase()}${done.slice(1)}.`
}
