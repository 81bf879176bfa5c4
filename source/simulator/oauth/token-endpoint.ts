import { deletionState } from '../directory/deletion.ts'
import { isGoogleScope } from '../openid/granted-scopes.ts'
import { directoryIdFor, type Organization } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, json } from '../server/answer.ts'
import { tokenError } from '../server/errors.ts'
import { tokenLifetimeSeconds } from './access-tokens.ts'
import { verifyAssertion } from './assertion.ts'
import { signJwt } from './sign-jwt.ts'

/** The grant type that service accounts ask with. */
export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** The paths of the token endpoint, today's and those that older clients have built in. */
export const tokenPaths = ['/token', '/oauth2/v4/token', '/oauth2/v3/token', '/o/oauth2/token']

const googleAudiences = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
]

/**
 * `POST /token` with a service account's assertion.
 *
 * @param origin the simulator's own address, which is an audience too
 * @throws GoogleError in the token endpoint's words
 */
export function exchangeAssertion(workspace: Workspace, form: URLSearchParams, origin: string): Answer {
  const jwt = form.get('assertion')
  if (jwt === null) throw tokenError('invalid_request', 'Missing required parameter: assertion')
  const { organization, key, accessTokens, now } = workspace
  const assertion = verifyAssertion(jwt, {
    issuer: key.client_email,
    keyId: key.private_key_id,
    publicKey: workspace.publicKey,
    accountEnabled: organization.serviceAccount === 'enabled',
    isAudience: (audience) => googleAudiences.includes(audience) || isOwnAudience(audience, origin),
    now: now(),
  })

  if (assertion.subject === null && !assertion.scopes.every(isGoogleScope)) {
    const issued = Math.floor(now() / 1000)
    const claims = { iss: 'https://accounts.google.com', sub: key.client_id, iat: issued, exp: issued + 3600 }
    return json({ id_token: signJwt(claims, key.private_key, key.private_key_id) }, 200, notStored)
  }
  const userId = assertion.subject === null ? null : subjectId(workspace, assertion.subject)
  if (userId !== null && !assertion.scopes.every((scope) => organization.delegatedScopes.includes(scope))) {
    throw tokenError(
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the ' +
        'scopes requested.',
      401,
    )
  }
  const token = accessTokens.issue({ scopes: assertion.scopes, userId }, now())
  return json({ access_token: token, expires_in: tokenLifetimeSeconds, token_type: 'Bearer' }, 200, notStored)
}

const notStored = { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' }

/** The account that an assertion's subject names. */
function subjectId(workspace: Workspace, subject: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(subject)) throw tokenError('invalid_grant', 'Not a valid email')
  const user = workspace.index.user(subject)
  if (user === undefined && isAdministrator(workspace.organization, subject)) return directoryIdFor(subject)
  const state = user === undefined ? 'forgotten' : deletionState(user, workspace.now())
  if (user === undefined || state === 'forgotten') throw tokenError('invalid_grant', 'Invalid email or User ID')
  if (state === 'deleted') throw tokenError('invalid_grant', 'The account has been deleted')
  if (user.suspended === true) throw tokenError('access_denied', 'Account restricted')
  return user.id
}

const isAdministrator = ({ admins }: Organization, address: string): boolean =>
  admins.some((admin) => admin.toLowerCase() === address.toLowerCase())

/** A client that was pointed at the simulator by its key file's `token_uri` names that address as the audience. */
function isOwnAudience(audience: string, origin: string): boolean {
  if (!URL.canParse(audience)) return false
  const url = new URL(audience)
  return url.port === new URL(origin).port && isLoopback(url.hostname) && tokenPaths.includes(url.pathname)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
