import { OAuth2Client } from 'google-auth-library'
import * as z from 'zod'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { idTokenProblem } from '../problems/id-token-problems.ts'
import { issuers } from './endpoints.ts'
import { sameSecret } from './same-secret.ts'

/** What a verified id token says. */
export type IdTokenClaims = {
  /** The account's immutable id; in a Workspace organization the directory's id of the user. */
  sub: string
  email: string | null
  emailVerified: boolean
  /** The organization's domain; null for accounts that belong to none. */
  hostedDomain: string | null
  name: string | null
}

/** What a token is checked against. */
export type IdTokenExpectation = {
  clientId: string
  nonce: string
  /** Public keys in PEM by key id. */
  signingKeys: Readonly<Record<string, string>>
  /** Minutes that this machine's clock is ahead of Google's; null where nothing is known. */
  clockOffset: number | null
}

const header = z.object({ alg: z.string(), kid: z.string().optional() })

const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  azp: z.string().optional(),
  sub: z.string().min(1).max(255),
  nonce: z.string().optional(),
  email: z.string().max(320).optional(),
  // Google documents a boolean and has sent the string as well.
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  hd: z.string().optional(),
  name: z.string().optional(),
})

/** Beyond this, a time that does not fit is the clock's fault rather than the token's. */
const clockTolerance = 4

/**
 * Verifies an id token: that it is signed by Google, by whom and for whom it was made, when, and that it answers this
 * request. Whether the person may sign in is another question.
 *
 * @throws Problem, one for each thing that can be wrong; the token is never repeated
 */
export async function verifyIdToken(token: string, expected: IdTokenExpectation): Promise<IdTokenClaims> {
  const [head, body, signature, ...rest] = token.split('.')
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) {
    throw idTokenProblem('idTokenBroken', {})
  }
  const parsedHeader = header.safeParse(parsePart(head))
  if (!parsedHeader.success) throw idTokenProblem('idTokenBroken', {})
  const { alg, kid = '' } = parsedHeader.data
  if (/^none$/i.test(alg) || signature === '') throw idTokenProblem('idTokenUnsigned', {})
  if (alg !== 'RS256') throw idTokenProblem('idTokenAlgorithm', { algorithm: alg })
  if (!Object.hasOwn(expected.signingKeys, kid)) throw idTokenProblem('idTokenKeyUnknown', {})
  try {
    // The library checks the signature first, then the times, the issuer and the audience.
    await new OAuth2Client().verifySignedJwtWithCertsAsync(token, { ...expected.signingKeys }, expected.clientId, [
      ...issuers,
    ])
  } catch (error) {
    throw explain(error instanceof Error ? error.message : '', parsePart(body), expected)
  }
  const parsed = claims.safeParse(parsePart(body))
  if (!parsed.success) throw idTokenProblem('idTokenBroken', {})
  const { sub, azp, nonce, email, email_verified, hd, name } = parsed.data
  if (azp !== undefined && azp !== expected.clientId) throw idTokenProblem('idTokenAudience', { audience: azp })
  if (nonce === undefined) throw idTokenProblem('idTokenNonceMissing', {})
  if (!sameSecret(nonce, expected.nonce)) throw idTokenProblem('idTokenNonce', {})
  return {
    sub,
    email: email === undefined || email === '' ? null : email,
    emailVerified: email_verified === true || email_verified === 'true',
    hostedDomain: hd === undefined || hd === '' ? null : hd.toLowerCase(),
    name: name === undefined || name === '' ? null : name,
  }
}

/** The library's messages hold the token; only how they begin is used. */
function explain(message: string, body: unknown, { clockOffset }: IdTokenExpectation) {
  const found = z.object({ iss: z.string().optional(), aud: z.string().optional() }).safeParse(body)
  const { iss = '', aud = '' } = found.success ? found.data : {}
  if (/^Invalid token signature/.test(message)) return idTokenProblem('idTokenSignature', {})
  if (/^Invalid issuer/.test(message)) return idTokenProblem('idTokenIssuer', { issuer: iss })
  if (/^Wrong recipient/.test(message)) return idTokenProblem('idTokenAudience', { audience: aud })
  if (/^(Token used too|Expiration time too far)/.test(message)) {
    if (clockOffset !== null && Math.abs(clockOffset) > clockTolerance) {
      return idTokenProblem('idTokenClock', { minutesOff: clockOffset })
    }
    return idTokenProblem(/^Token used too early/.test(message) ? 'idTokenEarly' : 'idTokenExpired', {})
  }
  return idTokenProblem('idTokenBroken', {})
}

const parsePart = (part: string): unknown => jsonOrNothing(Buffer.from(part, 'base64url').toString('utf8'))
