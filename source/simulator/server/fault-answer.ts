import { type Answer, json } from './answer.ts'
import {
  apiError,
  backendError,
  badRequest,
  type GoogleError,
  invalidInput,
  notAuthorized,
  notFound,
  tokenError,
  unauthenticated,
  userIsDeleted,
} from './errors.ts'
import type { CallName, Fault } from './faults.ts'

/**
 * The answer under a fault: the one that the fault gives, or else the real one, with the fault's headers and lies.
 *
 * @param pageToken the token that the request came with
 */
export async function answerUnder(
  fault: Fault | undefined,
  pageToken: string | null,
  real: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (fault === undefined) return real()
  const answer = givenAnswer(fault) ?? (await real())
  const added = Object.entries(fault.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  return {
    status: answer.status,
    headers: { ...answer.headers, ...Object.fromEntries(added) },
    body: changedBody(fault, pageToken, answer.body),
  }
}

function changedBody({ nextPage, change }: Fault, pageToken: string | null, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const changed: Record<string, unknown> = { ...body }
  if (nextPage === 'drop') delete changed.nextPageToken
  if (nextPage === 'repeat') changed.nextPageToken = pageToken ?? changed.nextPageToken
  return change === undefined ? changed : change(changed)
}

/** What a fault says in place of the real answer; undefined when it leaves the answer as it is. */
function givenAnswer(fault: Fault): Answer | undefined {
  if (fault.status === undefined && fault.body === undefined) return undefined
  const status = fault.status ?? 200
  if (fault.body === undefined) return usualAnswer(fault.call, status)
  return typeof fault.body === 'string'
    ? { status, headers: { 'content-type': looksLikeHtml(fault.body) ? 'text/html' : 'text/plain' }, body: fault.body }
    : json(fault.body, status)
}

function looksLikeHtml(text: string): boolean {
  return /^\s*</.test(text)
}

function usualAnswer(call: CallName, status: number): Answer {
  if (status === 204) return { status, headers: {}, body: null }
  if (status < 400) return json({}, status)
  if (call === 'token' || call === 'oidc.token') return usualTokenError(status).answer
  return { ...usualApiError(call, status).answer, status }
}

function usualTokenError(status: number): GoogleError {
  if (status === 401) {
    return tokenError(
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the ' +
        'scopes requested.',
      401,
    )
  }
  if (status === 429) return tokenError('rate_limit_exceeded', 'Rate limit exceeded', 429)
  return status >= 500
    ? tokenError('internal_failure', 'Internal failure', status)
    : tokenError('invalid_grant', 'Bad Request', status)
}

function usualApiError(call: CallName, status: number): GoogleError {
  switch (status) {
    case 400:
      return call === 'members.hasMember' ? invalidInput('memberKey') : badRequest()
    case 401:
      return unauthenticated(true)
    case 403:
      return notAuthorized()
    case 404:
      return notFound(call === 'users.get' ? 'userKey' : 'groupKey')
    case 412:
      return userIsDeleted()
    case 429:
      return apiError(429, 'Resource has been exhausted (e.g. check quota).', 'rateLimitExceeded', {
        domain: 'usageLimits',
        status: 'RESOURCE_EXHAUSTED',
      })
    case 503:
      return backendError()
    default:
      return status >= 500
        ? apiError(status, 'Backend Error', 'backendError')
        : apiError(status, 'Bad Request', 'badRequest')
  }
}
