import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import type { Home } from '../../store/home.ts'
import { type StoreLock, withStoreLock } from '../../store/lock/lock.ts'
import { openStore } from '../../store/open-store.ts'
import { type ArchiveWork, applyPlan, changesSomething, type RepeatableCommand } from '../../sync/apply/apply.ts'
import type { OwnerDecision } from '../../sync/ownership/record-owners.ts'
import type { Plan } from '../../sync/plan.ts'
import { planStale } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { expectWorkableArchives } from '../archives/plan-facts.ts'
import { followUp } from '../follow-up/follow-up.ts'
import type { FollowUpReport } from '../follow-up/follow-up-state.ts'
import { underLimit } from './limited-plan.ts'

/** What a change by hand did. */
export type CommittedByHand = {
  plan: Plan
  committed: boolean
  storeRevision: number
  /** What became of the archive folders, also of those that an earlier run left to do. */
  archives: ArchiveOutcome[]
  /** Work on archives beside what follows from the plan. */
  archiveWork?: readonly ArchiveWork[] | undefined
  /** What was decided about the owners of archives. */
  decided?: readonly OwnerDecision[] | undefined
  /** What followed the commit, or an earlier one that had it left to do; null where nothing is to follow. */
  followUp?: FollowUpReport | null
}

/** A change by hand that is to be made. */
export type PlannedByHand = {
  plan: Plan
  /** Work on archives beside what follows from the plan. */
  archiveWork?: readonly ArchiveWork[]
  /** What is decided about the owners of archives. */
  decided?: readonly OwnerDecision[]
  /** The revision that is taken back. */
  undid?: number
  /** The revision of the undo that is taken back. */
  redid?: number
  /** The admin's word past the deletion limit, where it is known only now. */
  allowDeletions?: number | undefined
}

/** How a change by hand is made. */
export type ChangeByHand = {
  /** What was done, for the history, such as `users add`. */
  command: string
  /** Plans the change for the store as it is under the lock. May throw a Problem; then nothing is changed. */
  plan: (store: UserStore, lock: StoreLock) => Promise<PlannedByHand> | PlannedByHand
  /** Archives may be missing altogether: they are to be made anew. */
  mayMissArchives?: boolean
  /** The command, ready to be copied, to which the admin's word past the deletion limit can be added. */
  commandLine?: RepeatableCommand
  /** The admin's word for this run, past the deletion limit. */
  allowDeletions?: number | undefined
  /** The revision of the store that somebody saw and decided about; none: whatever is there. */
  seenRevision?: number | undefined
}

/**
 * Changes the store by a plan of its own, under the lock, after finishing what a crash left undone. A plan with nothing
 * to do writes nothing.
 *
 * @throws Problem `planStale` when the store is not the one that was seen; `deletionLimit` past the limit; and those of the lock, the store and the plan
 */
export async function commitByHand(home: Home, change: ChangeByHand): Promise<CommittedByHand> {
  return withStoreLock(home, { command: change.command }, async (lock) => {
    const kept = await openStore(home)
    const recovered = await kept.recover(lock)
    const store = await kept.readOwned()
    if (change.seenRevision !== undefined && change.seenRevision !== store.revision) throw planStale('The store')
    const late = await followUp(lock, kept, store, null)
    const planned = await change.plan(store, lock)
    const plan = await underLimit(home, store, planned.plan)
    const earlier = recovered.state === 'finished' ? recovered.archives : []
    if (!doesSomething(planned)) {
      return { plan, committed: false, storeRevision: store.revision, archives: earlier, followUp: late }
    }
    const { next, archiveWork } = applyPlan(store, plan, {
      allowDeletions: planned.allowDeletions ?? change.allowDeletions,
      decided: planned.decided,
      command: change.commandLine,
    })
    const work = [...archiveWork, ...(planned.archiveWork ?? [])]
    if (change.mayMissArchives !== true) await expectWorkableArchives(home, store, work.length > 0)
    const { revision, archives } = await kept.commit(lock, {
      expectedRevision: store.revision,
      next,
      archiveWork: work,
      record: {
        command: change.command,
        summary: plan.summary,
        changes: plan.changes,
        undid: planned.undid,
        redid: planned.redid,
        decided: planned.decided,
        archiveWork: planned.archiveWork,
      },
    })
    return {
      plan,
      committed: true,
      storeRevision: revision,
      archives: [...earlier, ...archives],
      archiveWork: planned.archiveWork,
      decided: planned.decided,
      followUp: await followUp(lock, kept, next, { command: change.command, plan }),
    }
  })
}

/** Whether a change by hand changes anything at all. */
export function doesSomething({ plan, archiveWork = [], decided = [] }: PlannedByHand): boolean {
  return changesSomething(plan) || archiveWork.length > 0 || decided.length > 0
}
