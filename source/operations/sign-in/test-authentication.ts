import { checkMembership, type SignedInAccount } from '../../google/openid/check-membership.ts'
import type { IdTokenClaims } from '../../google/openid/id-token-claims.ts'
import { type IdentityProvider, openIdentityProvider, type SignInAttempt } from '../../google/openid/provider.ts'
import { readRedirect } from '../../google/openid/read-redirect.ts'
import { openSignInConnection } from '../../google/openid/sign-in-connection.ts'
import { signInProblem } from '../../google/problems/sign-in-problems.ts'
import { readOAuthClient } from '../../settings/credentials/credentials.ts'
import { redirectUri } from '../../settings/redirect/redirect-uri.ts'
import { readSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import { openStore } from '../../store/open-store.ts'
import { fold } from '../../sync/addresses.ts'
import { domainOf } from '../../sync/domains.ts'
import { interrupted } from '../../sync/problems.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { type OperationContext, tellWaits } from '../context.ts'
import { findUser } from '../users/find-user.ts'
import { type Certificate, listenForRedirect } from './receive-redirect.ts'
import { authenticationProblem } from './sign-in-problems.ts'

/** How the browser's address comes back. */
export type WayBack =
  /** The program receives the browser itself. */
  | { way: 'listen'; certificate: Certificate | null }
  /**
   * Somebody pastes the address. Asked again, with what was wrong, until an address fits.
   *
   * @returns null when no more will come
   */
  | { way: 'paste'; next: (problem: Problem | null) => Promise<string | null> }

/** What is to be tested, and how. */
export type AuthenticationTest = {
  userName: string
  back: WayBack
  /** Told the address to open in a browser. */
  onAddress: (address: string, redirectUri: string) => void
  /** How long to wait for the browser, in seconds. */
  seconds?: number
}

/** Who signed in, and what that means for the archive. */
export type AuthenticationResult = {
  account: SignedInAccount
  chosenUser: string
  isChosenUser: boolean
  /** The user of the store that the account belongs to; null when there is none. */
  user: User | null
  mayLogOn: boolean
  /** What keeps the chosen user from signing in to the archive; null when nothing does. */
  problem: Problem | null
}

/**
 * Tests that a user can sign in with Google: authorization code with PKCE, state and nonce; the id token verified in full;
 * then the user, by the account's id, and by its verified address only where the user has no id yet.
 *
 * @throws Problem for each thing that can go wrong on the way; `signInTimedOut`, `interrupted`
 */
export async function testAuthentication(
  context: OperationContext,
  test: AuthenticationTest,
): Promise<AuthenticationResult> {
  const { home, google, onDetail } = context
  const [settings, client, store] = [
    await readSettings(home),
    await readOAuthClient(home),
    await (await openStore(home)).read(),
  ]
  if (settings.authentication === null || client === null) throw authenticationProblem('authenticationNotSetUp', {})
  const chosen = findUser(store, test.userName)
  if (chosen.authentication !== 'directoryServices')
    throw authenticationProblem('signsInWithPassword', { userName: chosen.userName })

  const registered = redirectUri(settings.authentication)
  const seconds = test.seconds ?? 600
  const wait = new AbortController()
  const timer = setTimeout(() => wait.abort(authenticationProblem('signInTimedOut', { seconds })), seconds * 1000)
  const cancel = (): void => wait.abort(interrupted())
  if (context.signal.aborted) cancel()
  context.signal.addEventListener('abort', cancel)
  try {
    const connection = openSignInConnection({
      endpoint: google,
      signal: wait.signal,
      onWait: tellWaits(context.onProgress),
      onDetail,
    })
    const provider = openIdentityProvider({ endpoint: google, connection, client, redirectUri: registered })
    const { address, attempt } = await provider.begin({
      loginHint: addressOf(chosen),
      // The user's own domain: an organization can have several, and the administrator's is only one of them.
      hostedDomain: domainOf(addressOf(chosen)),
    })
    const tools = { context, provider, address, attempt, redirectUri: registered, signal: wait.signal }
    const claims =
      test.back.way === 'listen' ? await listen(tools, test, test.back) : await paste(tools, test, test.back)
    const account = checkMembership(claims, domainsOf(settings, store))
    return judge(account, chosen, store)
  } catch (error) {
    throw wait.signal.aborted ? wait.signal.reason : error
  } finally {
    clearTimeout(timer)
    context.signal.removeEventListener('abort', cancel)
  }
}

type Tools = {
  context: OperationContext
  provider: IdentityProvider
  /** What the browser opens. */
  address: string
  attempt: SignInAttempt
  redirectUri: string
  signal: AbortSignal
}

async function listen(
  { context, provider, address, attempt, redirectUri, signal }: Tools,
  { onAddress }: AuthenticationTest,
  { certificate }: Extract<WayBack, { way: 'listen' }>,
): Promise<IdTokenClaims> {
  type Outcome = { returned: URL } | { problem: Problem }
  let take: (outcome: Outcome) => void = () => undefined
  const outcome = new Promise<Outcome>((resolve) => {
    take = resolve
  })
  const listener = await listenForRedirect(redirectUri, certificate, (called) => {
    const reading = readRedirect(called, { redirectUri, state: attempt.state }, context.google)
    if (reading.state === 'unusable')
      return { accepted: false, sentence: 'This does not belong to the test, which goes on waiting.' }
    take(reading.state === 'code' ? { returned: reading.returned } : { problem: reading.problem })
    return { accepted: true, sentence: 'Thank you. The result is in the terminal; this page can be closed.' }
  })
  try {
    onAddress(address, redirectUri)
    const arrived = await Promise.race([outcome, aborted(signal)])
    if ('problem' in arrived) throw arrived.problem
    return await provider.finish(arrived.returned, attempt)
  } finally {
    await listener.close()
  }
}

async function paste(
  { context, provider, address, attempt, redirectUri, signal }: Tools,
  { onAddress }: AuthenticationTest,
  { next }: Extract<WayBack, { way: 'paste' }>,
): Promise<IdTokenClaims> {
  onAddress(address, redirectUri)
  const tried = new Set<string>()
  let problem: Problem | null = null
  for (;;) {
    const text: string | null = await Promise.race([next(problem), aborted(signal)])
    if (text === null) throw problem ?? interrupted()
    const reading = readRedirect(text, { redirectUri, state: attempt.state }, context.google)
    if (reading.state === 'refused') throw reading.problem
    if (reading.state === 'unusable') {
      problem = reading.problem
      continue
    }
    if (tried.has(reading.code)) {
      problem = signInProblem('codeUsed', {})
      continue
    }
    tried.add(reading.code)
    try {
      return await provider.finish(reading.returned, attempt)
    } catch (error) {
      // A code that was damaged by copying may still arrive whole.
      if (!(error instanceof Problem) || error.code !== 'codeNotAccepted') throw error
      problem = error
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

const addressOf = ({ emailAddresses, userName }: User): string => emailAddresses[0] ?? userName

/**
 * The organization's domains as Google gave them: those of every address of every synchronized user, and that of the
 * administrator, for whom Google answers.
 */
function domainsOf({ administrator }: Settings, { users }: UserStore): Set<string> {
  const addresses = users.flatMap(({ directoryId, emailAddresses }) => (directoryId === null ? [] : emailAddresses))
  const all = administrator === null ? addresses : [administrator, ...addresses]
  return new Set(all.flatMap((address) => domainOf(address) ?? []))
}

/**
 * Judges who signed in. An account is its id: an address can be given to another person, whom the mail of the first is
 * not for. The address counts only for users that have no id yet.
 */
function judge(account: SignedInAccount, chosen: User, { users }: UserStore): AuthenticationResult {
  const address = fold(account.address)
  const named = users.filter(({ userName }) => fold(userName) === address)
  const holders =
    named.length > 0 ? named : users.filter(({ emailAddresses }) => emailAddresses.some((one) => fold(one) === address))
  const [holder, another] = holders
  const isWithoutId = holder?.directoryId === null && another === undefined
  const user = users.find(({ directoryId }) => directoryId === account.id) ?? (isWithoutId ? holder : null)
  const isChosenUser = user === chosen
  const mayLogOn =
    user?.authentication === 'directoryServices' &&
    (user.privileges.includes('login') || user.privileges.includes('admin'))
  const facts = { signedIn: account.address, chosenUser: chosen.userName }
  const code =
    user === null
      ? holders.includes(chosen)
        ? 'accountReplaced'
        : 'accountNotInStore'
      : user.authentication === 'integrated'
        ? 'accountIntegrated'
        : !isChosenUser
          ? 'wrongAccount'
          : mayLogOn
            ? null
            : 'mayNotLogOn'
  const problem = code === null ? null : authenticationProblem(code, facts)
  return { account, chosenUser: chosen.userName, isChosenUser, user, mayLogOn, problem }
}
