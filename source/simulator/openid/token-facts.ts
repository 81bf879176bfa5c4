import { verify } from 'node:crypto'
import type { Grant } from '../oauth/access-tokens.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, json } from '../server/answer.ts'
import { insufficientScope, tokenError } from '../server/errors.ts'
import { answeredScopes, signInScopes } from './granted-scopes.ts'
import { profileClaims } from './profile-claims.ts'

/** The access token of a request: in the header, the query or the form. */
export function bearerToken(authorization: string | undefined, parameters: URLSearchParams): string | null {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? parameters.get('access_token')
}

/**
 * What `/v1/userinfo`, `/oauth2/v3/userinfo` and the older `/oauth2/v2/userinfo` say of the person behind a token.
 *
 * @throws GoogleError for a token that is not good, or not for this
 */
export function userInfo(workspace: Workspace, token: string | null, isOld: boolean): Answer {
  const grant = token === null ? undefined : workspace.accessTokens.find(token, workspace.now())
  const user = grant?.userId == null ? undefined : workspace.index.user(grant.userId)
  if (grant === undefined || user === undefined) throw tokenError('invalid_request', 'Invalid Credentials', 401)
  if (!signInScopes(grant.scopes).openid) throw insufficientScope(['openid', 'email', 'profile'])
  const { sub, email_verified, ...claims } = profileClaims(user, grant.scopes)
  if (!isOld) return json({ sub, ...claims, ...(email_verified === undefined ? {} : { email_verified }) })
  return json({ id: sub, ...claims, ...(email_verified === undefined ? {} : { verified_email: email_verified }) })
}

/**
 * `/tokeninfo` in its three forms: what an access token or an id token is good for.
 *
 * @throws GoogleError 400 for a token that is not good
 */
export async function tokenInfo(workspace: Workspace, parameters: URLSearchParams, isOld: boolean): Promise<Answer> {
  const idToken = parameters.get('id_token')
  if (idToken !== null) return json(await idTokenFacts(workspace, idToken))
  const token = parameters.get('access_token')
  const now = workspace.now()
  const grant = token === null ? undefined : workspace.accessTokens.find(token, now)
  if (token === null || grant === undefined) throw tokenError('invalid_token', 'Invalid Value')
  const seconds = workspace.accessTokens.secondsLeft(token, now)
  return json(isOld ? oldFacts(workspace, grant, seconds) : facts(workspace, grant, seconds, now))
}

function facts(workspace: Workspace, grant: Grant, seconds: number, now: number): Record<string, string> {
  const clientId = grant.clientId ?? workspace.key.client_id
  return {
    azp: clientId,
    aud: clientId,
    ...(grant.userId === null ? {} : { sub: grant.userId }),
    scope: answeredScopes(grant.scopes).join(' '),
    exp: String(Math.floor(now / 1000) + seconds),
    expires_in: String(seconds),
    ...emailOf(workspace, grant, 'email_verified', 'true'),
    access_type: grant.refreshToken === undefined ? 'online' : 'offline',
  }
}

function oldFacts(workspace: Workspace, grant: Grant, seconds: number): Record<string, unknown> {
  const clientId = grant.clientId ?? workspace.key.client_id
  return {
    issued_to: clientId,
    audience: clientId,
    ...(grant.userId === null ? {} : { user_id: grant.userId }),
    scope: answeredScopes(grant.scopes).join(' '),
    expires_in: seconds,
    ...emailOf(workspace, grant, 'verified_email', true),
    access_type: grant.refreshToken === undefined ? 'online' : 'offline',
  }
}

function emailOf<Value>({ index }: Workspace, grant: Grant, verified: string, value: Value) {
  const user = grant.userId === null ? undefined : index.user(grant.userId)
  return user === undefined || !signInScopes(grant.scopes).email ? {} : { email: user.primaryEmail, [verified]: value }
}

async function idTokenFacts({ provider, now }: Workspace, jwt: string): Promise<Record<string, string>> {
  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const keys = await provider.keys.published()
  try {
    const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())
    const { kid, alg, typ } = read(header)
    const key = keys.find(({ id }) => id === kid)
    const signed = Buffer.from(`${header}.${claims}`)
    const said = read(claims)
    if (
      key !== undefined &&
      alg === 'RS256' &&
      verify('RSA-SHA256', signed, key.publicKey, Buffer.from(signature, 'base64url')) &&
      Number(said.exp) * 1000 > now()
    ) {
      const all = { ...said, alg, kid, typ }
      return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]))
    }
  } catch {
    // What cannot be read is refused like what is wrong.
  }
  throw tokenError('invalid_token', 'Invalid Value')
}

/**
 * `/revoke`: ends a refresh token with its access tokens, or an access token with the refresh token it came from.
 *
 * @throws GoogleError 400 for a token that is not good any more
 */
export function revokeToken({ provider, accessTokens, now }: Workspace, token: string | null): Answer {
  if (token === null) throw tokenError('invalid_request', 'Missing required parameter: token')
  const access = accessTokens.find(token, now())
  const refreshToken = provider.refreshTokens.find(token) === undefined ? access?.refreshToken : token
  if (access === undefined && refreshToken === undefined) throw tokenError('invalid_token', 'Token expired or revoked')
  if (refreshToken !== undefined) provider.refreshTokens.revoke(refreshToken)
  accessTokens.revoke(
    (grant, each) => each === token || (refreshToken !== undefined && grant.refreshToken === refreshToken),
  )
  return json({})
}
