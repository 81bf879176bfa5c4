import { fold } from './addresses.ts'
import { changeOf, differingFields } from './change-of.ts'
import { handMadePlan } from './hand-made-plan.ts'
import type { ArchiveFacts, Change, Plan, Reason } from './plan.ts'
import type { User, UserStore } from './user.ts'

/** One change of the commit that is to be taken back, as the history has it: without passwords. */
export type PastChange = { before: User | null; after: User | null }

/**
 * The plan that gives the users of a commit the state they had before it. A user that has changed since is a conflict and
 * stays as it is; so is one that would get a name that somebody else has now.
 *
 * @param before the store before that commit, from its backup; it has the passwords and unknown fields
 * @param current the store as it is now
 * @param revision the revision that the commit made
 */
export function undoPlan(
  before: UserStore,
  current: UserStore,
  past: readonly PastChange[],
  revision: number,
  archives: ArchiveFacts,
): Plan {
  const [earlier, now] = [byName(before), byName(current)]
  const rows = past.map((change): Change | null => {
    const present = change.after === null ? undefined : now.get(fold(change.after.userName))
    const wanted = change.before === null ? null : (earlier.get(fold(change.before.userName)) ?? change.before)
    const changed = change.after === null ? false : present === undefined || !isSame(present, change.after)
    if (changed) return conflict(present ?? null, wanted, { code: 'changedSince', revision })
    return changeOf(present ?? null, wanted, { code: 'undone', revision }, archives)
  })
  return handMadePlan(
    current,
    withoutClashes(
      rows.filter((row) => row !== null),
      now,
      archives,
    ),
  )
}

const byName = ({ users }: UserStore): Map<string, User> => new Map(users.map((user) => [fold(user.userName), user]))

/** The history does not know passwords. */
const isSame = (present: User, recorded: User): boolean =>
  differingFields(present, recorded).every((field) => field === 'password')

function conflict(before: User | null, after: User | null, reason: Reason): Change | null {
  const user = after ?? before
  if (user === null) return null
  const fields = differingFields(before, after)
  const { userName, directoryId } = user
  return { action: 'conflict', userName, directoryId, fields, before, after, reason, archive: null }
}

/** A name or an archive may be taken by somebody that the undo leaves alone. */
function withoutClashes(rows: Change[], now: ReadonlyMap<string, User>, archives: ArchiveFacts): Change[] {
  let result = rows
  for (;;) {
    const acting = result.filter(({ action }) => action !== 'conflict')
    const leaving = new Set(acting.flatMap(({ before }) => (before === null ? [] : [fold(before.userName)])))
    const next = result.map((row) => {
      if (row.action !== 'create' && row.action !== 'rename') return row
      const holder = now.get(fold(row.userName))
      const kept = acting.some((other) => other !== row && other.after !== null && isNamed(other.after, row.userName))
      if (kept || (holder !== undefined && !leaving.has(fold(row.userName)))) {
        return conflict(row.before, row.after, { code: 'nameTaken', userName: row.userName }) ?? row
      }
      const inTheWay = row.action === 'rename' && holder === undefined && archives.folders.has(row.userName)
      return inTheWay
        ? (conflict(row.before, row.after, { code: 'archiveInTheWay', folder: row.userName }) ?? row)
        : row
    })
    if (next.every((row, index) => row === result[index])) return next
    result = next
  }
}

const isNamed = (user: User, userName: string): boolean => fold(user.userName) === fold(userName)
