import { Problem } from '../../text/problem.ts'
import type { GoogleError } from '../http/google-error.ts'
import type { Identity } from '../identity.ts'
import { apiOff, scopeTooSmall, tokenNotAccepted } from './directory.ts'
import { notGoogle } from './transport.ts'

/** The problem of the look at the administrator's mailbox that Google refused for good. All are of kind refused. */
export function gmailProblem(error: GoogleError, identity: Identity): Problem {
  if (!error.inGooglesForm && error.status !== 401) return notGoogle('gmail.getProfile', error.status, error.message)
  if (error.reasons.some((reason) => /^(accessNotConfigured|SERVICE_DISABLED)$/.test(reason))) {
    return apiOff('gmail.googleapis.com', error, identity)
  }
  if (error.reasons.some((reason) => /^(insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT)$/.test(reason))) {
    return scopeTooSmall('gmail.getProfile', identity)
  }
  if (error.status === 401) return tokenNotAccepted('gmail.getProfile', error)
  const administrator = identity.administrator ?? 'the administrator'
  const facts = { administrator }
  if (/mail service not enabled/i.test(error.message)) {
    return new Problem({
      code: 'noMailbox',
      kind: 'refused',
      title: `${administrator} has no Gmail mailbox`,
      cause: 'Gmail is off for this account, or it has no licence that includes Gmail.',
      remedy: 'Switch Gmail on for the account in the Admin console, or give an administrator who has a mailbox.',
      facts,
    })
  }
  if (/delegation denied/i.test(error.message)) {
    return new Problem({
      code: 'mailDelegationDenied',
      kind: 'refused',
      title: `Gmail does not let the service account act for ${administrator}`,
      cause: `Google answered: ${error.message}`,
      remedy: "Give the administrator's primary address, and check the domain-wide delegation.",
      facts,
    })
  }
  return new Problem({
    code: 'mailboxNotReadable',
    kind: 'refused',
    title: `The mailbox of ${administrator} cannot be read`,
    cause: `Google answered with status ${error.status}: ${error.message}`,
    remedy: 'Check that the account is active and has a Gmail mailbox. Synchronizing users does not need it.',
    facts,
  })
}
