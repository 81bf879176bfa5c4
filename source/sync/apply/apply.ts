import { compareText } from '../compare.ts'
import type { Change, Plan } from '../plan.ts'
import { planStale, syncProblem } from '../problems.ts'
import type { User, UserStore } from '../user.ts'
import { renamesOf, withMovedRights } from './renamed-privileges.ts'

/** Work on the archive folders that goes with a plan. Archives are named by user name. All renames are one step. */
export type ArchiveWork =
  | { kind: 'create'; archive: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; archive: string }

/** The store after a plan, and the work on folders that follows it. */
export type AppliedPlan = { next: UserStore; archiveWork: ArchiveWork[] }

/** Whether a plan changes anything at all. */
export function changesSomething({ summary }: Plan): boolean {
  return summary.create + summary.update + summary.rename + summary.delete > 0
}

/**
 * Checks that a plan may be committed.
 *
 * @param allowDeletions the admin's word for this run; counts only past the limit, and only when it is the exact number
 * @throws Problem `deletionLimit` when the plan deletes more than the limit and the admin did not allow exactly that
 */
function checkDeletionLimit({ deletionLimit }: Plan, allowDeletions: number | undefined): void {
  const { deletions, limit, exceeded } = deletionLimit
  if (!exceeded || allowDeletions === deletions) return
  throw syncProblem('deletionLimit', { deletions, limit, allowed: allowDeletions ?? null })
}

/**
 * The store as it is when the plan is done: all of it or nothing.
 *
 * @throws Problem `deletionLimit` past the limit, `planStale` when the store is not the one the plan was made from
 */
export function applyPlan(store: UserStore, plan: Plan, allowDeletions?: number): AppliedPlan {
  if (store.revision !== plan.storeRevision) throw planStale('The user store')
  checkDeletionLimit(plan, allowDeletions)

  const effective = plan.changes.filter(
    ({ action }) => action !== 'unchanged' && action !== 'gone' && action !== 'conflict',
  )
  const byName = new Map(
    effective.flatMap((change) => (change.before === null ? [] : [[change.before.userName, change]])),
  )
  const renames = renamesOf(effective)
  const kept = store.users.flatMap((user) => {
    const change = byName.get(user.userName)
    // In a row of the plan the rights have moved already.
    const next = change === undefined ? withMovedRights(user, renames) : withPasswordOf(user, change)
    return next === null ? [] : [next]
  })
  const created = effective.flatMap(({ before, after }) => (before === null && after !== null ? [after] : []))
  return {
    // Kept in order of name, which people find their way in, and which makes the next plan's order cheap.
    next: { ...store, revision: store.revision + 1, users: [...kept, ...created].sort(byUserName) },
    archiveWork: archiveWorkOf(effective),
  }
}

/** A plan that was saved knows no passwords; the user of the store, which it was made from, still has its own. */
function withPasswordOf({ password }: User, { before, after }: Change): User | null {
  const isKnown = password === undefined || before?.password !== undefined
  return isKnown || after === null ? after : { ...after, password }
}

const byUserName = (a: User, b: User): number => compareText(a.userName, b.userName)

function archiveWorkOf(changes: readonly Change[]): ArchiveWork[] {
  const removed = changes.flatMap(({ archive, userName }): ArchiveWork[] =>
    archive === 'remove' ? [{ kind: 'remove', archive: userName }] : [],
  )
  const renamed = changes.flatMap(({ archive, before, userName }): ArchiveWork[] =>
    archive === 'rename' && before !== null ? [{ kind: 'rename', from: before.userName, to: userName }] : [],
  )
  const created = changes.flatMap(({ archive, userName }): ArchiveWork[] =>
    archive === 'create' || archive === 'reuse' ? [{ kind: 'create', archive: userName }] : [],
  )
  return [...removed, ...renamed, ...created]
}
