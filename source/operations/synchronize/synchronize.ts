import { isDeepStrictEqual } from 'node:util'
import { readSettings } from '../../settings/settings.ts'
import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import { withStoreLock } from '../../store/lock/lock.ts'
import { openStore } from '../../store/open-store.ts'
import { applyPlan, changesSomething } from '../../sync/apply/apply.ts'
import type { Plan } from '../../sync/plan.ts'
import { interrupted, planStale } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { expectWorkableArchives } from '../archives/plan-facts.ts'
import { type OperationContext, tellWaits } from '../context.ts'
import { followUp } from '../follow-up/follow-up.ts'
import type { FollowUpReport } from '../follow-up/follow-up-state.ts'
import { keepHeldDeletions } from './held-deletions.ts'
import { makeCurrentPlan, type TestedPlan } from './make-current-plan.ts'
import { isStoreOf, type SavedPlan } from './saved-plan.ts'

/** How a synchronization is to be done. */
export type SynchronizeOptions = {
  /** The plan to commit, as it was seen; without one a new plan is made and committed. */
  tested?: TestedPlan | SavedPlan | undefined
  /** The admin's word for this run: exactly the number of deletions in the plan. */
  allowDeletions?: number | undefined
  /** Deletions wait for an approval, whatever the settings say. */
  holdsDeletions?: boolean | undefined
}

/** What a synchronization did. */
export type SynchronizeResult = {
  plan: Plan
  /** False when there was nothing to do; then nothing was written. */
  committed: boolean
  /** The revision of the store afterwards. */
  storeRevision: number
  /** The number of users afterwards. */
  userCount?: number
  /** What became of the archive folders, also of those that an earlier run left to do. */
  archives: ArchiveOutcome[]
  /** What followed the commit, or an earlier one that had it left to do; null where nothing is to follow. */
  followUp?: FollowUpReport | null
}

/**
 * Synchronize now: commits a plan, the one that was seen or a new one. Holds the store's lock from before reading until
 * after the commit, and first finishes what a crash left undone. Cancelling has an effect until the commit begins.
 *
 * @throws Problem `locked` kinds when another run holds the lock; `planStale`; `deletionLimit`; `interrupted`; and what
 *   Google, the network or the disk answered
 */
export async function synchronize(
  context: OperationContext,
  { tested, allowDeletions, holdsDeletions = false }: SynchronizeOptions = {},
): Promise<SynchronizeResult> {
  const { signal, onProgress } = context
  const onWait = tellWaits(onProgress)
  return withStoreLock(context.home, { command: 'sync', signal, onWait }, async (lock) => {
    const kept = await openStore(context.home)
    const recovered = await kept.recover(lock)
    const earlier = recovered.state === 'finished' ? recovered.archives : []
    const store = await kept.readOwned()
    const late = await followUp(lock, kept, store, null)
    if (tested !== undefined) await checkSources(context, store, tested)
    const refusesEarly = allowDeletions === undefined
    const { plan, settings } = tested ?? (await makeCurrentPlan(context, store, { refusesEarly, holdsDeletions }))
    const { next, archiveWork } = applyPlan(store, plan, { allowDeletions })
    // Before the commit: where this fails, nothing was done, and the next run makes the list again.
    keepHeldDeletions(context.home, { plan, settings, next }, new Date())
    if (!changesSomething(plan)) {
      return {
        plan,
        committed: false,
        storeRevision: store.revision,
        userCount: store.users.length,
        archives: earlier,
        followUp: late,
      }
    }
    if (context.signal.aborted) throw interrupted()
    await expectWorkableArchives(context.home, store, archiveWork.length > 0)
    context.onProgress({ stage: 'committing' })
    const { revision, archives } = await kept.commit(lock, {
      expectedRevision: store.revision,
      next,
      archiveWork,
      record: { command: 'sync', summary: plan.summary, changes: plan.changes },
    })
    return {
      plan,
      committed: true,
      storeRevision: revision,
      userCount: next.users.length,
      archives: [...earlier, ...archives],
      followUp: await followUp(lock, kept, next, { command: 'sync', plan }),
    }
  })
}

async function checkSources(
  { home }: OperationContext,
  store: UserStore,
  tested: TestedPlan | SavedPlan,
): Promise<void> {
  if (!isDeepStrictEqual(await readSettings(home), tested.settings)) throw planStale('The settings')
  const isSameStore = 'store' in tested ? isDeepStrictEqual(store, tested.store) : isStoreOf(tested, store)
  if (!isSameStore) throw planStale('The user store')
}
