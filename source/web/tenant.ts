import type { IdentityProvider } from '../google/openid/provider.ts'
import type { PasswordGate } from '../operations/admission/password-gate.ts'
import type { Home } from '../store/home.ts'
import type { SessionBook } from '../store/sessions/session-book.ts'
import type { FollowedStore } from '../store/users/follow/follow-store.ts'
import type { CookieScope } from './cookies/cookie-names.ts'
import type { ReturnRules } from './return-address.ts'
import type { Sealer } from './seal.ts'

/** One organization that people sign in to, with everything that its routes need. */
export type Tenant = {
  home: Home
  /** Null where the archive stands at the root of its address. */
  instanceId: string | null
  /** `/` or `/<instance id>/`. */
  basePath: string
  /** Shown on pages: the organization's main domain, or the archive's host. */
  organization: string
  /** Domains that are the organization's whoever is in the store: the administrator's. In lower case. */
  domains: readonly string[]
  /** The address that is registered with Google. */
  redirectUri: string
  returnRules: ReturnRules
  /** Where people read their mail; null where no application is known. */
  application: string | null
  cookies: CookieScope
  longestSession: number
  store: FollowedStore
  sessions: SessionBook
  sealer: Sealer
  provider: IdentityProvider
  passwords: PasswordGate
  /** Who may ask about mail tokens. */
  introspection: { clientId: string; clientSecret: string }
  close: () => Promise<void>
}

/** A session ends after this long without a request, in milliseconds. */
export const idleMilliseconds = 2 * 60 * 60 * 1000

/** How long a mail token is good, in milliseconds. */
export const mailTokenMilliseconds = 10 * 60 * 1000

/** What a sealed value is for. It opens for nothing else, and for no other tenant. */
export function audience(tenant: Tenant, purpose: 'session' | 'attempt' | 'mail'): string {
  return `${purpose}:${tenant.instanceId ?? ''}:${tenant.returnRules.origin}`
}
