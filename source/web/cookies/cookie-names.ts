/** Where the cookies of a tenant are valid, which decides what they are called and how they are set. */
export type CookieScope = {
  isSecure: boolean
  /** Null keeps cookies to the one host. */
  domain: string | null
  instanceId: string | null
}

/** How a cookie is set, but for its age. */
export type CookieAttributes = {
  path: '/'
  secure: boolean
  httpOnly: true
  sameSite: 'Lax'
  domain?: string
}

/** The session's cookie. The prefix has browsers refuse one that another host or a plain connection set. */
export function sessionCookieName(scope: CookieScope): string {
  return `${prefix(scope)}rollcall${scope.instanceId === null ? '' : `-${scope.instanceId}`}`
}

/** The cookie of one attempt to sign in, so that two tabs do not get in each other's way. */
export function attemptCookieName(scope: CookieScope, state: string): string {
  return `${attemptCookiePrefix(scope)}${state.slice(0, 16)}`
}

/** What the names of all attempts' cookies begin with. They never leave the archive's own host. */
export function attemptCookiePrefix(scope: CookieScope): string {
  return `${scope.isSecure ? '__Host-' : ''}rollcall-attempt${scope.instanceId === null ? '' : `-${scope.instanceId}`}.`
}

/** Counts returns to pages that sent the browser here again. */
export function returnCookieName(scope: CookieScope): string {
  return `${scope.isSecure ? '__Host-' : ''}rollcall-return${scope.instanceId === null ? '' : `-${scope.instanceId}`}`
}

/** @param isShared whether the cookie is for every host below the cookie domain */
export function cookieAttributes(scope: CookieScope, isShared: boolean): CookieAttributes {
  return {
    path: '/',
    secure: scope.isSecure,
    httpOnly: true,
    sameSite: 'Lax',
    ...(isShared && scope.domain !== null ? { domain: scope.domain } : {}),
  }
}

function prefix({ isSecure, domain }: CookieScope): string {
  if (!isSecure) return ''
  return domain === null ? '__Host-' : '__Secure-'
}
