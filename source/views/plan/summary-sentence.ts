import type { Action, Plan } from '../../sync/plan.ts'
import { counted, grouped } from '../../text/numbers.ts'

const verbs: readonly { action: Action; planned: string; done: string }[] = [
  { action: 'create', planned: 'create', done: 'created' },
  { action: 'update', planned: 'update', done: 'updated' },
  { action: 'rename', planned: 'rename', done: 'renamed' },
  { action: 'delete', planned: 'delete', done: 'deleted' },
]

/**
 * A plan in one sentence without a full stop: `Create 12 users, rename 1, delete 2; 3 archive folders with mail stay`.
 *
 * @param tense `planned` before the commit, `done` after it
 */
export function summarySentence(plan: Plan, tense: 'planned' | 'done'): string {
  const parts = verbs
    .map((verb) => ({ word: verb[tense], count: plan.summary[verb.action] }))
    .filter((part) => part.count > 0)
    .map((part, index) => `${part.word} ${index === 0 ? counted(part.count, 'user') : grouped(part.count)}`)
  const kept = plan.changes.filter((change) => change.action === 'delete' && change.archive === 'keep').length
  const clauses = [
    parts.length === 0 ? 'nothing to change' : parts.join(', '),
    ...(kept === 0 ? [] : [counted(kept, 'archive folder with mail stays', 'archive folders with mail stay')]),
  ]
  const sentence = clauses.join('; ')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
