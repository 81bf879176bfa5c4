import type { Action, Change } from '../../sync/plan.ts'

/** The kinds of rows as people read them: what needs a look first, what is the same for most people last. */
export const actionOrder: readonly Action[] = ['conflict', 'delete', 'gone', 'rename', 'update', 'create', 'unchanged']

/** The rows of a plan as people read them: conflicts and deletions first, each kind in the order of the plan. */
export function inReadingOrder(changes: readonly Change[]): readonly Change[] {
  return actionOrder.flatMap((action) => changes.filter((change) => change.action === action))
}
