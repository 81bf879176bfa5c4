import { createHash } from 'node:crypto'
import { tokenLifetimeSeconds } from '../oauth/access-tokens.ts'
import type { OrganizationUser } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, json } from '../server/answer.ts'
import { tokenError } from '../server/errors.ts'
import type { CodeGrant } from './authorization-codes.ts'
import { checkClient, isSame } from './client-credentials.ts'
import { answeredScopes, scopesIn, signInScopes } from './granted-scopes.ts'
import type { HostileToken } from './hostile-token.ts'
import { makeIdToken } from './id-token.ts'

/** A request to the token endpoint from a client that people sign in to. */
export type TokenRequest = {
  form: URLSearchParams
  /** The Authorization header, in which the client's id and secret may come as well. */
  authorization: string | undefined
  /** What id tokens name as their issuer. */
  issuer: string
  /** How the id token is to be wrong. */
  hostile: HostileToken | undefined
}

/**
 * `POST /token` with an authorization code: client, secret, code, redirect URI and PKCE verifier, in this order.
 *
 * @throws GoogleError in the token endpoint's words
 */
export async function exchangeCode(workspace: Workspace, request: TokenRequest): Promise<Answer> {
  const { provider } = workspace
  const { form } = request
  const clientId = checkClient(provider.client, form, request.authorization)
  const code = form.get('code')
  if (code === null) throw tokenError('invalid_request', 'Missing required parameter: code')
  if (!/^4\/0A[\w-]+$/.test(code)) throw tokenError('invalid_grant', 'Malformed auth code.')
  const grant = provider.codes.find(code, workspace.now())
  if (grant === undefined) throw tokenError('invalid_grant', 'Bad Request')
  if (form.get('redirect_uri') !== grant.redirectUri) throw tokenError('redirect_uri_mismatch', 'Bad Request')
  checkVerifier(grant, form.get('code_verifier'))
  provider.codes.use(code)

  const user = livingUser(workspace, grant.userId)
  const { scopes, authTime } = grant
  const refreshToken = grant.offline
    ? provider.refreshTokens.issue({ clientId, userId: user.id, scopes, authTime })
    : undefined
  return grantTokens(workspace, request, {
    user,
    clientId,
    scopes,
    nonce: grant.nonce,
    authTime,
    refreshToken,
    isNew: true,
  })
}

/**
 * `POST /token` with a refresh token of this client's: another access token, for all of its scopes or some of them.
 *
 * @throws GoogleError in the token endpoint's words
 */
export async function refreshAccess(workspace: Workspace, request: TokenRequest): Promise<Answer> {
  const { provider } = workspace
  const clientId = checkClient(provider.client, request.form, request.authorization)
  const refreshToken = request.form.get('refresh_token')
  if (!refreshToken) throw tokenError('invalid_request', 'Missing required parameter: refresh_token')
  const grant = provider.refreshTokens.find(refreshToken)
  if (grant === undefined) throw tokenError('invalid_grant', 'Token has been expired or revoked.')
  if (grant.clientId !== clientId) throw tokenError('unauthorized_client', 'Unauthorized', 401)
  const user = livingUser(workspace, grant.userId)
  const asked = scopesIn(request.form.get('scope'))
  const known = new Set([...grant.scopes, ...answeredScopes(grant.scopes)])
  if (asked.some((scope) => !known.has(scope))) throw tokenError('invalid_scope', 'Some requested scopes were invalid.')
  const scopes = asked.length === 0 ? grant.scopes : asked
  const { authTime } = grant
  return grantTokens(workspace, request, { user, clientId, scopes, nonce: null, authTime, refreshToken, isNew: false })
}

type Granted = {
  user: OrganizationUser
  clientId: string
  scopes: readonly string[]
  nonce: string | null
  authTime: number | null
  refreshToken: string | undefined
  /** The refresh token is told to the client, once. */
  isNew: boolean
}

async function grantTokens(workspace: Workspace, request: TokenRequest, granted: Granted): Promise<Answer> {
  const { provider, organization, accessTokens } = workspace
  const { user, scopes, refreshToken, isNew } = granted
  const now = workspace.now()
  const accessToken = accessTokens.issue({ scopes, userId: user.id, clientId: granted.clientId, refreshToken }, now)
  const idToken = await makeIdToken(
    {
      ...granted,
      organization,
      accessToken,
      now,
      issuer: request.issuer,
      hostile: request.hostile ?? organization.idToken,
    },
    provider.keys,
  )
  return json(
    {
      access_token: accessToken,
      expires_in: tokenLifetimeSeconds,
      ...(isNew && refreshToken !== undefined ? { refresh_token: refreshToken } : {}),
      scope: answeredScopes(scopes).join(' '),
      token_type: 'Bearer',
      ...(signInScopes(scopes).openid ? { id_token: idToken } : {}),
    },
    200,
    { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' },
  )
}

function livingUser(workspace: Workspace, id: string): OrganizationUser {
  const user = workspace.index.user(id)
  if (user === undefined || user.deletionTime !== undefined) {
    throw tokenError('invalid_grant', 'The account has been deleted')
  }
  return user
}

function checkVerifier({ challenge }: CodeGrant, verifier: string | null): void {
  if (challenge === null) return
  if (verifier === null || verifier === '') throw tokenError('invalid_grant', 'Missing code verifier.')
  const value = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (!isSame(value, challenge.value)) throw tokenError('invalid_grant', 'Invalid code verifier.')
}
