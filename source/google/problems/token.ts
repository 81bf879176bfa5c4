import * as z from 'zod'
import { maskSecrets } from '../../text/mask-secrets.ts'
import { oneLine } from '../../text/one-line.ts'
import { Problem, type ProblemText } from '../../text/problem.ts'
import type { Answer } from '../http/answer.ts'
import { clockOffset } from '../http/clock.ts'
import { readGoogleError } from '../http/google-error.ts'
import type { Identity } from '../identity.ts'
import { delegationLink, enableApiLink, serviceAccountKeysLink } from '../links.ts'
import { delegatedScopes } from '../scopes.ts'
import { clockOff } from './clock.ts'
import { notGoogle } from './transport.ts'

type Row = Pick<ProblemText, 'code' | 'title' | 'cause' | 'remedy' | 'facts'>

const tokenError = z.object({ error: z.string(), error_description: z.string().optional().catch(undefined) })

/**
 * The problem of a token that Google did not give, from the answer of its token endpoint: one cause and one action for
 * each of the endpoint's answers.
 */
export function tokenProblem(answer: Answer, identity: Identity): Problem {
  const parsed = tokenError.safeParse(parseJson(answer.body))
  if (!parsed.success) {
    const { isHtml, message } = readGoogleError(answer.status, answer.body)
    if (answer.status !== 200 || isHtml) return notGoogle('token', answer.status, message)
    return refused(noAccessToken(answer, identity))
  }
  const description = oneLine(maskSecrets((parsed.data.error_description ?? '').slice(0, 10_000)), 300)
  if (isClock(description)) return clockOff(clockOffset(answer.headers.date, Date.now()))
  return refused(explain(oneLine(maskSecrets(parsed.data.error.slice(0, 10_000)), 60), description, identity))
}

function isClock(description: string): boolean {
  return /reasonable timeframe|short-lived/i.test(description)
}

function refused(row: Row): Problem {
  return new Problem({ ...row, kind: 'refused' })
}

function explain(error: string, description: string, identity: Identity): Row {
  const administrator = identity.administrator ?? 'the administrator'
  switch (error) {
    case 'unauthorized_client':
      return delegationMissing(identity)
    case 'invalid_scope':
      return scopeRefused(identity, description)
    case 'access_denied':
      return /restricted/i.test(description) ? accountRestricted(administrator) : clientBlocked(identity, description)
    case 'invalid_grant':
      if (/invalid jwt signature/i.test(description)) return keyRevoked(identity)
      if (/account not found|robot is disabled|disabled_client|deleted_client/i.test(description)) {
        return serviceAccountGone(identity)
      }
      if (/invalid email or user id/i.test(description)) return administratorUnknown(administrator)
      if (/not a valid email/i.test(description)) return administratorMalformed(administrator)
      if (/has been deleted/i.test(description)) return administratorDeleted(administrator)
      return assertionRefused(error, description)
    case 'invalid_client':
    case 'disabled_client':
    case 'deleted_client':
      return serviceAccountGone(identity)
    default:
      return assertionRefused(error, description)
  }
}

function keyRevoked({ key }: Identity): Row {
  return {
    code: 'keyRevoked',
    title: 'Google does not accept the key',
    cause: `The key ${key.privateKeyId} was deleted or replaced in the Google Cloud console, or the file was changed.`,
    remedy:
      'Create a new key of type JSON for the service account and import it. If the console says that creating keys is blocked, an organization policy administrator must relax iam.disableServiceAccountKeyCreation for the project first.',
    facts: {
      serviceAccount: key.clientEmail,
      privateKeyId: key.privateKeyId,
      keysPage: serviceAccountKeysLink(key.projectId, key.clientId),
      organizationPolicy: 'iam.disableServiceAccountKeyCreation',
    },
  }
}

function serviceAccountGone({ key }: Identity): Row {
  return {
    code: 'serviceAccountGone',
    title: 'The service account does not exist or is disabled',
    cause: `Google knows no active service account ${key.clientEmail}.`,
    remedy:
      'Enable the service account in the Google Cloud console, or create a new one with a new key and import that.',
    facts: {
      serviceAccount: key.clientEmail,
      project: key.projectId,
      keysPage: serviceAccountKeysLink(key.projectId, key.clientId),
    },
  }
}

function delegationMissing({ key, administrator, scopes }: Identity): Row {
  return {
    code: 'delegationMissing',
    title: 'Domain-wide delegation is missing or incomplete',
    cause: `The service account may not act for ${administrator ?? 'an administrator'}: in the Admin console its client id is not listed, or not with ${scopes.length === 1 ? 'this scope' : 'these scopes'}.`,
    remedy:
      'Open the link as a super administrator and confirm the form, which is already filled in. Delegation that was just granted takes from minutes up to 24 hours to work: then only wait, and check again.',
    facts: {
      clientId: key.clientId,
      scopes: delegatedScopes.join(','),
      missingScopes: scopes.join(','),
      delegationLink: delegationLink(key.clientId),
    },
  }
}

function administratorUnknown(administrator: string): Row {
  return {
    code: 'administratorUnknown',
    title: `There is no account ${administrator}`,
    cause: 'Google Workspace has no user with this address, or it belongs to another organization.',
    remedy: 'Give the primary address of an administrator of your organization.',
    facts: { administrator },
  }
}

function administratorMalformed(administrator: string): Row {
  return {
    code: 'administratorMalformed',
    title: 'The administrator is not an e-mail address',
    cause: `Google does not take ${administrator} for an address.`,
    remedy: 'Give the full address of an administrator, such as admin@example.com.',
    facts: { administrator },
  }
}

function administratorDeleted(administrator: string): Row {
  return {
    code: 'administratorDeleted',
    title: `The account ${administrator} has been deleted`,
    cause: 'It was deleted in Google Workspace a short time ago.',
    remedy: 'Give the address of another administrator, or restore the account in the Admin console within 20 days.',
    facts: { administrator },
  }
}

function accountRestricted(administrator: string): Row {
  return {
    code: 'accountRestricted',
    title: `The account ${administrator} is restricted`,
    cause:
      'Google does not let anybody act for this account. It may be suspended, or have to sign in once and accept the terms.',
    remedy: 'Look at the account in the Admin console, or give the address of another administrator.',
    facts: { administrator },
  }
}

function clientBlocked({ key }: Identity, description: string): Row {
  return {
    code: 'clientBlocked',
    title: 'The organization blocks this service account',
    cause: `Google answered: ${description || 'access_denied'}`,
    remedy:
      'In the Admin console under Security, Access and data control, API controls, trust the client id, and check its domain-wide delegation.',
    facts: { clientId: key.clientId, delegationLink: delegationLink(key.clientId) },
  }
}

function scopeRefused({ scopes }: Identity, description: string): Row {
  return {
    code: 'scopeRefused',
    title: 'Google does not know the scope that was asked for',
    cause: `Google answered: ${description || 'invalid_scope'}`,
    remedy: 'This is an error in this version of Rollcall: report it, and try a newer version.',
    facts: { scopes: scopes.join(',') },
  }
}

/** A scope that Google does not know, asked for without a subject, gives 200 and no access token. */
function noAccessToken({ status }: Answer, { key, scopes }: Identity): Row {
  return {
    code: 'noAccessToken',
    title: 'Google gave no access token',
    cause: `The answer (status ${status}) holds no access token, as when a scope is not available to this project.`,
    remedy: 'Check that the Admin SDK API is on for the project, then try again.',
    facts: { scopes: scopes.join(','), apiPage: enableApiLink('admin.googleapis.com', key.projectId) },
  }
}

function assertionRefused(error: string, description: string): Row {
  return {
    code: 'signInRefused',
    title: 'Google refused the sign-in of the service account',
    cause: `Google answered: ${error}${description === '' ? '' : `: ${description}`}`,
    remedy:
      'Check the clock of this machine and create a new key for the service account. If that does not help, something between this machine and Google may change requests.',
    facts: { error, ...(description === '' ? {} : { description }) },
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
