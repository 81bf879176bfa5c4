import { generateCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import { parseSessionClaims, type SessionClaims } from '../../operations/admission/session-claims.ts'
import { type SessionEnd, sessionUser } from '../../operations/admission/session-user.ts'
import type { User } from '../../sync/user.ts'
import { remember } from '../../text/remember.ts'
import { audience, idleMilliseconds, type Tenant } from '../tenant.ts'
import { cookieAttributes, sessionCookieName } from './cookie-names.ts'

/** What a request's session came to. */
export type RequestSession =
  | { state: 'open'; session: SessionClaims; user: User }
  | { state: 'over'; session: SessionClaims; why: SessionEnd }
  | { state: 'none' }

/** A cookie older than this is sealed again, so that a restart knows when the session was used, in milliseconds. */
const renewalAge = 10 * 60 * 1000

/** The cookies of browsers that have a session, as they came: a page asks for dozens of things with the same ones. */
const parsed = new Map<string, { name: string; sealed: string }>()
const mostParsed = 10_000
const longestParsed = 2_000

/**
 * The session of a request, against the store as it is now.
 *
 * @param cookies the header; undefined where none was sent
 * @throws StoreUnavailable while the store cannot be read
 */
export async function requestSession(
  cookies: string | undefined,
  tenant: Tenant,
  now: number,
): Promise<RequestSession> {
  if (cookies === undefined) return { state: 'none' }
  const name = sessionCookieName(tenant.cookies)
  const known = parsed.get(cookies)
  const sealed = known?.name === name ? known.sealed : parse(cookies, name)[name]
  if (sealed === undefined) return { state: 'none' }
  const session = await tenant.sealer.open(audience(tenant, 'session'), sealed, parseSessionClaims)
  if (session === null) return { state: 'none' }
  if (known === undefined && cookies.length <= longestParsed) remember(parsed, cookies, { name, sealed }, mostParsed)
  return sessionState(session, tenant, now)
}

/** The state of a session that was opened from a cookie or a mail token. */
export async function sessionState(session: SessionClaims, tenant: Tenant, now: number): Promise<RequestSession> {
  const store = await tenant.store.current()
  const found = sessionUser(session, store, {
    now,
    longestMilliseconds: tenant.longestSession,
    idleMilliseconds,
    lastSeen: tenant.sessions.lastSeen(session),
    isEnded: tenant.sessions.isEnded(session),
  })
  return 'user' in found ? { state: 'open', session, user: found.user } : { state: 'over', session, why: found.over }
}

/**
 * Notes that a session is used.
 *
 * @returns the cookie to send, where it is time to renew it
 */
export async function keepSession(tenant: Tenant, session: SessionClaims, now: number): Promise<string | null> {
  tenant.sessions.noteSeen(session)
  return now - session.seen > renewalAge ? sessionCookie(tenant, { ...session, seen: now }) : null
}

/** The cookie that gives a browser a session, as a Set-Cookie header has it. */
export async function sessionCookie(tenant: Tenant, session: SessionClaims): Promise<string> {
  const sealed = await tenant.sealer.seal(audience(tenant, 'session'), session)
  return generateCookie(sessionCookieName(tenant.cookies), sealed, cookieAttributes(tenant.cookies, true))
}

/** The cookie that takes a session away. */
export function noSessionCookie(tenant: Tenant): string {
  return generateCookie(sessionCookieName(tenant.cookies), '', { ...cookieAttributes(tenant.cookies, true), maxAge: 0 })
}
