import { createHash, randomBytes } from 'node:crypto'
import type { Simulator } from '../../../source/simulator/simulator.ts'
import { at, postToken, type RawAnswer } from '../raw-client.ts'

export const redirectUri = 'https://archive.example.com:8462/oidc/signin'

/** One attempt to sign in: what is sent to the authorization page, and the verifier that belongs to it. */
export type Attempt = { query: Record<string, string>; verifier: string }

/** A good request for a code, as Google's page on OpenID Connect describes it, with changes. */
export function attempt(simulator: Simulator, changes: Record<string, string | undefined> = {}): Attempt {
  const verifier = randomBytes(32).toString('base64url')
  const query: Record<string, string | undefined> = {
    client_id: simulator.oidc.clientId,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirectUri,
    state: 'state-1',
    nonce: 'nonce-1',
    login_hint: 'ada.lovelace@example.com',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { query: Object.fromEntries(given), verifier }
}

/** Asks the authorization page and does not follow where it sends. */
export async function authorize(simulator: Simulator, query: Record<string, string>) {
  const url = new URL('/o/oauth2/v2/auth', simulator.url)
  url.search = new URLSearchParams(query).toString()
  const response = await fetch(url, { redirect: 'manual' })
  const location = response.headers.get('location')
  return {
    status: response.status,
    text: await response.text(),
    sentTo: location === null ? undefined : new URL(location),
  }
}

/** The code that a good attempt gets. */
export async function codeFor(simulator: Simulator, { query }: Attempt): Promise<string> {
  const code = (await authorize(simulator, query)).sentTo?.searchParams.get('code')
  if (typeof code !== 'string') throw new Error('no code')
  return code
}

/** Exchanges a code, with changes to a good request; undefined leaves a field out. */
export function exchange(
  simulator: Simulator,
  code: string,
  verifier: string,
  changes: Record<string, string | undefined> = {},
): Promise<RawAnswer> {
  const form: Record<string, string | undefined> = {
    grant_type: 'authorization_code',
    code,
    client_id: simulator.oidc.clientId,
    client_secret: simulator.oidc.clientSecret,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...changes,
  }
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return postToken(simulator, Object.fromEntries(given))
}

/** Signs in from beginning to end and gives the id token. */
export async function idTokenFor(
  simulator: Simulator,
  changes: Record<string, string | undefined> = {},
): Promise<string> {
  const one = attempt(simulator, changes)
  const token = at((await exchange(simulator, await codeFor(simulator, one), one.verifier)).body, 'id_token')
  if (typeof token !== 'string') throw new Error('no id token')
  return token
}
