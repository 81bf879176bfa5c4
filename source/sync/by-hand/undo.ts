import type { Proposal } from '../plan/proposal.ts'
import type { ArchiveFacts, Change, Plan, Reason } from '../plan.ts'
import type { User, UserStore } from '../user.ts'
import { planByHand } from './plan-by-hand.ts'
import { sameButForPassword } from './user-differences.ts'

/** What is known of a commit that is to be taken back. */
export type CommitToUndo = {
  revision: number
  /** Its rows that changed something. */
  changes: readonly Pick<Change, 'action' | 'before' | 'after'>[]
  /** The users as they were before it, password hashes included, which the rows leave out. */
  usersBefore: readonly User[]
}

/**
 * Plans to give the users of a commit back the state they had before it. A user that has changed since is a conflict, so
 * that nothing newer is lost; other users are not touched, but for rights that follow an archive back to its old name.
 */
export function planUndo(store: UserStore, commit: CommitToUndo, archives: ArchiveFacts): Plan {
  const current = new Map(store.users.map((user) => [user.userName, user]))
  const earlier = new Map(commit.usersBefore.map((user) => [user.userName, user]))
  const freed = new Set(commit.changes.flatMap(({ after }) => (after === null ? [] : [after.userName])))
  const proposals = commit.changes.flatMap(({ before, after }): Proposal[] => {
    const now = after === null ? null : (current.get(after.userName) ?? null)
    const then = before === null ? null : (earlier.get(before.userName) ?? before)
    if (now === null && then === null) return []
    const proposal = backTo(now, then, archives, freed, commit.revision)
    const changedSince = after !== null && (now === null || !sameButForPassword(now, after))
    return [changedSince ? { ...proposal, conflict: { code: 'changedSince', revision: commit.revision } } : proposal]
  })
  return planByHand(store, proposals)
}

/** @param freed the names that the commit gave, whose archives move or go when it is taken back */
function backTo(
  now: User | null,
  then: User | null,
  archives: ArchiveFacts,
  freed: ReadonlySet<string>,
  revision: number,
): Proposal {
  const reason: Reason = { code: 'undone', revision }
  if (then === null) {
    const folder = now === null ? undefined : archives.folders.get(now.userName)
    const archive = folder === undefined ? null : folder.holdsMail ? 'keep' : 'remove'
    return { action: 'delete', before: now, after: null, reason, archive, conflict: null }
  }
  if (now === null) {
    const archive = archives.folders.has(then.userName) ? 'reuse' : 'create'
    return { action: 'create', before: null, after: then, reason, archive, conflict: null }
  }
  if (now.userName === then.userName) {
    return { action: 'update', before: now, after: then, reason, archive: null, conflict: null }
  }
  const inTheWay = archives.folders.has(then.userName) && !freed.has(then.userName)
  const conflict: Reason | null = inTheWay ? { code: 'archiveInTheWay', folder: then.userName } : null
  return { action: 'rename', before: now, after: then, reason, archive: 'rename', conflict }
}
