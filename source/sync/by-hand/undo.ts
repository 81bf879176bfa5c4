import { fold } from '../addresses.ts'
import { type FindOwner, ownersIn } from '../ownership/claim.ts'
import { type Owner, ownerOfUser } from '../ownership/owner.ts'
import type { OwnerDecision } from '../ownership/record-owners.ts'
import { withCountBegunAgain } from '../plan/grace-period.ts'
import { leavingArchive } from '../plan/leaving-archive.ts'
import type { Proposal } from '../plan/proposal.ts'
import { checkRenamedArchive, withClaimedArchive } from '../plan/propose.ts'
import type { ArchiveFacts, Change, Plan, Reason } from '../plan.ts'
import { finder } from '../scope/finder.ts'
import type { User, UserStore } from '../user.ts'
import { planByHand } from './plan-by-hand.ts'
import { strangersMail } from './strangers-mail.ts'
import { sameButForPassword } from './user-differences.ts'

/** What is known of a commit that is to be taken back. */
export type CommitToUndo = {
  revision: number
  /** Its rows that changed something. */
  changes: readonly Pick<Change, 'action' | 'before' | 'after'>[]
  /** The store before it, password hashes included, which the rows leave out; null: not known any more. */
  storeBefore: UserStore | null
  /**
   * Whether an admin moved a user on to another account, or to none, by this commit: then mail and all goes back with it.
   */
  isWord?: boolean
  /** What is decided about the owners of archives in the same breath. */
  decided?: readonly OwnerDecision[] | undefined
}

/**
 * Plans to give the users of a commit back the state they had before it. A user that has changed since is a conflict, so
 * that nothing newer is lost, and so is an archive that holds somebody else's mail by now; other users are not touched,
 * but for rights that follow an archive back to its old name.
 */
export function planUndo(store: UserStore, commit: CommitToUndo, archives: ArchiveFacts): Plan {
  const current = new Map(store.users.map((user) => [user.userName, user]))
  const earlier = new Map(commit.storeBefore?.users.map((user) => [user.userName, user]))
  const surroundings: Surroundings = {
    archives,
    ownerOf: ownersIn(store),
    holderOf: finder(store.users, ({ userName }) => fold(userName)),
    leaving: new Set(),
    givenUp: new Map(
      store.archiveOwners?.archives.flatMap(({ archive, owner, since }) =>
        since === commit.revision ? [[archive, owner] as const] : [],
      ),
    ),
    isWord: commit.isWord === true,
    reason: { code: 'undone', revision: commit.revision },
  }
  const steps = commit.changes.flatMap(({ before, after }) => {
    const now = after === null ? null : (current.get(after.userName) ?? null)
    const state = before === null ? null : (earlier.get(before.userName) ?? withPasswordOf(before, now))
    const then = state === null ? null : withCountBegunAgain(state, now)
    const changedSince = after !== null && (now === null || !sameButForPassword(now, after))
    return now === null && then === null ? [] : [{ now, then, changedSince }]
  })
  for (const { now, then, changedSince } of steps) {
    if (now !== null && then === null && !changedSince) surroundings.leaving.add(now)
  }
  const proposals = steps.map(({ now, then, changedSince }): Proposal => {
    const proposal = backTo(now, then, surroundings)
    return changedSince ? { ...proposal, conflict: { code: 'changedSince', revision: commit.revision } } : proposal
  })
  const ownerThen = commit.storeBefore === null ? null : ownersIn(commit.storeBefore)
  return planByHand(store, proposals, { ownerThen, decided: commit.decided })
}

/** Where nobody knows the password of then, the one of now stays. */
function withPasswordOf(user: User, now: User | null): User {
  if (now?.password === undefined || user.authentication !== 'integrated') return user
  return { ...user, password: now.password }
}

type Surroundings = {
  archives: ArchiveFacts
  ownerOf: FindOwner
  /** By name in lower case. */
  holderOf: (name: string) => User | undefined
  /** Users who go when the commit is taken back. */
  leaving: Set<User>
  /** The names that were given up by the commit, with those who did. */
  givenUp: ReadonlyMap<string, Owner>
  isWord: boolean
  reason: Reason
}

function backTo(now: User | null, then: User | null, surroundings: Surroundings): Proposal {
  const { archives, ownerOf, holderOf, leaving, givenUp, isWord, reason } = surroundings
  const proposal = { before: now, after: then, reason, conflict: null }
  if (then === null) {
    return { ...proposal, action: 'delete', archive: now === null ? null : leavingArchive(now.userName, archives) }
  }
  // Who gave up the name by this commit is the one who gets it back.
  const wants = givenUp.get(then.userName) ?? ownerOfUser(then, undefined)
  if (now === null) {
    return withClaimedArchive(
      { ...proposal, after: then, action: 'create', archive: 'create' },
      wants,
      archives,
      ownerOf,
    )
  }
  if (now.userName === then.userName) {
    const conflict = isWord ? null : strangersMail(now, then, wants, archives, ownerOf)
    return { ...proposal, action: 'update', archive: null, conflict }
  }
  const renamed: Proposal = { ...proposal, action: 'rename', archive: 'rename' }
  return checkRenamedArchive(renamed, wants, archives, ownerOf, (name) => holderOf(fold(name)), leaving)
}
