import { projectNumber } from '../oauth/service-account.ts'
import { type Answer, html, json } from './answer.ts'

/** Thrown by a call to answer with one of Google's errors. */
export class GoogleError extends Error {
  override readonly name = 'GoogleError'
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`answer ${answer.status}`)
    this.answer = answer
  }
}

type Details = {
  domain?: string
  status?: string
  headers?: Record<string, string>
  /** Where the fault lies, as the first generation of Google's APIs says it. */
  location?: { location: string; locationType: string }
  details?: unknown[]
}

/** The envelope of the Directory API's errors; most come without `status`. */
export function apiError(code: number, message: string, reason: string, more: Details = {}): GoogleError {
  const error = { message, domain: more.domain ?? 'global', reason, ...more.location }
  return new GoogleError(
    json(
      {
        error: {
          code,
          message,
          errors: [error],
          ...(more.status === undefined ? {} : { status: more.status }),
          ...(more.details === undefined ? {} : { details: more.details }),
        },
      },
      code,
      more.headers,
    ),
  )
}

export const notAuthorized = () => apiError(403, 'Not Authorized to access this resource/api', 'forbidden')
export const badRequest = (message = 'Bad Request') => apiError(400, message, 'badRequest')
export const invalidInput = (value: string) => apiError(400, `Invalid Input: ${value}`, 'invalid')
export const notFound = (parameter: string) => apiError(404, `Resource Not Found: ${parameter}`, 'notFound')
export const domainNotFound = () => apiError(404, 'Domain not found.', 'notFound')
export const userIsDeleted = () => apiError(412, 'User is deleted.', 'conditionNotMet')
export const backendError = () => apiError(503, 'Service unavailable. Please try again', 'backendError')

/** A parameter that cannot be read: a number that is none, an unknown field, an unknown enumeration value. */
export function invalidParameter(parameter: string, message: string): GoogleError {
  return apiError(400, message, 'invalidParameter', { location: { location: parameter, locationType: 'parameter' } })
}

/** The token is missing, unknown or expired. */
export function unauthenticated(tokenGiven: boolean): GoogleError {
  const ending =
    'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
    'See https://developers.google.com/identity/sign-in/web/devconsole-project.'
  const location = { location: 'Authorization', locationType: 'header' }
  return tokenGiven
    ? apiError(401, `Request had invalid authentication credentials. ${ending}`, 'authError', {
        status: 'UNAUTHENTICATED',
        location,
        headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
      })
    : apiError(401, `Request is missing required authentication credential. ${ending}`, 'required', {
        status: 'UNAUTHENTICATED',
        location,
        headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
      })
}

/** The token is good, but was asked for with scopes that do not cover the call. */
export function insufficientScope(scopes: readonly string[]): GoogleError {
  const challenge = `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scopes.join(' ')}"`
  return apiError(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions', {
    status: 'PERMISSION_DENIED',
    headers: { 'www-authenticate': challenge },
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
      },
    ],
  })
}

/** The API is not switched on in the service account's project. */
export function serviceDisabled(service: string, product: string): GoogleError {
  const activationUrl = `https://console.developers.google.com/apis/api/${service}/overview?project=${projectNumber}`
  const message =
    `${product} has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting ` +
    `${activationUrl} then retry. If you enabled this API recently, wait a few minutes for the action to propagate ` +
    'to our systems and retry.'
  return apiError(403, message, 'accessNotConfigured', {
    domain: 'usageLimits',
    status: 'PERMISSION_DENIED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service, consumer: `projects/${projectNumber}`, activationUrl },
      },
    ],
  })
}

/** More queries in a minute than the quota of one user allows. */
export function quotaExceeded(): GoogleError {
  return apiError(
    403,
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service " +
      `'admin.googleapis.com' for consumer 'project_number:${projectNumber}'.`,
    'rateLimitExceeded',
    { domain: 'usageLimits', status: 'PERMISSION_DENIED' },
  )
}

/** What Google's front end says of a path that no API has. */
export function noSuchPage(): GoogleError {
  return new GoogleError(
    html(
      '<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title>' +
        '<p><b>404.</b> <ins>That’s an error.</ins><p>The requested URL was not found on this server.</html>\n',
      404,
    ),
  )
}

/** The token endpoint's failures. */
export function tokenError(error: string, description: string, status = 400): GoogleError {
  return new GoogleError(json({ error, error_description: description }, status, { 'cache-control': 'no-store' }))
}
