import type { GoogleEndpoint } from '../google/http/endpoint.ts'
import { openIdentityProvider } from '../google/openid/provider.ts'
import { limitsOfPages, openSignInConnection } from '../google/openid/sign-in-connection.ts'
import { createPasswordGate, type PasswordGate } from '../operations/admission/password-gate.ts'
import { renewHash } from '../operations/users/renew-hash.ts'
import { readOAuthClient } from '../settings/credentials/credentials.ts'
import { introspectionClient } from '../settings/credentials/introspection-client.ts'
import { redirectUri } from '../settings/redirect/redirect-uri.ts'
import { readSettings } from '../settings/settings.ts'
import type { Home } from '../store/home.ts'
import { openStore } from '../store/open-store.ts'
import { openSessionBook } from '../store/sessions/session-book.ts'
import type { Store } from '../store/store.ts'
import { StoreUnavailable } from '../store/users/follow/follow-store.ts'
import type { StoreReader } from '../store/users/follow/store-reader.ts'
import { fold } from '../sync/addresses.ts'
import type { User } from '../sync/user.ts'
import { Problem } from '../text/problem.ts'
import { openKeyRing } from './key-ring.ts'
import { serviceProblem } from './problems.ts'
import { createSealer } from './seal.ts'
import { openKeySource } from './shared-keys.ts'
import type { Tenant } from './tenant.ts'

/** What a tenant is opened with. */
export type TenantOptions = {
  google: GoogleEndpoint
  startReader: (folder: string) => StoreReader
  now: () => number
  /** Counts of password attempts that must outlive a reload. */
  passwords?: PasswordGate
}

/**
 * Opens everything that the service needs of one home.
 *
 * @throws Problem `serviceNotSetUp`, and those of reading the home
 */
export async function openTenant(home: Home, options: TenantOptions): Promise<Tenant> {
  const { now } = options
  const [settings, client] = [await readSettings(home), await readOAuthClient(home)]
  const { authentication, signIn, administrator } = settings
  if (authentication === null || client === null) throw serviceProblem('serviceNotSetUp', { home: home.folder })
  const registered = redirectUri(authentication)
  const { origin } = new URL(registered)
  const longestSession = signIn.sessionHours * 60 * 60 * 1000
  const kept = await openStore(home)
  const store = await follow(kept, home, options)
  const opened: { close: () => Promise<void> }[] = [store]
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()))
  }
  const openRest = async () => {
    const source = await openKeySource(home, kept.sessions, client)
    opened.push(source)
    const keys = await openKeyRing(source, longestSession, now)
    const sessions = await openSessionBook(kept.sessions, longestSession, now)
    opened.push(sessions)
    return { keys, sessions }
  }
  const { keys, sessions } = await openRest().catch(async (error: unknown) => {
    await close()
    throw error
  })
  const { instanceId } = authentication
  return {
    home,
    instanceId,
    basePath: instanceId === null ? '/' : `/${instanceId}/`,
    organization: administrator?.split('@')[1] ?? authentication.host,
    domains: administrator === null ? [] : [fold(administrator).split('@')[1] ?? ''],
    redirectUri: registered,
    returnRules: { origin, returnHosts: signIn.returnHosts },
    application:
      signIn.application ?? (signIn.returnHosts[0] === undefined ? null : `https://${signIn.returnHosts[0]}/`),
    cookies: { isSecure: origin.startsWith('https:'), domain: signIn.cookieDomain, instanceId },
    longestSession,
    store,
    sessions,
    sealer: createSealer(keys),
    provider: openIdentityProvider({
      endpoint: options.google,
      // A reload finishes the sign-ins that are under way, so nothing ends their calls but their own limits.
      connection: openSignInConnection({
        endpoint: options.google,
        signal: new AbortController().signal,
        limits: limitsOfPages,
      }),
      client,
      redirectUri: registered,
    }),
    passwords: options.passwords ?? createPasswordGate(renewal(home)),
    introspection: introspectionClient(home),
    close,
  }
}

/** Renews old hashes beside the sign-in, which does not wait. What fails, such as a lock, is done at the next sign-in. */
function renewal(home: Home) {
  return ({ userName }: User, known: string, password: string): void => {
    void renewHash(home, userName, known, password).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
    })
  }
}

/** Says why a store cannot be read in the words of whoever reads it whole. */
async function follow(kept: Store, home: Home, { startReader }: TenantOptions) {
  try {
    return await kept.follow(() => startReader(home.folder))
  } catch (error) {
    if (error instanceof StoreUnavailable) await kept.read()
    throw error
  }
}
