import type { OrganizationUser } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import type { Answer } from '../server/answer.ts'
import { domainOf } from '../server/api-call.ts'
import { accountPage, refusalPage } from './account-page.ts'
import { brokenRedirectRule } from './redirect-uri.ts'

/**
 * `GET /o/oauth2/v2/auth`: shows the page of accounts, or goes straight on where the login hint names one. What is wrong
 * with the client or the redirect URI is shown to the person; everything else goes back to the client.
 */
export function authorize(workspace: Workspace, query: URLSearchParams): Answer {
  const { provider, organization } = workspace
  const redirectUri = query.get('redirect_uri')
  if (query.get('client_id') === null) return refuse('invalid_request', 'Missing required parameter: client_id')
  if (query.get('client_id') !== provider.client.clientId) {
    return refusalPage(401, 'invalid_client', 'The OAuth client was not found.')
  }
  if (redirectUri === null) return refuse('invalid_request', 'Missing required parameter: redirect_uri')
  const registered = organization.oauthClient.redirectUris
  if (registered !== undefined && !registered.includes(redirectUri)) return refuseRedirect(redirectUri)
  const broken = registered === undefined ? brokenRedirectRule(redirectUri) : null
  if (broken !== null) return refuseRedirect(redirectUri, broken)
  if (query.get('response_type') === null)
    return refuse('invalid_request', 'Required parameter is missing: response_type')
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type', 'Only code is answered here.')
  if (!query.get('scope')) return refuse('invalid_request', 'Missing required parameter: scope')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (query.has('code_challenge') && method !== 'S256' && method !== 'plain') {
    return refuse('invalid_request', `Invalid parameter value for code_challenge_method: ${method}`)
  }

  if (query.get('decision') === 'cancel') return sendBack(redirectUri, query, { error: 'access_denied' })
  const accounts = accountsFor(workspace, query.get('hd'))
  const prompts = (query.get('prompt') ?? '').split(' ')
  const picked = query.get('account')
  const hint = prompts.includes('select_account') ? null : query.get('login_hint')
  const named = picked ?? hint
  const user = named === null ? undefined : workspace.index.user(named)
  if (user !== undefined && accounts.includes(user))
    return sendBack(redirectUri, query, { code: issueCode(workspace, query, redirectUri, user) })
  if (prompts.includes('none')) return sendBack(redirectUri, query, { error: 'interaction_required' })
  return accountPage(query, accounts, picked === null ? undefined : `${picked} cannot sign in here.`)
}

function refuse(error: string, explanation: string): Answer {
  return refusalPage(400, error, explanation)
}

function refuseRedirect(redirectUri: string, broken?: string): Answer {
  return broken === undefined
    ? refuse('redirect_uri_mismatch', `The redirect URI ${redirectUri} is not registered for this client.`)
    : refuse('redirect_uri_mismatch', `The redirect URI ${redirectUri} cannot be registered with Google. ${broken}`)
}

/** Those who may sign in: living accounts that are not suspended, of the domain that was asked for. */
function accountsFor({ organization, index }: Workspace, hostedDomain: string | null): readonly OrganizationUser[] {
  const domain = hostedDomain === null || hostedDomain === '*' ? null : hostedDomain.toLowerCase()
  return index.remember(JSON.stringify(['accounts', domain]), () =>
    organization.users.filter(
      (user) =>
        user.deletionTime === undefined &&
        user.suspended !== true &&
        (domain === null || domainOf(user.primaryEmail) === domain),
    ),
  )
}

function issueCode(workspace: Workspace, query: URLSearchParams, redirectUri: string, user: OrganizationUser): string {
  const challenge = query.get('code_challenge')
  return workspace.provider.codes.issue(
    {
      userId: user.id,
      clientId: workspace.provider.client.clientId,
      redirectUri,
      nonce: query.get('nonce'),
      scopes: (query.get('scope') ?? '').split(/\s+/),
      challenge:
        challenge === null
          ? null
          : { value: challenge, method: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain' },
    },
    workspace.now(),
  )
}

/** Sends the browser to the client, as Google does with the state first and its own extra parameters behind. */
function sendBack(redirectUri: string, query: URLSearchParams, result: { code: string } | { error: string }): Answer {
  const target = new URL(redirectUri)
  const state = query.get('state')
  if (state !== null) target.searchParams.set('state', state)
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value)
  if ('code' in result) {
    target.searchParams.set('scope', query.get('scope') ?? '')
    target.searchParams.set('authuser', '0')
    target.searchParams.set('prompt', 'none')
  }
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' }, body: null }
}
