import type { Proposal } from '../plan/proposal.ts'
import type { ArchiveFacts, Plan, Reason } from '../plan.ts'
import type { User, UserStore } from '../user.ts'
import { planByHand } from './plan-by-hand.ts'
import { differingFields } from './user-differences.ts'

/** Users are told apart by their Google account where they have one, so that a rename is seen as one. */
const identityOf = ({ directoryId, userName }: User): string => directoryId ?? ` ${userName}`

/** Plans to give the whole store the users it had at an earlier revision. */
export function planRestore(store: UserStore, earlier: UserStore, archives: ArchiveFacts): Plan {
  const reason: Reason = { code: 'restored', revision: earlier.revision }
  const wanted = new Map(earlier.users.map((user) => [identityOf(user), user]))
  const proposals: Proposal[] = []
  for (const before of store.users) {
    const after = wanted.get(identityOf(before)) ?? null
    wanted.delete(identityOf(before))
    if (after === null) {
      const folder = archives.folders.get(before.userName)
      const archive = folder === undefined ? null : folder.holdsMail ? 'keep' : 'remove'
      proposals.push({ action: 'delete', before, after, reason, archive, conflict: null })
    } else if (differingFields(before, after).length > 0) {
      const renamed = before.userName !== after.userName
      const archive = renamed ? 'rename' : null
      proposals.push({ action: renamed ? 'rename' : 'update', before, after, reason, archive, conflict: null })
    }
  }
  for (const after of wanted.values()) {
    const archive = archives.folders.has(after.userName) ? 'reuse' : 'create'
    proposals.push({ action: 'create', before: null, after, reason, archive, conflict: null })
  }
  return planByHand(store, proposals)
}
