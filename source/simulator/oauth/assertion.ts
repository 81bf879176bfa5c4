import { type KeyObject, verify } from 'node:crypto'
import * as z from 'zod'
import { tokenError } from '../server/errors.ts'

/** What a verified assertion claims. */
export type Assertion = { scopes: string[]; subject: string | null }

export type AssertionCheck = {
  /** The service account's address. */
  issuer: string
  keyId: string
  publicKey: KeyObject
  accountEnabled: boolean
  isAudience: (audience: string) => boolean
  /** Milliseconds since 1970. */
  now: number
}

/** A service account's token lives an hour; a clock may be five minutes off. */
const longestLifetimeSeconds = 3600
const clockToleranceSeconds = 300

const headerSchema = z.object({ alg: z.string(), kid: z.string().optional() })
const claimsSchema = z.object({
  iss: z.string().optional(),
  aud: z.string().optional(),
  scope: z.string().optional(),
  sub: z.string().optional(),
  iat: z.coerce.number().optional(),
  exp: z.coerce.number().optional(),
})

/**
 * Verifies the JWT that a service account asks for a token with, in the order in which Google does: structure,
 * signature, issuer, times present, time window, scope, audience.
 *
 * @throws GoogleError in the token endpoint's words
 */
export function verifyAssertion(jwt: string, check: AssertionCheck): Assertion {
  const [headerPart, claimsPart, signaturePart, ...rest] = jwt.split('.')
  const header = decode(headerSchema, headerPart)
  const claims = decode(claimsSchema, claimsPart)
  if (header === undefined || claims === undefined || signaturePart === undefined || rest.length > 0) {
    throw tokenError('invalid_request', 'Bad Request')
  }

  const signed = Buffer.from(`${headerPart}.${claimsPart}`)
  if (
    header.alg !== 'RS256' ||
    (header.kid !== undefined && header.kid !== check.keyId) ||
    !verify('RSA-SHA256', signed, check.publicKey, Buffer.from(signaturePart, 'base64url'))
  ) {
    throw tokenError('invalid_grant', 'Invalid JWT Signature.')
  }
  if (claims.iss !== check.issuer || !check.accountEnabled) {
    throw tokenError('invalid_grant', 'Invalid grant: account not found')
  }

  if (claims.iat === undefined) throw tokenError('invalid_grant', 'Invalid JWT: iat (issued at) is not set.')
  if (claims.exp === undefined) throw tokenError('invalid_grant', 'Invalid JWT: exp (expiration time) is not set.')
  const now = check.now / 1000
  if (
    !(claims.exp - claims.iat <= longestLifetimeSeconds) ||
    claims.iat > now + clockToleranceSeconds ||
    claims.exp < now - clockToleranceSeconds
  ) {
    throw tokenError(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
        'Check your iat and exp values in the JWT claim.',
    )
  }

  const scopes = (claims.scope ?? '').split(/\s+/).filter((scope) => scope !== '')
  if (scopes.length === 0) {
    throw tokenError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  }
  if (claims.aud === undefined || !check.isAudience(claims.aud)) {
    throw tokenError('invalid_grant', 'Invalid JWT: Failed audience check.')
  }
  return { scopes, subject: claims.sub ?? null }
}

function decode<Value>(schema: z.ZodType<Value>, part: string | undefined): Value | undefined {
  try {
    return schema.parse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}
