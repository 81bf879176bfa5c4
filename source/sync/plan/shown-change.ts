import type { Change } from '../plan.ts'
import { type ShownUser, withoutPassword } from '../user.ts'

/** A row as anybody may see it: that a password changed is told by no word of it. */
export type ShownChange = Omit<Change, 'before' | 'after'> & { before: ShownUser | null; after: ShownUser | null }

/** Leaves the passwords' hashes out of a row. */
export function shownChange(change: Change): ShownChange {
  // Most rows know no password and are shown as they are, without a copy of each.
  if (change.before?.password === undefined && change.after?.password === undefined) return change
  return {
    ...change,
    fields: change.fields.filter((field) => field !== 'password'),
    before: change.before === null ? null : withoutPassword(change.before),
    after: change.after === null ? null : withoutPassword(change.after),
  }
}
