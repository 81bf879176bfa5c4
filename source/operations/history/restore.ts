import { readArchiveFacts } from '../../store/archives/archives.ts'
import { type Backup, listBackups, readBackup } from '../../store/commit/backups.ts'
import { commitStore } from '../../store/commit/commit.ts'
import { readHistoryHeads } from '../../store/history/history.ts'
import type { Home } from '../../store/home.ts'
import { withStoreLock } from '../../store/lock/lock.ts'
import { emptyStore, readStore } from '../../store/users/user-store.ts'
import { applyPlan } from '../../sync/apply/apply.ts'
import { planRestore } from '../../sync/by-hand/restore.ts'
import type { Plan } from '../../sync/plan.ts'
import { planStale } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'

/** What restoring a revision would change. */
export type RestorePreview = {
  plan: Plan
  /** The problem of a store that cannot be used: it is put aside, and everything comes from the backup. Null otherwise. */
  storeProblem: Problem | null
}

/** The revisions that can be restored, the newest first. */
export const listRevisions = (home: Home): Backup[] => listBackups(home)

/**
 * What putting back the store of an earlier revision would change. Changes nothing.
 *
 * @throws Problem `backupMissing`, `backupUnusable`, and those of the disk
 */
export async function previewRestore(home: Home, revision: number): Promise<RestorePreview> {
  const earlier = await readBackup(home, revision)
  const { store, problem } = await usableStore(home)
  return { plan: await planFor(home, store, earlier), storeProblem: problem }
}

/**
 * Puts back the store of an earlier revision, as a new commit. A store that cannot be used is kept among the backups
 * under the time of day.
 *
 * @param seenRevision the revision of the store for which the plan was shown
 * @throws Problem `backupMissing`, `backupUnusable`, `planStale`, and those of the lock and the disk
 */
export async function restore(home: Home, revision: number, seenRevision?: number): Promise<CommittedByHand> {
  const earlier = await readBackup(home, revision)
  const { problem } = await usableStore(home)
  if (problem === null) {
    const plan = (store: UserStore): Promise<Plan> => planFor(home, store, earlier)
    return commitByHand(home, { command: 'restore', seenRevision, plan })
  }
  return replaceUnusable(home, earlier)
}

async function replaceUnusable(home: Home, earlier: UserStore): Promise<CommittedByHand> {
  return withStoreLock(home, { command: 'restore' }, async (lock) => {
    const { store, problem } = await usableStore(home)
    if (problem === null) throw planStale('The user store')
    const plan = await planFor(home, store, earlier)
    const { next, archiveWork } = applyPlan(store, plan)
    const committed = await commitStore(lock, {
      expectedRevision: null,
      next: { ...earlier, users: next.users, revision: next.revision },
      archiveWork,
      record: { command: 'restore', summary: plan.summary, changes: plan.changes },
    })
    return { plan, committed: true, storeRevision: committed.revision, archives: committed.archives }
  })
}

/** In place of a store that cannot be used stands an empty one with the newest revision that is known of. */
async function usableStore(home: Home): Promise<{ store: UserStore; problem: Problem | null }> {
  try {
    return { store: await readStore(home), problem: null }
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'badData') throw error
    const [last] = await readHistoryHeads(home, 1)
    const revision = Math.max(last?.revision ?? 0, listBackups(home)[0]?.revision ?? 0)
    return { store: { ...emptyStore(), revision }, problem: error }
  }
}

async function planFor(home: Home, store: UserStore, earlier: UserStore): Promise<Plan> {
  const names = new Set([...store.users, ...earlier.users].map(({ userName }) => userName))
  return planRestore(store, earlier, await readArchiveFacts(home, names))
}
