import { createHash } from 'node:crypto'
import { signJwt } from '../oauth/sign-jwt.ts'
import type { Organization, OrganizationUser } from '../organization/organization.ts'
import { domainOf } from '../server/api-call.ts'
import type { HostileToken } from './hostile-token.ts'
import type { SigningKeys } from './signing-keys.ts'

export type IdTokenRequest = {
  user: OrganizationUser
  organization: Organization
  clientId: string
  nonce: string | null
  scopes: readonly string[]
  accessToken: string
  /** Milliseconds since 1970. */
  now: number
  hostile: HostileToken | undefined
}

/** An id token as Google makes it, or made wrong in the way that was asked for. */
export async function makeIdToken(request: IdTokenRequest, keys: SigningKeys): Promise<string> {
  const claims = { ...goodClaims(request), ...hostileClaims(request) }
  const { hostile } = request
  const current = await keys.current()
  if (hostile === 'unsigned') {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg: 'none', kid: current.id, typ: 'JWT' })}.${part(claims)}.`
  }
  if (hostile === 'wrongSignature') return signJwt(claims, (await keys.unpublished()).privateKey, current.id)
  const key = hostile === 'unknownKey' ? await keys.unpublished() : current
  return signJwt(claims, key.privateKey, key.id)
}

function goodClaims({ user, clientId, nonce, scopes, accessToken, now }: IdTokenRequest): Record<string, unknown> {
  const issued = Math.floor(now / 1000)
  const claims: Record<string, unknown> = {
    iss: 'https://accounts.google.com',
    azp: clientId,
    aud: clientId,
    sub: user.id,
    hd: domainOf(user.primaryEmail),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    iat: issued,
    exp: issued + 3600,
  }
  if (scopes.includes('email')) {
    claims.email = user.primaryEmail
    claims.email_verified = true
  }
  if (nonce !== null) claims.nonce = nonce
  if (scopes.includes('profile')) {
    claims.name = user.name?.fullName ?? [user.name?.givenName, user.name?.familyName].join(' ').trim()
    if (user.name?.givenName !== undefined) claims.given_name = user.name.givenName
    if (user.name?.familyName !== undefined) claims.family_name = user.name.familyName
  }
  return claims
}

/** What a hostile token says otherwise; an undefined claim is left out. */
function hostileClaims({ organization, now, hostile }: IdTokenRequest): Record<string, unknown> {
  const seconds = Math.floor(now / 1000)
  switch (hostile) {
    case 'wrongNonce':
      return { nonce: 'another-nonce' }
    case 'missingNonce':
      return { nonce: undefined }
    case 'wrongAudience':
      return { aud: 'another-client.apps.googleusercontent.com', azp: 'another-client.apps.googleusercontent.com' }
    case 'otherIssuer':
      return { iss: 'https://accounts.example.net' }
    case 'expired':
      return { iat: seconds - 3 * 3600, exp: seconds - 2 * 3600 }
    case 'foreignHostedDomain':
      return { sub: '100000000000000000001', hd: 'elsewhere.test', email: 'somebody@elsewhere.test' }
    case 'noHostedDomain':
      return { sub: '100000000000000000002', hd: undefined, email: 'somebody@gmail.com' }
    case 'addressNotVerified':
      return { email_verified: false }
    case 'otherAccount': {
      const admin = organization.users.find((user) => user.primaryEmail === organization.admins[0])
      return { sub: admin?.id, email: admin?.primaryEmail, name: admin?.name?.fullName }
    }
    case 'unsigned':
    case 'wrongSignature':
    case 'unknownKey':
    case undefined:
      return {}
  }
}
