import type { HistoryRecord } from '../../store/history/history-record.ts'
import type { StoreHistory } from '../../store/store.ts'
import { renewalCommand } from '../users/renew-hash.ts'

/**
 * Finds the commit that an undo takes back: the newest one that has not been taken back yet. Undos and redos are no
 * commits of their own here, so each undo goes one further back.
 *
 * @param revision the commit that is asked for; null: the newest
 * @param below only commits before this revision count
 * @returns null when there is none
 * @throws Problem (failed) when the disk fails
 */
export async function findUndoTarget(
  history: StoreHistory,
  revision: number | null,
  below = Number.POSITIVE_INFINITY,
): Promise<HistoryRecord | null> {
  const cancelled = new Set<number>()
  return history.find((commit) => {
    if (cancelled.delete(commit.revision)) return 'pass'
    // No person made it, so nobody means it with the last one.
    if (revision === null && commit.command === renewalCommand) return 'pass'
    const takenBack = commit.redid ?? commit.undid ?? null
    if (takenBack !== null) cancelled.add(takenBack)
    else if (commit.revision < below && (revision === null || commit.revision === revision)) return 'take'
    return revision !== null && commit.revision < revision ? 'stop' : 'pass'
  })
}

/**
 * Finds the undo that a redo takes back: the newest one that has not been taken back yet, as long as no other commit came
 * after it.
 *
 * @returns null when there is none
 * @throws Problem (failed) when the disk fails
 */
export async function findRedoTarget(history: StoreHistory): Promise<HistoryRecord | null> {
  const cancelled = new Set<number>()
  return history.find((commit) => {
    if (cancelled.delete(commit.revision)) return 'pass'
    if (commit.command === renewalCommand) return 'pass'
    if (commit.redid !== undefined) {
      cancelled.add(commit.redid)
      return 'pass'
    }
    return commit.undid === undefined ? 'stop' : 'take'
  })
}
