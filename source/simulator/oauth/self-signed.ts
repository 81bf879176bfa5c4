import { verify } from 'node:crypto'
import * as z from 'zod'
import type { Workspace } from '../organization/workspace.ts'
import type { Grant } from './access-tokens.ts'

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().optional() })
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string().optional(),
  scope: z.string().optional(),
  iat: z.number(),
  exp: z.number(),
})

/** A clock may be five minutes off. */
const toleranceSeconds = 300

/**
 * Reads a JWT that a service account signed itself and sends in place of an access token: for the scopes that it names, or
 * for the API that is its audience. Undefined for one that is not good.
 *
 * @param scopes those of the call, which the API as the audience covers
 */
export function selfSignedGrant(workspace: Workspace, token: string, scopes: readonly string[]): Grant | undefined {
  const { key, publicKey, organization, now } = workspace
  const [headerPart, claimsPart, signature, ...rest] = token.split('.')
  const header = decode(headerSchema, headerPart)
  const claims = decode(claimsSchema, claimsPart)
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return undefined
  const seconds = now() / 1000
  const isGood =
    organization.serviceAccount === 'enabled' &&
    claims.iss === key.client_email &&
    claims.sub === key.client_email &&
    (header.kid === undefined || header.kid === key.private_key_id) &&
    claims.exp - claims.iat <= 3600 &&
    claims.iat <= seconds + toleranceSeconds &&
    claims.exp >= seconds - toleranceSeconds &&
    verify('RSA-SHA256', Buffer.from(`${headerPart}.${claimsPart}`), publicKey, Buffer.from(signature, 'base64url'))
  if (!isGood) return undefined
  if (claims.scope !== undefined) return { scopes: claims.scope.split(/\s+/), userId: null }
  const isAudience = /^https:\/\/(admin|gmail|www)\.googleapis\.com\//.test(claims.aud ?? '')
  return isAudience ? { scopes, userId: null } : undefined
}

function decode<Value>(schema: z.ZodType<Value>, part: string | undefined): Value | undefined {
  try {
    return schema.parse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}
