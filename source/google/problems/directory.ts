import type { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'
import type { GoogleError } from '../http/google-error.ts'
import type { Identity } from '../identity.ts'
import { connectionProblem } from './connection.ts'
import { refusedAnswer } from './directory-problems.ts'

/** The problem of a call to the Directory API that Google refused for good. All are of kind refused. */
export function directoryProblem(call: CallName, error: GoogleError, identity: Identity): Problem {
  const { message, status } = error
  const about = { call, status, message }
  const administrator = identity.administrator ?? 'the administrator'
  if (/invalid domain\.|domain cannot use apis/i.test(message)) return refusedAnswer('domainCannotUseApis', { message })
  const common = commonProblem('adminSdkOff', call, error, identity)
  if (common !== null) return common
  if (status === 403) return refusedAnswer('rightMissing', { administrator, call, message })
  const knowsNobody =
    (status === 404 && /domain not found/i.test(message)) || (status === 400 && /^invalid input\.?$/i.test(message))
  // The call came from the service account itself, or from outside of every organization.
  if (knowsNobody) return refusedAnswer('administratorNotInDirectory', { administrator, message })
  return refusedAnswer('requestRefused', about)
}

/** The problem of the look at the administrator's mailbox that Google refused for good. All are of kind refused. */
export function gmailProblem(error: GoogleError, identity: Identity): Problem {
  const common = commonProblem('gmailApiOff', 'gmail.getProfile', error, identity)
  if (common !== null) return common
  const { message, status } = error
  const administrator = identity.administrator ?? 'the administrator'
  if (/mail service not enabled/i.test(message)) return refusedAnswer('noMailbox', { administrator })
  if (/delegation denied/i.test(message)) return refusedAnswer('mailDelegationDenied', { administrator, message })
  return refusedAnswer('mailboxNotReadable', { administrator, status, message })
}

/** What every API of Google refuses in the same way; null where it is something else. */
function commonProblem(
  apiOff: 'adminSdkOff' | 'gmailApiOff',
  call: CallName,
  error: GoogleError,
  { key, scopes }: Identity,
): Problem | null {
  const { message, status } = error
  const about = { call, status, message }
  if (!error.inGooglesForm && status !== 401) return connectionProblem('notGoogle', about)
  if (error.reasons.some((reason) => /^(accessNotConfigured|SERVICE_DISABLED)$/.test(reason))) {
    return refusedAnswer(apiOff, { project: key.projectId, activationLink: error.activationLink })
  }
  if (error.reasons.some((reason) => /^(insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT)$/.test(reason))) {
    return refusedAnswer('scopeTooSmall', { call, clientId: key.clientId, askedFor: scopes })
  }
  return status === 401 ? refusedAnswer('tokenNotAccepted', about) : null
}
