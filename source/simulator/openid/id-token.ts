import { createHash } from 'node:crypto'
import { signJwt } from '../oauth/sign-jwt.ts'
import type { Organization, OrganizationUser } from '../organization/organization.ts'
import type { HostileToken } from './hostile-token.ts'
import { profileClaims } from './profile-claims.ts'
import type { SigningKeys } from './signing-keys.ts'

export type IdTokenRequest = {
  user: OrganizationUser
  organization: Organization
  clientId: string
  issuer: string
  /** When the person signed in, in seconds since 1970; null where nobody asked for it. */
  authTime: number | null
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

function goodClaims(request: IdTokenRequest): Record<string, unknown> {
  const { user, clientId, nonce, scopes, accessToken, now, issuer, authTime } = request
  const issued = Math.floor(now / 1000)
  return {
    iss: issuer,
    azp: clientId,
    aud: clientId,
    ...profileClaims(user, scopes),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    iat: issued,
    exp: issued + 3600,
    ...(nonce === null ? {} : { nonce }),
    ...(authTime === null ? {} : { auth_time: authTime }),
  }
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
