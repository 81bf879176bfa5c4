import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { IdTokenRefused } from '../../google/openid/provider.ts'
import { StoreUnavailable } from '../../store/users/follow/follow-store.ts'
import { Problem } from '../../text/problem.ts'

/**
 * A stable code for what went wrong in a sign-in. Messages of libraries may hold codes and tokens; only what is known here
 * is passed on.
 */
export function failureCode(error: unknown): string {
  if (error instanceof Problem) return error.code
  if (error instanceof StoreUnavailable) return 'storeUnavailable'
  if (error instanceof IdTokenRefused) return `idToken.${error.code}`
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return /^[a-z_]{1,40}$/.test(error.error) ? `google.${error.error}` : 'google.refused'
  }
  if (error instanceof ClientError) {
    const code = error.code ?? ''
    if (code === 'OAUTH_TIMEOUT') return 'googleUnreachable'
    return /^[A-Z_]{1,60}$/.test(code) ? `idToken.${code}` : 'idToken.refused'
  }
  if (error instanceof Error && /^(TypeError|FetchError|GaxiosError|AbortError|TimeoutError)$/.test(error.name)) {
    return 'googleUnreachable'
  }
  return 'unexpected'
}
