import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import * as z from 'zod'
import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { connectionProblem } from '../problems/connection.ts'
import { idTokenProblem } from '../problems/id-token-problems.ts'
import { exchangeProblem, refusalProblem } from '../problems/refusals.ts'
import { signInProblem } from '../problems/sign-in-problems.ts'
import { untimely } from './id-token-claims.ts'

/** What a failure is explained with. */
export type FailedSignIn = {
  clientId: string
  redirectUri: string
  /** Minutes that this machine's clock is ahead of Google's; null where nothing is known. */
  clockOffset: () => number | null
  /** Secrets that were sent. An answer that repeats one of them is not repeated. */
  sent: readonly string[]
}

/** What openid-client puts beside its errors: a claim that does not fit, or what was looked at. */
const detail = z
  .object({
    claim: z.string().optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
    header: z.object({ alg: z.unknown() }).optional(),
    reason: z.unknown().optional(),
    signature: z.unknown().optional(),
    body: z.unknown().optional(),
  })
  .catch({})

/**
 * Says what a failure of openid-client means: one problem for each thing that Google can refuse, or that can be wrong with a
 * token. The library's own messages may hold what was sent, and are not passed on.
 *
 * @returns the error itself where it is none of the library's
 */
export function explainFailure(error: unknown, about: FailedSignIn): unknown {
  const problem = problemIn(error)
  if (problem !== null) return problem
  if (error instanceof AuthorizationResponseError) return refusalProblem(oneLine(error.error, 60), about.redirectUri)
  if (error instanceof ResponseBodyError) {
    const description = oneLine(error.error_description ?? '', 200)
    const isSafe = !about.sent.some((secret) => secret !== '' && description.includes(secret))
    return exchangeProblem(oneLine(error.error, 60), isSafe ? description : '', about)
  }
  return error instanceof ClientError ? explainAnswer(error, about) : error
}

/** The connection's own problems arrive inside of the library's errors. */
function problemIn(error: unknown): Problem | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof Problem) return cause
  }
  return null
}

function explainAnswer({ code, cause }: ClientError, { clockOffset }: FailedSignIn): Problem {
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') {
    const status = cause instanceof Response ? cause.status : 0
    return status === 200
      ? signInProblem('idTokenMissing', {})
      : connectionProblem('notGoogle', { call: 'openid.token', status, message: '' })
  }
  if (cause instanceof Error && cause.message.startsWith('failed to parse "response"')) {
    return signInProblem('idTokenMissing', {})
  }
  if (code === 'OAUTH_KEY_SELECTION_FAILED') return idTokenProblem('idTokenKeyUnknown', {})
  const { claim, claims, header, reason, signature, body } = detail.parse(cause instanceof Error ? cause.cause : null)
  if (body !== undefined) return signInProblem('idTokenMissing', {})
  if (header !== undefined && reason !== undefined) {
    const algorithm = oneLine(String(header.alg), 40)
    return /^none$/i.test(algorithm)
      ? idTokenProblem('idTokenUnsigned', {})
      : idTokenProblem('idTokenAlgorithm', { algorithm })
  }
  if (signature !== undefined) return idTokenProblem('idTokenSignature', {})
  if (claims !== undefined) return explainClaim(claim, claims, clockOffset())
  return idTokenProblem('idTokenBroken', {})
}

function explainClaim(claim: string | undefined, claims: Record<string, unknown>, clockOffset: number | null): Problem {
  const said = (name: string) => oneLine([claims[name]].flat().map(String).join(', '), 200)
  switch (claim) {
    case 'iss':
      return idTokenProblem('idTokenIssuer', { issuer: said('iss') })
    case 'aud':
    case 'azp':
      return idTokenProblem('idTokenAudience', { audience: said(claim) })
    case 'nonce':
      return idTokenProblem('idTokenNonce', {})
    case 'exp':
      return untimely('idTokenExpired', clockOffset)
    case 'nbf':
      return untimely('idTokenEarly', clockOffset)
    default:
      return idTokenProblem(claims.nonce === undefined ? 'idTokenNonceMissing' : 'idTokenBroken', {})
  }
}
