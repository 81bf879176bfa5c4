import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { parseSessionClaims, type SessionClaims } from '../../operations/admission/session-claims.ts'
import { type SessionEnd, sessionUser } from '../../operations/admission/session-user.ts'
import type { User } from '../../sync/user.ts'
import { audience, idleMilliseconds, type Tenant } from '../tenant.ts'
import { cookieAttributes, sessionCookieName } from './cookie-names.ts'

/** What a request's session came to. */
export type RequestSession =
  | { state: 'open'; session: SessionClaims; user: User }
  | { state: 'over'; session: SessionClaims; why: SessionEnd }
  | { state: 'none' }

/** A cookie older than this is sealed again, so that a restart knows when the session was used, in milliseconds. */
const renewalAge = 10 * 60 * 1000

/**
 * The session of a request, against the store as it is now.
 *
 * @throws StoreUnavailable while the store cannot be read
 */
export async function requestSession(context: Context, tenant: Tenant, now: number): Promise<RequestSession> {
  const sealed = getCookie(context, sessionCookieName(tenant.cookies))
  if (sealed === undefined) return { state: 'none' }
  const session = parseSessionClaims(await tenant.sealer.open(audience(tenant, 'session'), sealed))
  if (session === null) return { state: 'none' }
  return sessionState(session, tenant, now)
}

/** The state of a session that was opened from a cookie or a mail token. */
export async function sessionState(session: SessionClaims, tenant: Tenant, now: number): Promise<RequestSession> {
  const store = await tenant.store.current()
  const found = sessionUser(session, store, {
    now,
    longestMilliseconds: tenant.longestSession,
    idleMilliseconds,
    lastSeen: tenant.sessions.lastSeen(session.id),
    isEnded: tenant.sessions.isEnded(session),
  })
  return 'user' in found ? { state: 'open', session, user: found.user } : { state: 'over', session, why: found.over }
}

/** Notes that a session is used, and renews its cookie from time to time. */
export async function keepSession(
  context: Context,
  tenant: Tenant,
  session: SessionClaims,
  now: number,
): Promise<void> {
  tenant.sessions.noteSeen(session.id)
  if (now - session.seen > renewalAge) await setSessionCookie(context, tenant, { ...session, seen: now })
}

/** Gives the browser a session. */
export async function setSessionCookie(context: Context, tenant: Tenant, session: SessionClaims): Promise<void> {
  const sealed = await tenant.sealer.seal(audience(tenant, 'session'), session)
  setCookie(context, sessionCookieName(tenant.cookies), sealed, cookieAttributes(tenant.cookies, true))
}

/** Takes the session's cookie away. */
export function removeSessionCookie(context: Context, tenant: Tenant): void {
  deleteCookie(context, sessionCookieName(tenant.cookies), cookieAttributes(tenant.cookies, true))
}
