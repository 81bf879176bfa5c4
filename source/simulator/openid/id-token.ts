import { createHash, createHmac } from 'node:crypto'
import { jwtContent, signJwt, signJwtText } from '../oauth/sign-jwt.ts'
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
  const current = await keys.current()
  const text = JSON.stringify(claims)
  switch (request.hostile) {
    case 'unsigned':
      return `${jwtContent({ alg: 'none', kid: current.id, typ: 'JWT' }, text)}.`
    case 'keyConfusion': {
      const signed = jwtContent({ alg: 'HS256', kid: current.id, typ: 'JWT' }, text)
      const secret = current.publicKey.export({ type: 'spki', format: 'pem' })
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    }
    case 'wrongSignature':
      return signJwt(claims, (await keys.unpublished()).privateKey, current.id)
    case 'unknownKey': {
      const unpublished = await keys.unpublished()
      return signJwt(claims, unpublished.privateKey, unpublished.id)
    }
    case 'doubledClaims':
      return signJwtText(`{"email":"somebody@example.com",${text.slice(1)}`, current.privateKey, current.id)
    case 'truncated':
      return signJwt(claims, current.privateKey, current.id).slice(0, -20)
    default:
      return signJwt(claims, current.privateKey, current.id)
  }
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
function hostileClaims({ organization, clientId, now, hostile }: IdTokenRequest): Record<string, unknown> {
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
    case 'otherParty':
      return { azp: 'another-client.apps.googleusercontent.com' }
    case 'severalAudiences':
      return { aud: [clientId, 'another-client.apps.googleusercontent.com'] }
    case 'madeInTheFuture':
      return { iat: seconds + 3600, exp: seconds + 2 * 3600 }
    case 'tooLong':
      return { name: 'x'.repeat(100_000) }
    case 'otherAccount': {
      const admin = organization.users.find((user) => user.primaryEmail === organization.admins[0])
      return { sub: admin?.id, email: admin?.primaryEmail, name: admin?.name?.fullName }
    }
    case 'unsigned':
    case 'keyConfusion':
    case 'wrongSignature':
    case 'unknownKey':
    case 'doubledClaims':
    case 'truncated':
    case undefined:
      return {}
  }
}
