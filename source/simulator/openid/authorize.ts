import type { OrganizationUser } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import type { Answer } from '../server/answer.ts'
import { domainOf } from '../server/api-call.ts'
import { accountPage, postingPage, refusalPage } from './account-page.ts'
import { isGoogleScope, redirectedScopes, scopesIn } from './granted-scopes.ts'
import { brokenRedirectRule } from './redirect-uri.ts'

/**
 * `/o/oauth2/v2/auth`: shows the page of accounts, or goes straight on where the login hint names one. What is wrong
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
  const scopes = scopesIn(query.get('scope'))
  if (scopes.length === 0) return refuse('invalid_request', 'Missing required parameter: scope')
  const unknown = scopes.filter((scope) => !isGoogleScope(scope))
  if (unknown.length > 0) {
    const valid = scopes.filter(isGoogleScope)
    const lists = `{${valid.length === 0 ? '' : `valid=[${valid.join(', ')}], `}invalid=[${unknown.join(', ')}]}`
    return refuse('invalid_scope', `Some requested scopes were invalid. ${lists}`)
  }
  const mode = query.get('response_mode') ?? 'query'
  if (!['query', 'fragment', 'form_post'].includes(mode)) {
    return refuse('invalid_request', `Invalid response_mode: ${mode}`)
  }
  if (!/^\d*$/.test(query.get('max_age') ?? '')) return refuse('invalid_request', 'Invalid parameter value for max_age')
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
  const { provider, now } = workspace
  const { clientId } = provider.client
  const challenge = query.get('code_challenge')
  const isAsked = (query.get('prompt') ?? '').split(' ').includes('consent')
  return provider.codes.issue(
    {
      userId: user.id,
      clientId,
      redirectUri,
      nonce: query.get('nonce'),
      scopes: scopesIn(query.get('scope')),
      offline: query.get('access_type') === 'offline' && (isAsked || !provider.refreshTokens.hasOne(clientId, user.id)),
      authTime: query.has('max_age') ? Math.floor(now() / 1000) : null,
      challenge:
        challenge === null
          ? null
          : { value: challenge, method: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain' },
    },
    now(),
  )
}

/** Sends the browser to the client, as Google does with the state first and its own extra parameters behind. */
function sendBack(redirectUri: string, query: URLSearchParams, result: { code: string } | { error: string }): Answer {
  const state = query.get('state')
  const parameters = new URLSearchParams({
    ...(state === null ? {} : { state }),
    ...result,
    ...('code' in result
      ? { scope: redirectedScopes(scopesIn(query.get('scope'))).join(' '), authuser: '0', prompt: 'none' }
      : {}),
  })
  const mode = query.get('response_mode')
  if (mode === 'form_post') return postingPage(redirectUri, parameters)
  const target = new URL(redirectUri)
  if (mode === 'fragment') target.hash = parameters.toString()
  else for (const [name, value] of parameters) target.searchParams.set(name, value)
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' }, body: null }
}
