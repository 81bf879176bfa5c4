import { fold } from '../addresses.ts'
import { ownersIn } from '../ownership/claim.ts'
import { type RightsOfThen, settleRights } from '../ownership/settle-rights.ts'
import { markConflicts } from '../plan/conflicts.ts'
import type { Proposal } from '../plan/proposal.ts'
import { compareRows, rowOf, summarize } from '../plan/rows.ts'
import type { Change, Plan } from '../plan.ts'
import type { User, UserStore } from '../user.ts'
import { differingFields } from './user-differences.ts'

/**
 * Makes a plan of changes that an admin asked for one by one. The deletion limit is no matter here: each deletion was
 * asked for. The rows' users are taken as they are given, but for rights on archives that are somebody else's by now. What
 * would give two users one name or address becomes a conflict.
 *
 * @param then for users who get back what they had
 */
export function planByHand(store: UserStore, wanted: Proposal[], then: RightsOfThen | null = null): Plan {
  const proposals = withoutHalfSwaps(wanted)
  markConflicts(proposals, store.users)
  const { added, warnings } = settleRights(store, proposals, store.users, ownersIn(store), then)
  const changes = [...proposals.filter(changesAnything), ...added]
    .map((proposal) => withEveryField(rowOf(proposal)))
    .sort(compareRows)
  const summary = summarize(changes, 0)
  return {
    storeRevision: store.revision,
    summary,
    changes,
    skipped: [],
    excluded: { suspended: 0, archived: 0, groups: [], orgUnits: [], rules: [] },
    warnings,
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

/** A user who gets back nothing but rights that have ended has no row. */
function changesAnything({ action, before, after, conflict }: Proposal): boolean {
  if (action !== 'update' || conflict !== null || before === null || after === null) return true
  return differingFields(before, after).length > 0
}

/** By hand every field can change, not only those that the directory owns. */
function withEveryField(change: Change): Change {
  const { before, after } = change
  return before === null || after === null ? change : { ...change, fields: differingFields(before, after) }
}

/**
 * Rights on an archive go along with its mail to another name.
 *
 * @returns rows for all users who have some, but for the one who has the name
 */
export function proposeRightsAlong(users: readonly User[], from: string, to: string): Proposal[] {
  return users.flatMap((user) => {
    if (user.userName === from || !user.privilegesOnFolders.some(({ folder }) => folder === from)) return []
    const rights = user.privilegesOnFolders.map((right) => (right.folder === from ? { ...right, folder: to } : right))
    return [proposeEdit(user, { ...user, privilegesOnFolders: rights })]
  })
}

/** One user changed by hand. */
export function proposeEdit(before: User, after: User): Proposal {
  return { action: 'update', before, after, reason: { code: 'byHand' }, archive: null, conflict: null }
}
