import { readArchiveFacts } from '../../store/archives/archives.ts'
import { readBackup } from '../../store/commit/backups.ts'
import { readHistory } from '../../store/history/history.ts'
import type { Home } from '../../store/home.ts'
import { readStore } from '../../store/users/user-store.ts'
import { planUndo } from '../../sync/by-hand/undo.ts'
import type { Plan } from '../../sync/plan.ts'
import type { UserStore } from '../../sync/user.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { userProblem } from '../users/user-problems.ts'

/**
 * What taking back the last commit would change. Changes nothing.
 *
 * @throws Problem `nothingToUndo`, and those of store, backups and history
 */
export async function previewUndo(home: Home): Promise<Plan> {
  return planFor(home, await readStore(home))
}

/**
 * Takes back the last commit: its users get the state they had before it. What has changed since stays.
 *
 * @param seenRevision the revision of the store for which the plan was shown
 * @throws Problem `nothingToUndo`, `planStale`, and those of the lock, store, backups and history
 */
export async function undo(home: Home, seenRevision?: number): Promise<CommittedByHand> {
  return commitByHand(home, { command: 'undo', seenRevision, plan: (store) => planFor(home, store) })
}

async function planFor(home: Home, store: UserStore): Promise<Plan> {
  const [last] = await readHistory(home, 1)
  if (last === undefined) throw userProblem('nothingToUndo', { why: 'Nothing has been committed yet.' })
  const before = await readBackup(home, last.revision - 1)
  const names = last.changes.flatMap(({ before, after }) => [before?.userName ?? [], after?.userName ?? []].flat())
  const archives = await readArchiveFacts(home, new Set(names))
  return planUndo(store, { revision: last.revision, changes: last.changes, usersBefore: before.users }, archives)
}
