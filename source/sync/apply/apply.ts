import { compareText } from '../compare.ts'
import { ownersIn } from '../ownership/claim.ts'
import { handedOver, withRightsAfter } from '../ownership/ended-rights.ts'
import { closeRecord, type OwnerDecision, openRecord, recordCommit } from '../ownership/record-owners.ts'
import type { Change, Plan } from '../plan.ts'
import { planStale, syncProblem } from '../problems.ts'
import type { User, UserStore } from '../user.ts'
import { renamesOf } from './renamed-privileges.ts'

/** Work on the archive folders that goes with a plan. Archives are named by user name. All renames are one step. */
export type ArchiveWork =
  /** `takesUp`: mail that is there already belongs to the user. Without it such mail is set aside. */
  | { kind: 'create'; archive: string; takesUp?: true }
  /** `joins`: mail that is there already belongs to the same user. Without it such mail is set aside. */
  | { kind: 'rename'; from: string; to: string; joins?: true }
  | { kind: 'remove'; archive: string }

/** The store after a plan, and the work on folders that follows it. */
export type AppliedPlan = { next: UserStore; archiveWork: ArchiveWork[] }

/** Whether a plan changes anything at all. */
export function changesSomething({ summary }: Plan): boolean {
  return summary.create + summary.update + summary.rename + summary.delete > 0
}

/** A command to which a flag can be added: its words with its flags, and the name that stands behind them. */
export type RepeatableCommand = { words: string; name?: string }

/** How a plan is to be applied. */
export type ApplyOptions = {
  /** The admin's word for this run; counts only past the limit, and only when it is the exact number of deletions. */
  allowDeletions?: number | undefined
  /** What an admin decided about archives in the same breath. */
  decided?: readonly OwnerDecision[] | undefined
  /** The command that is being run, ready to be copied, and the name that it is about; a synchronization unless given. */
  command?: RepeatableCommand | undefined
}

/**
 * Checks that a plan may be committed.
 *
 * @throws Problem `deletionLimit` when the plan deletes more than the limit and the admin did not allow exactly that
 */
function checkDeletionLimit({ deletionLimit }: Plan, { allowDeletions, command }: ApplyOptions): void {
  const { deletions, limit, exceeded } = deletionLimit
  if (!exceeded || allowDeletions === deletions) return
  const { words, name = '' } = command ?? { words: 'rollcall sync' }
  const preview = command === undefined ? 'rollcall plan' : ''
  throw syncProblem('deletionLimit', {
    deletions,
    limit,
    allowed: allowDeletions ?? null,
    command: words,
    name,
    preview,
  })
}

/**
 * The store as it is when the plan is done: all of it or nothing.
 *
 * @throws Problem `deletionLimit` past the limit, `planStale` when the store is not the one the plan was made from
 */
export function applyPlan(store: UserStore, plan: Plan, options: ApplyOptions = {}): AppliedPlan {
  if (store.revision !== plan.storeRevision) throw planStale('The user store')
  checkDeletionLimit(plan, options)

  const effective = plan.changes.filter(
    ({ action }) => action !== 'unchanged' && action !== 'gone' && action !== 'conflict',
  )
  const byName = new Map(
    effective.flatMap((change) => (change.before === null ? [] : [[change.before.userName, change]])),
  )
  const renames = renamesOf(effective)
  const ended = handedOver(effective, ownersIn(store))
  const kept = store.users.flatMap((user) => {
    const change = byName.get(user.userName)
    // In a row of the plan the rights have moved already.
    const next = change === undefined ? withRightsAfter(user, renames, ended) : withPasswordOf(user, change)
    return next === null ? [] : [next]
  })
  const created = effective.flatMap(({ before, after }) => (before === null && after !== null ? [after] : []))
  const revision = store.revision + 1
  const record = openRecord(store.archiveOwners)
  recordCommit(record, { revision, changes: effective, decided: options.decided })
  return {
    // Kept in order of name, which people find their way in, and which makes the next plan's order cheap.
    next: {
      ...store,
      revision,
      archiveOwners: closeRecord(record, revision),
      users: [...kept, ...created].sort(byUserName),
    },
    archiveWork: archiveWorkOf(effective),
  }
}

/** A plan that was saved knows no passwords; the user of the store, which it was made from, still has its own. */
function withPasswordOf({ password }: User, { before, after }: Change): User | null {
  const isKnown = password === undefined || before?.password !== undefined
  return isKnown || after === null ? after : { ...after, password }
}

const byUserName = (a: User, b: User): number => compareText(a.userName, b.userName)

function archiveWorkOf(changes: readonly Change[]): ArchiveWork[] {
  const removed = changes.flatMap(({ archive, userName }): ArchiveWork[] =>
    archive === 'remove' ? [{ kind: 'remove', archive: userName }] : [],
  )
  const renamed = changes.flatMap(({ archive, before, userName }): ArchiveWork[] =>
    (archive === 'rename' || archive === 'join') && before !== null
      ? [{ kind: 'rename', from: before.userName, to: userName, ...(archive === 'join' ? { joins: true } : {}) }]
      : [],
  )
  const created = changes.flatMap(({ archive, userName }): ArchiveWork[] =>
    archive === 'create' || archive === 'reuse'
      ? [{ kind: 'create', archive: userName, ...(archive === 'reuse' ? { takesUp: true } : {}) }]
      : [],
  )
  return [...removed, ...renamed, ...created]
}
