import { fold } from '../addresses.ts'
import { type FindOwner, ownersIn } from '../ownership/claim.ts'
import { type Owner, ownerOfUser } from '../ownership/owner.ts'
import { withCountBegunAgain } from '../plan/grace-period.ts'
import { leavingArchive } from '../plan/leaving-archive.ts'
import type { Proposal } from '../plan/proposal.ts'
import { checkRenamedArchive, withClaimedArchive } from '../plan/propose.ts'
import type { ArchiveFacts, Plan, Reason } from '../plan.ts'
import { finder } from '../scope/finder.ts'
import type { User, UserStore } from '../user.ts'
import { planByHand } from './plan-by-hand.ts'
import { strangersMail } from './strangers-mail.ts'
import { differingFields } from './user-differences.ts'

/**
 * Plans to give the whole store the users it had at an earlier revision. Where an archive holds mail of somebody else by
 * now, the user who had it then does not get it back with the name: that is a conflict.
 */
export function planRestore(store: UserStore, earlier: UserStore, archives: ArchiveFacts): Plan {
  const reason: Reason = { code: 'restored', revision: earlier.revision }
  const counterparts = pairUsers(store.users, earlier.users)
  const found = new Set(counterparts.values())
  const leaving = new Set(store.users.filter((user) => !counterparts.has(user)))
  const ownerOf = ownersIn(store)
  const ownerThen = ownersIn(earlier)
  const holderOf = finder(store.users, ({ userName }) => fold(userName))
  const findHolder = (name: string): User | undefined => holderOf(fold(name))
  const proposals: Proposal[] = []
  for (const before of store.users) {
    const then = counterparts.get(before)
    const after = then === undefined ? null : withCountBegunAgain(then, before)
    if (after === null) {
      const archive = leavingArchive(before.userName, archives)
      proposals.push({ action: 'delete', before, after, reason, archive, conflict: null })
    } else if (differingFields(before, after).length > 0) {
      const wants = wantedOwner(after, ownerThen)
      const renamed = before.userName !== after.userName
      const proposal: Proposal = {
        action: renamed ? 'rename' : 'update',
        before,
        after,
        reason,
        archive: renamed ? 'rename' : null,
        conflict: strangersMail(before, after, wants, archives, ownerOf),
      }
      proposals.push(checkRenamedArchive(proposal, wants, archives, ownerOf, findHolder, leaving))
    }
  }
  for (const then of earlier.users) {
    if (found.has(then)) continue
    const after = withCountBegunAgain(then, null)
    const proposal = { action: 'create', before: null, after, reason, archive: 'create', conflict: null } as const
    proposals.push(withClaimedArchive(proposal, wantedOwner(after, ownerThen), archives, ownerOf))
  }
  return planByHand(store, proposals, { ownerThen })
}

const wantedOwner = (after: User, ownerThen: FindOwner): Owner | null =>
  after.directoryId === null ? ownerThen(after.userName) : ownerOfUser(after, undefined)

/**
 * Finds each user's counterpart of then: the one of the same Google account, so that a rename is seen as one; else the
 * one of the same name, where one of the two has no account.
 */
function pairUsers(now: readonly User[], then: readonly User[]): Map<User, User> {
  const pairs = new Map<User, User>()
  const taken = new Set<User>()
  const byId = new Map(then.flatMap((user) => (user.directoryId === null ? [] : [[user.directoryId, user] as const])))
  for (const user of now) {
    const counterpart = user.directoryId === null ? undefined : byId.get(user.directoryId)
    if (counterpart === undefined || taken.has(counterpart)) continue
    pairs.set(user, counterpart)
    taken.add(counterpart)
  }
  const byName = new Map(then.flatMap((user) => (taken.has(user) ? [] : [[user.userName, user] as const])))
  for (const user of now) {
    const counterpart = pairs.has(user) ? undefined : byName.get(user.userName)
    if (counterpart === undefined || (user.directoryId !== null && counterpart.directoryId !== null)) continue
    pairs.set(user, counterpart)
  }
  return pairs
}
