import { standIn } from '../../store/history/recorded-owners.ts'
import type { Home } from '../../store/home.ts'
import { withStoreLock } from '../../store/lock/lock.ts'
import { openStore } from '../../store/open-store.ts'
import type { EarlierStore } from '../../store/store.ts'
import { applyPlan } from '../../sync/apply/apply.ts'
import { planRestore } from '../../sync/by-hand/restore.ts'
import type { Plan } from '../../sync/plan.ts'
import { planStale } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { readPlanFacts } from '../archives/plan-facts.ts'
import { followUp } from '../follow-up/follow-up.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { underLimit } from '../users/limited-plan.ts'

/** What restoring a revision would change. */
export type RestorePreview = {
  plan: Plan
  /** The problem of a store that cannot be used: it is put aside, and everything comes from the backup. Null otherwise. */
  storeProblem: Problem | null
}

/** How a revision is to be put back. */
export type RestoreOptions = {
  /** The revision of the store for which the plan was shown. */
  seenRevision?: number | undefined
  /** The admin's word for this run, past the deletion limit. */
  allowDeletions?: number | undefined
}

/** The revisions that can be restored, the newest first. */
export const listRevisions = async (home: Home): Promise<EarlierStore[]> => (await openStore(home)).earlier.list()

/**
 * What putting back the store of an earlier revision would change. Changes nothing.
 *
 * @throws Problem `backupMissing`, `backupUnusable`, and those of the disk
 */
export async function previewRestore(home: Home, revision: number): Promise<RestorePreview> {
  const earlier = await (await openStore(home)).earlier.read(revision)
  const { store, problem } = await usableStore(home, earlier)
  return { plan: await underLimit(home, store, await planFor(home, store, earlier)), storeProblem: problem }
}

/**
 * Puts back the store of an earlier revision, as a new commit. A store that cannot be used is kept among the backups
 * under the time of day.
 *
 * @throws Problem `backupMissing`, `backupUnusable`, `planStale`, and those of the lock and the disk
 */
export async function restore(
  home: Home,
  revision: number,
  { seenRevision, allowDeletions }: RestoreOptions = {},
): Promise<CommittedByHand> {
  const earlier = await (await openStore(home)).earlier.read(revision)
  const { problem } = await usableStore(home, earlier)
  if (problem === null) {
    const plan = async (store: UserStore) => ({ plan: await planFor(home, store, earlier) })
    const commandLine = { words: `rollcall restore ${revision} --yes` }
    return commitByHand(home, { command: 'restore', commandLine, seenRevision, allowDeletions, plan })
  }
  return replaceUnusable(home, earlier)
}

async function replaceUnusable(home: Home, earlier: UserStore): Promise<CommittedByHand> {
  return withStoreLock(home, { command: 'restore' }, async (lock) => {
    const { store, problem } = await usableStore(home, earlier)
    if (problem === null) throw planStale('The user store')
    const plan = await planFor(home, store, earlier)
    const { next, archiveWork } = applyPlan(store, plan)
    const kept = await openStore(home)
    const whole = { ...earlier, ...next }
    const committed = await kept.commit(lock, {
      expectedRevision: null,
      next: whole,
      archiveWork,
      record: { command: 'restore', summary: plan.summary, changes: plan.changes },
    })
    return {
      plan,
      committed: true,
      storeRevision: committed.revision,
      archives: committed.archives,
      followUp: await followUp(lock, kept, whole, { command: 'restore', plan }),
    }
  })
}

/**
 * In place of a store that cannot be used stands an empty one with the newest revision that is known of, and with the
 * owners of archives that the backup and the history know.
 */
async function usableStore(home: Home, earlier: UserStore): Promise<{ store: UserStore; problem: Problem | null }> {
  const kept = await openStore(home)
  try {
    return { store: await kept.readOwned(), problem: null }
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'badData') throw error
    const [last] = await kept.history.heads(1)
    const [newest] = await kept.earlier.list()
    const revision = Math.max(last?.revision ?? 0, newest?.revision ?? 0)
    return { store: await standIn(earlier, revision, kept.history.since), problem: error }
  }
}

async function planFor(home: Home, store: UserStore, earlier: UserStore): Promise<Plan> {
  const names = new Set([...store.users, ...earlier.users].map(({ userName }) => userName))
  return planRestore(store, earlier, await readPlanFacts(home, store, names))
}
