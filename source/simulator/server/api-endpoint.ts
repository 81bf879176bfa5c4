import { parseFieldsMask } from '../directory/fields-mask.ts'
import { selfSignedGrant } from '../oauth/self-signed.ts'
import type { Workspace } from '../organization/workspace.ts'
import type { Answer } from './answer.ts'
import { insufficientScope, notAuthorized, quotaExceeded, serviceDisabled, unauthenticated } from './errors.ts'
import { enumParameter } from './parameters.ts'
import type { Route } from './routes.ts'

export type ApiRequest = {
  method: string
  authorization: string | undefined
  query: URLSearchParams
  path: Readonly<Record<string, string>>
}

/**
 * One call of the Directory or the Gmail API: token, API switched on, scopes, quota, parameters, then the call itself.
 *
 * @throws GoogleError
 */
export function answerApiCall(workspace: Workspace, route: Route, request: ApiRequest): Answer {
  const token = tokenOf(request)
  const grant =
    token === undefined
      ? undefined
      : (workspace.accessTokens.find(token, workspace.now()) ?? selfSignedGrant(workspace, token, route.scopes))
  if (grant === undefined) throw unauthenticated(token !== undefined)
  const { disabledApis, queriesPerMinute } = workspace.organization
  if (disabledApis.includes(route.api)) {
    throw route.api === 'directory'
      ? serviceDisabled('admin.googleapis.com', 'Admin SDK API')
      : serviceDisabled('gmail.googleapis.com', 'Gmail API')
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw refusedWrite(route, grant.scopes)
  if (!route.scopes.some((scope) => grant.scopes.includes(scope))) throw insufficientScope(route.scopes)
  if (
    route.api === 'directory' &&
    queriesPerMinute !== undefined &&
    !workspace.quota.take(grant.userId ?? workspace.key.client_email, queriesPerMinute, workspace.now())
  ) {
    throw quotaExceeded()
  }
  enumParameter(request.query, 'alt', ['json', 'media', 'proto'])
  const mask = parseFieldsMask(request.query.get('fields'), route.schema)
  return route.answer({ workspace, path: request.path, query: request.query, grant, mask })
}

/** The access token: in the header, or in one of the parameters that Google's discovery documents name for it. */
function tokenOf({ authorization, query }: ApiRequest): string | undefined {
  const inHeader = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  return inHeader ?? query.get('access_token') ?? query.get('oauth_token') ?? undefined
}

/** Nothing can be written here. Google says the same to a token for reading, which is all that Rollcall asks for. */
function refusedWrite(route: Route, granted: readonly string[]) {
  const forWriting = route.scopes.filter((scope) => !scope.endsWith('.readonly'))
  return forWriting.some((scope) => granted.includes(scope)) ? notAuthorized() : insufficientScope(forWriting)
}
