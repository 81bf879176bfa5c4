import { fold } from '../addresses.ts'
import { markConflicts } from '../plan/conflicts.ts'
import type { Proposal } from '../plan/proposal.ts'
import { compareRows, rowOf, summarize } from '../plan/rows.ts'
import type { Change, Plan } from '../plan.ts'
import type { User, UserStore } from '../user.ts'
import { differingFields } from './user-differences.ts'

/**
 * Makes a plan of changes that an admin asked for one by one. The deletion limit is no matter here: each deletion was
 * asked for. The rows' users are taken as they are given. What would give two users one name or address becomes a conflict.
 */
export function planByHand(store: UserStore, wanted: Proposal[]): Plan {
  const proposals = withoutHalfSwaps(wanted)
  markConflicts(proposals, store.users)
  const changes = proposals.map((proposal) => withEveryField(rowOf(proposal))).sort(compareRows)
  const summary = summarize(changes, 0)
  return {
    storeRevision: store.revision,
    summary,
    changes,
    skipped: [],
    excluded: { suspended: 0, archived: 0, rules: [] },
    warnings: [],
    deletionLimit: { deletions: summary.delete, limit: summary.delete, exceeded: false },
  }
}

/**
 * A user whose name is to go to another one stays when that one cannot have it: the two are one row, and one conflict.
 */
function withoutHalfSwaps(proposals: Proposal[]): Proposal[] {
  const refused = new Map(
    proposals.flatMap((one) =>
      one.action === 'create' && one.conflict !== null && one.after !== null ? [[fold(one.after.userName), one]] : [],
    ),
  )
  if (refused.size === 0) return proposals
  return proposals.filter(({ action, before }) => {
    const rival = action === 'delete' && before !== null ? refused.get(fold(before.userName)) : undefined
    if (rival !== undefined) rival.before = before
    return rival === undefined
  })
}

/** By hand every field can change, not only those that the directory owns. */
function withEveryField(change: Change): Change {
  const { before, after } = change
  return before === null || after === null ? change : { ...change, fields: differingFields(before, after) }
}

/** One user changed by hand. */
export function proposeEdit(before: User, after: User): Proposal {
  return { action: 'update', before, after, reason: { code: 'byHand' }, archive: null, conflict: null }
}
