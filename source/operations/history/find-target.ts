import { findCommit } from '../../store/history/history.ts'
import type { HistoryHead, HistoryRecord } from '../../store/history/history-record.ts'
import type { Home } from '../../store/home.ts'

/**
 * Finds the commit that an undo takes back: the newest one that has not been taken back yet. Undos and redos are no
 * commits of their own here, so each undo goes one further back.
 *
 * @param revision the commit that is asked for; null: the newest
 * @returns null when there is none
 * @throws Problem (failed) when the disk fails
 */
export async function findUndoTarget(home: Home, revision: number | null): Promise<HistoryRecord | null> {
  const cancelled = new Set<number>()
  return findCommit(home, (commit, readWhole) => {
    if (cancelled.delete(commit.revision)) return 'pass'
    const takenBack = commit.redid ?? undidBy(commit, readWhole)
    if (takenBack !== null) cancelled.add(takenBack)
    else if (revision === null || commit.revision === revision) return 'take'
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
export async function findRedoTarget(home: Home): Promise<HistoryRecord | null> {
  const cancelled = new Set<number>()
  return findCommit(home, (commit, readWhole) => {
    if (cancelled.delete(commit.revision)) return 'pass'
    if (commit.redid !== undefined) {
      cancelled.add(commit.redid)
      return 'pass'
    }
    return undidBy(commit, readWhole) === null ? 'stop' : 'take'
  })
}

/** The revision that a commit took back; earlier releases wrote it on each change only. */
function undidBy(commit: HistoryHead, readWhole: () => HistoryRecord | null): number | null {
  if (commit.undid !== undefined || commit.command !== 'undo') return commit.undid ?? null
  const reason = readWhole()?.changes[0]?.reason
  return reason?.code === 'undone' ? reason.revision : null
}
