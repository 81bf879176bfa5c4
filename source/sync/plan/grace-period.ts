import type { SyncSettings } from '../settings.ts'
import type { Leaving, User } from '../user.ts'

/** A day in UTC, such as `2026-11-28`. */
export type Day = string

/**
 * Today, by every clock that was asked: Google's answers and this machine. They are the same day but around midnight, and
 * when a clock is wrong.
 */
export type Today = { earliest: Day; latest: Day }

/** Names the day of a moment, in milliseconds since 1970. */
export const dayOf = (milliseconds: number): Day => new Date(milliseconds).toISOString().slice(0, 10)

/** Today by this machine's clock and Google's, where it is known; both in milliseconds since 1970. */
export function todayBy(here: number, google: number | null): Today {
  const clocks = [here, google ?? here]
  return { earliest: dayOf(Math.min(...clocks)), latest: dayOf(Math.max(...clocks)) }
}

/** Counts days on. */
export const daysAfter = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * 24 * 60 * 60 * 1000)

/** Since when somebody is out of scope, and the day on which the user is deleted. */
export type Grace = { since: Day; leavesOn: Day }

/**
 * The days that are left to a user who is out of scope; null where there are none, or they are over.
 *
 * A wrong clock only ever gives more time: the first day is taken from the clock that is ahead, and the last one has to
 * have come by the clock that is behind. A first day that is still to come is left as it is: nobody knows which clock was
 * wrong, the one of then or the one of now.
 */
export function graceOf({ leaving }: User, { deleteAfter }: SyncSettings, { earliest, latest }: Today): Grace | null {
  if (deleteAfter === 0) return null
  const since = leaving?.since ?? latest
  const leavesOn = daysAfter(since, deleteAfter)
  return earliest >= leavesOn ? null : { since, leavesOn }
}

/** The user with this mark. The same object where it has it already. */
export function withLeaving(user: User, leaving: Leaving): User {
  const known = user.leaving
  const isSame = known?.since === leaving.since && known.deletedInGoogle === leaving.deletedInGoogle
  return isSame ? user : { ...user, leaving }
}

/** The user without the mark. The same object where it has none. */
export function withoutLeaving(user: User): User {
  if (user.leaving === undefined) return user
  const { leaving: _over, ...staying } = user
  return staying
}

/**
 * The user as it was, for an undo or a restore. A first day never comes back from there: the person may have been back in
 * between, so the next synchronization begins to count again.
 *
 * @param now the user that it takes the place of
 */
export function withCountBegunAgain(then: User, now: User | null): User {
  if (then.leaving === undefined || then.leaving.since === now?.leaving?.since) return then
  return { ...then, leaving: { ...then.leaving, since: null } }
}
