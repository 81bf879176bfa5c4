import * as z from 'zod'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { maskSecrets } from '../../text/mask-secrets.ts'
import { oneLine } from '../../text/one-line.ts'
import type { Problem } from '../../text/problem.ts'
import type { Answer } from '../http/answer.ts'
import { clockOffset } from '../http/clock.ts'
import { readGoogleError } from '../http/google-error.ts'
import type { Identity } from '../identity.ts'
import { connectionProblem } from './connection.ts'
import { refusedToken } from './token-problems.ts'

const tokenError = z.object({ error: z.string(), error_description: z.string().optional().catch(undefined) })

/**
 * The problem of a token that Google did not give, from the answer of its token endpoint: one cause and one action for
 * each of the endpoint's answers.
 */
export function tokenProblem(answer: Answer, identity: Identity): Problem {
  const parsed = tokenError.safeParse(jsonOrNothing(answer.body))
  if (!parsed.success) {
    const { isHtml, message } = readGoogleError(answer.status, answer.body)
    if (answer.status !== 200 || isHtml) {
      return connectionProblem('notGoogle', { call: 'token', status: answer.status, message })
    }
    // A scope that Google does not know, asked for without a subject, gives 200 and no access token.
    const { scopes, key } = identity
    return refusedToken('noAccessToken', { status: answer.status, scopes, project: key.projectId })
  }
  const description = oneLine(maskSecrets((parsed.data.error_description ?? '').slice(0, 10_000)), 300)
  if (isClock(description)) {
    return connectionProblem('clockOff', { minutesOff: clockOffset(answer.headers.date, Date.now()) })
  }
  return explain(oneLine(maskSecrets(parsed.data.error.slice(0, 10_000)), 60), description, identity)
}

function isClock(description: string): boolean {
  return /reasonable timeframe|short-lived/i.test(description)
}

function explain(error: string, description: string, { key, ...identity }: Identity): Problem {
  const administrator = identity.administrator ?? 'the administrator'
  const account = { serviceAccount: key.clientEmail, project: key.projectId, clientId: key.clientId }
  const refused = () => refusedToken('signInRefused', { error, description: description || null })
  switch (error) {
    case 'unauthorized_client':
      return refusedToken('delegationMissing', {
        clientId: key.clientId,
        administrator: identity.administrator ?? 'an administrator',
        missingScopes: identity.scopes,
      })
    case 'invalid_scope':
      return refusedToken('scopeRefused', { scopes: identity.scopes, description })
    case 'access_denied':
      return /restricted/i.test(description)
        ? refusedToken('accountRestricted', { administrator })
        : refusedToken('clientBlocked', { clientId: key.clientId, description })
    case 'invalid_grant':
      if (/invalid jwt signature/i.test(description)) {
        return refusedToken('keyRevoked', { ...account, privateKeyId: key.privateKeyId })
      }
      if (/account not found|robot is disabled|disabled_client|deleted_client/i.test(description)) {
        return refusedToken('serviceAccountGone', account)
      }
      if (/invalid email or user id/i.test(description)) return refusedToken('administratorUnknown', { administrator })
      if (/not a valid email/i.test(description)) return refusedToken('administratorMalformed', { administrator })
      if (/has been deleted/i.test(description)) return refusedToken('administratorDeleted', { administrator })
      return refused()
    case 'invalid_client':
    case 'disabled_client':
    case 'deleted_client':
      return refusedToken('serviceAccountGone', account)
    default:
      return refused()
  }
}
