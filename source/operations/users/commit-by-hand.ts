import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import { commitStore } from '../../store/commit/commit.ts'
import { recover } from '../../store/commit/recovery.ts'
import type { Home } from '../../store/home.ts'
import { type StoreLock, withStoreLock } from '../../store/lock/lock.ts'
import { readStore } from '../../store/users/user-store.ts'
import { applyPlan, changesSomething } from '../../sync/apply/apply.ts'
import type { Plan } from '../../sync/plan.ts'
import { planStale } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'

/** What a change by hand did. */
export type CommittedByHand = { plan: Plan; committed: boolean; storeRevision: number; archives: ArchiveOutcome[] }

/** How a change by hand is made. */
export type ChangeByHand = {
  /** What was done, for the history, such as `users add`. */
  command: string
  /** Plans the change for the store as it is under the lock. May throw a Problem; then nothing is changed. */
  plan: (store: UserStore, lock: StoreLock) => Promise<Plan> | Plan
  /** The revision of the store that somebody saw and decided about; none: whatever is there. */
  seenRevision?: number | undefined
}

/**
 * Changes the store by a plan of its own, under the lock, after finishing what a crash left undone. A plan with nothing
 * to do writes nothing.
 *
 * @throws Problem `planStale` when the store is not the one that was seen; and those of the lock, the store and the plan
 */
export async function commitByHand(home: Home, change: ChangeByHand): Promise<CommittedByHand> {
  return withStoreLock(home, { command: change.command }, async (lock) => {
    await recover(lock)
    const store = await readStore(home)
    if (change.seenRevision !== undefined && change.seenRevision !== store.revision) throw planStale('The user store')
    const plan = await change.plan(store, lock)
    if (!changesSomething(plan)) return { plan, committed: false, storeRevision: store.revision, archives: [] }
    const { next, archiveWork } = applyPlan(store, plan)
    const { revision, archives } = await commitStore(lock, {
      expectedRevision: store.revision,
      next,
      archiveWork,
      record: { command: change.command, summary: plan.summary, changes: plan.changes },
    })
    return { plan, committed: true, storeRevision: revision, archives }
  })
}
