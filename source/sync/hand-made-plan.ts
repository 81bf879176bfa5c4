import type { Change, Plan } from './plan.ts'
import { compareRows, summarize } from './rows.ts'
import type { UserStore } from './user.ts'

/**
 * A plan that an admin made and not a synchronization. The deletion limit is for what nobody chose one by one, so there
 * is none.
 */
export function handMadePlan(store: UserStore, changes: readonly Change[]): Plan {
  const rows = [...changes].sort(compareRows)
  const summary = summarize(rows, 0)
  return {
    storeRevision: store.revision,
    summary,
    changes: rows,
    skipped: [],
    excluded: { suspended: 0, archived: 0, rules: [] },
    warnings: [],
    deletionLimit: { deletions: summary.delete, limit: summary.delete, exceeded: false },
  }
}
