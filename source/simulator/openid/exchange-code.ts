import { createHash, timingSafeEqual } from 'node:crypto'
import { tokenLifetimeSeconds } from '../oauth/access-tokens.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, json } from '../server/answer.ts'
import { tokenError } from '../server/errors.ts'
import type { CodeGrant } from './authorization-codes.ts'
import type { HostileToken } from './hostile-token.ts'
import { makeIdToken } from './id-token.ts'

/**
 * `POST /token` with an authorization code: client, secret, code, redirect URI and PKCE verifier, in this order.
 *
 * @param authorization the Authorization header, in which the client's id and secret may come as well
 * @param hostile how the id token is to be wrong
 * @throws GoogleError in the token endpoint's words
 */
export async function exchangeCode(
  workspace: Workspace,
  form: URLSearchParams,
  authorization: string | undefined,
  hostile: HostileToken | undefined,
): Promise<Answer> {
  const { provider, organization } = workspace
  const basic = basicCredentials(authorization)
  const clientId = basic?.id ?? form.get('client_id')
  const secret = basic?.secret ?? form.get('client_secret')
  if (clientId === null) throw tokenError('invalid_request', 'Could not determine client ID from request.')
  if (clientId !== provider.client.clientId) throw tokenError('invalid_client', 'The OAuth client was not found.', 401)
  if (secret === null || secret === '') throw tokenError('invalid_request', 'client_secret is missing.')
  if (!isSame(secret, provider.client.clientSecret)) throw tokenError('invalid_client', 'Unauthorized', 401)

  const code = form.get('code')
  if (code === null) throw tokenError('invalid_request', 'Missing required parameter: code')
  if (!/^4\/0A[\w-]+$/.test(code)) throw tokenError('invalid_grant', 'Malformed auth code.')
  const grant = provider.codes.find(code, workspace.now())
  if (grant === undefined) throw tokenError('invalid_grant', 'Bad Request')
  if (form.get('redirect_uri') !== grant.redirectUri) throw tokenError('redirect_uri_mismatch', 'Bad Request')
  checkVerifier(grant, form.get('code_verifier'))
  provider.codes.use(code)

  const user = workspace.index.user(grant.userId)
  if (user === undefined || user.deletionTime !== undefined) {
    throw tokenError('invalid_grant', 'The account has been deleted')
  }
  const now = workspace.now()
  const accessToken = workspace.accessTokens.issue({ scopes: grant.scopes, userId: user.id }, now)
  const idToken = await makeIdToken(
    {
      user,
      organization,
      clientId,
      nonce: grant.nonce,
      scopes: grant.scopes,
      accessToken,
      now,
      hostile: hostile ?? organization.idToken,
    },
    provider.keys,
  )
  return json(
    {
      access_token: accessToken,
      expires_in: tokenLifetimeSeconds,
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
      ...(grant.scopes.includes('openid') ? { id_token: idToken } : {}),
    },
    200,
    { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' },
  )
}

function checkVerifier({ challenge }: CodeGrant, verifier: string | null): void {
  if (challenge === null) return
  if (verifier === null || verifier === '') throw tokenError('invalid_grant', 'Missing code verifier.')
  const value = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (!isSame(value, challenge.value)) throw tokenError('invalid_grant', 'Invalid code verifier.')
}

function basicCredentials(authorization: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) }
  } catch {
    return { id, secret }
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
