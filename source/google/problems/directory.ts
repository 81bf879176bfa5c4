import { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'
import type { GoogleError } from '../http/google-error.ts'
import type { Identity } from '../identity.ts'
import { adminRolesLink, delegationLink, enableApiLink } from '../links.ts'
import { delegatedScopes } from '../scopes.ts'
import { notGoogle } from './transport.ts'

/** The administrator's right that each call needs, as the Admin console names it. */
const rightForUsers = 'Admin API privileges: Users, Read'
const rightForGroups = 'Admin API privileges: Groups, Read'

/** The problem of a call to the Directory API that Google refused for good. All are of kind refused. */
export function directoryProblem(call: CallName, error: GoogleError, identity: Identity): Problem {
  if (/invalid domain\.|domain cannot use apis/i.test(error.message)) return apiAccessOff(error)
  if (!error.inGooglesForm && error.status !== 401) return notGoogle(call, error.status, error.message)
  if (error.reasons.some((reason) => /^(accessNotConfigured|SERVICE_DISABLED)$/.test(reason))) {
    return apiOff('admin.googleapis.com', error, identity)
  }
  if (error.reasons.some((reason) => /^(insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT)$/.test(reason))) {
    return scopeTooSmall(call, identity)
  }
  if (error.status === 401) return tokenNotAccepted(call, error)
  if (error.status === 403) return rightMissing(call, error, identity)
  if (error.status === 404 && /domain not found/i.test(error.message)) return subjectNotInDirectory(error, identity)
  if (error.status === 400 && /^invalid input\.?$/i.test(error.message)) return subjectNotInDirectory(error, identity)
  return requestRefused(call, error)
}

/** The API is switched off for the project of the service account. */
export function apiOff(
  api: 'admin.googleapis.com' | 'gmail.googleapis.com',
  error: GoogleError,
  { key }: Identity,
): Problem {
  const name = api === 'admin.googleapis.com' ? 'Admin SDK API' : 'Gmail API'
  return new Problem({
    code: api === 'admin.googleapis.com' ? 'adminSdkOff' : 'gmailApiOff',
    kind: 'refused',
    title: `The ${name} is off for the project`,
    cause: `It has not been switched on for ${key.projectId}, or was switched on only minutes ago.`,
    remedy: `Open the link and enable the ${name}. Then wait a few minutes and check again.`,
    facts: { project: key.projectId, activationLink: error.activationLink ?? enableApiLink(api, key.projectId) },
  })
}

/** The token does not cover the call: the delegation lists other scopes. */
export function scopeTooSmall(call: CallName, { key, scopes }: Identity): Problem {
  return new Problem({
    code: 'scopeTooSmall',
    kind: 'refused',
    title: 'The delegated scopes are not enough',
    cause: `Google gave a token, but it does not cover ${call}.`,
    remedy:
      'Open the link as a super administrator and confirm the form, which lists all scopes. It can take up to 24 hours to work.',
    facts: {
      clientId: key.clientId,
      scopes: delegatedScopes.join(','),
      askedFor: scopes.join(','),
      delegationLink: delegationLink(key.clientId),
    },
  })
}

/** Google does not accept a token that it has just given. */
export function tokenNotAccepted(call: CallName, error: GoogleError): Problem {
  return new Problem({
    code: 'tokenNotAccepted',
    kind: 'refused',
    title: 'Google does not accept its own token',
    cause: `A fresh access token was refused${error.message === '' ? '.' : `: ${error.message}`}`,
    remedy:
      "Check that the administrator's account is active, then try again in a few minutes. A proxy that removes the Authorization header has the same effect.",
    facts: { call, status: String(error.status) },
  })
}

function rightMissing(call: CallName, error: GoogleError, { administrator }: Identity): Problem {
  const who = administrator ?? 'the administrator'
  return new Problem({
    code: 'rightMissing',
    kind: 'refused',
    title: `${who} may not read this`,
    cause: `The account is no administrator, or its role lacks a right${error.message === '' ? '.' : `. Google answered: ${error.message}`}`,
    remedy:
      'Give the account a role with the right that is named here, or give another administrator. New rights take minutes to work.',
    facts: {
      administrator: who,
      right: call.startsWith('users.') ? rightForUsers : rightForGroups,
      rolesPage: adminRolesLink,
      call,
    },
  })
}

/** Three answers of Google that mean the same: the call came from the service account itself, or from outside. */
function subjectNotInDirectory(error: GoogleError, { administrator }: Identity): Problem {
  const who = administrator ?? 'the administrator'
  return new Problem({
    code: 'administratorNotInDirectory',
    kind: 'refused',
    title: `${who} does not belong to a Google Workspace organization`,
    cause: `Google found no organization for this account. It answered: ${error.message}`,
    remedy: 'Give the primary address of an administrator of the organization that is to be read.',
    facts: { administrator: who },
  })
}

function apiAccessOff(error: GoogleError): Problem {
  return new Problem({
    code: 'domainCannotUseApis',
    kind: 'refused',
    title: 'The organization does not allow this API',
    cause: `Google answered: ${error.message}`,
    remedy:
      'In the Admin console, check that the organization is active with a verified domain and that API access is on (Security, Access and data control, API controls).',
    facts: { adminConsole: 'https://admin.google.com/ac/owl' },
  })
}

function requestRefused(call: CallName, error: GoogleError): Problem {
  return new Problem({
    code: 'requestRefused',
    kind: 'refused',
    title: `Google refused ${call}`,
    cause: `It answered with status ${error.status}${error.message === '' ? '' : `: ${error.message}`}`,
    remedy: 'Run rollcall check, which tests every part of the connection one by one.',
    facts: { call, status: String(error.status) },
  })
}
