import type { Action, ArchiveChange, Reason } from '../plan.ts'
import type { User } from '../user.ts'

/** A change that is wanted; it becomes a row of the plan as it is, or as a conflict. */
export type Proposal = {
  action: Exclude<Action, 'conflict' | 'unchanged'>
  before: User | null
  after: User | null
  reason: Reason
  archive: ArchiveChange | null
  /** Why it cannot be done safely; null while nothing is against it. */
  conflict: Reason | null
}

/** The state of the user when the plan is done; null when there is none. */
export function outcome(proposal: Proposal): User | null {
  return proposal.conflict === null ? proposal.after : proposal.before
}
