import * as z from 'zod'
import { parseJsonText } from '../../text/json/json-text.ts'
import { idTokenProblem } from '../problems/id-token-problems.ts'

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

/** What an id token is read with. */
export type IdTokenReader = {
  clientId: string
  /** Milliseconds since 1970. */
  now: number
  /** Minutes that this machine's clock is ahead of Google's; null where nothing is known. */
  clockOffset: () => number | null
}

/** Google's have a thousand characters. */
const longestToken = 16 * 1024

/** Clocks differ: a token may have been made so many seconds in the future, and no more. */
const clockTolerance = 300

/** Beyond so many minutes, a time that does not fit is the clock's fault rather than the token's. */
const clockIsWrong = 4

const claims = z.object({
  sub: z.string().min(1).max(255),
  iat: z.number(),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  azp: z.string().optional(),
  email: z.string().max(320).optional(),
  // Google documents a boolean and has sent the string as well.
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  hd: z.string().optional(),
  name: z.string().optional(),
})

/**
 * Reads an id token that the library verified: its signature, issuer, audience, end and nonce. What the library allows
 * beside that is refused here: several audiences, another authorized party, a time to come, and a text that two readers
 * could read differently.
 *
 * @throws Problem, one for each of them; the token is never repeated
 */
export function readIdToken(token: string, { clientId, now, clockOffset }: IdTokenReader): IdTokenClaims {
  if (token.length > longestToken) throw idTokenProblem('idTokenBroken', {})
  const [head, body] = token.split('.').map((part) => parseJsonText(Buffer.from(part, 'base64url').toString('utf8')))
  if (head?.state !== 'good' || body?.state !== 'good') throw idTokenProblem('idTokenBroken', {})
  const parsed = claims.safeParse(body.value)
  if (!parsed.success) throw idTokenProblem('idTokenBroken', {})
  const { sub, iat, aud, azp, email, email_verified, hd, name } = parsed.data
  for (const party of [...[aud].flat(), azp ?? clientId]) {
    if (party !== clientId) throw idTokenProblem('idTokenAudience', { audience: party })
  }
  if (iat > now / 1000 + clockTolerance) throw untimely('idTokenEarly', clockOffset())
  return {
    sub,
    email: email || null,
    emailVerified: email_verified === true || email_verified === 'true',
    hostedDomain: hd?.toLowerCase() || null,
    name: name || null,
  }
}

/** A token whose times do not fit: because of the clock, where that is known to be wrong. */
export function untimely(code: 'idTokenEarly' | 'idTokenExpired', clockOffset: number | null) {
  return clockOffset !== null && Math.abs(clockOffset) > clockIsWrong
    ? idTokenProblem('idTokenClock', { minutesOff: clockOffset })
    : idTokenProblem(code, {})
}
