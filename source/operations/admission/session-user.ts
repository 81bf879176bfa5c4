import type { StoreView } from '../../store/users/follow/store-view.ts'
import type { User } from '../../sync/user.ts'
import { mayEnter, type RefusalReason } from './admit.ts'
import type { SessionClaims } from './session-claims.ts'

/** Why a session no longer opens anything. */
export type SessionEnd = RefusalReason | 'ended' | 'expired' | 'idle' | 'userGone' | 'authenticationChanged'

/** What decides beside the store whether a session goes on. */
export type SessionRules = {
  /** Milliseconds since 1970, like all times here. */
  now: number
  longestMilliseconds: number
  idleMilliseconds: number
  /** When the session was used last, as far as this process knows. */
  lastSeen: number
  isEnded: boolean
}

/** Finds the user of a session in the store as it is now, or says why the session is over. */
export function sessionUser(
  session: SessionClaims,
  store: StoreView,
  rules: SessionRules,
): { user: User } | { over: SessionEnd } {
  if (rules.isEnded) return { over: 'ended' }
  if (rules.now >= session.since + rules.longestMilliseconds) return { over: 'expired' }
  if (rules.now >= Math.max(session.seen, rules.lastSeen) + rules.idleMilliseconds) return { over: 'idle' }
  const user = session.directoryId === null ? store.named(session.userName) : store.ofAccount(session.directoryId)
  if (user === undefined) return { over: 'userGone' }
  const expected = session.way === 'google' ? 'directoryServices' : 'integrated'
  if (user.authentication !== expected) return { over: 'authenticationChanged' }
  // A user without an id got one since: whether it is this account's, only a new sign-in can tell.
  if (session.directoryId === null && user.directoryId !== null) return { over: 'authenticationChanged' }
  const admission = mayEnter(user)
  return 'user' in admission ? { user } : { over: admission.refused }
}
