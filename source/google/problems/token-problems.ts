import { entry, problemFrom } from '../../text/problem-catalogue.ts'
import { sentence } from '../../text/sentence.ts'
import { delegationLink, enableApiLink, serviceAccountKeysLink } from '../links.ts'
import { delegatedScopes } from '../scopes.ts'

/** What every row may tell of the service account. */
type Account = { serviceAccount: string; project: string; clientId: string }

const account: Account = {
  serviceAccount: 'rollcall@archive-4711.iam.gserviceaccount.com',
  project: 'archive-4711',
  clientId: '104298701234567890123',
}
const someone = { administrator: 'admin@example.com' }

/** Everything that Google can say in place of an access token. */
export const tokenProblems = {
  keyRevoked: entry<Account & { privateKeyId: string }>({
    kind: 'refused',
    title: 'Google rejected the key',
    cause: ({ privateKeyId }) =>
      `The key ${privateKeyId} was deleted or replaced in the Google Cloud console, or the file was changed.`,
    remedy:
      'Create a new key of type JSON for the service account and import it.\nIf the console forbids it, an organization policy administrator must first relax iam.disableServiceAccountKeyCreation for the project.',
    facts: ({ serviceAccount, privateKeyId, project, clientId }) => ({
      serviceAccount,
      privateKeyId,
      keysPage: serviceAccountKeysLink(project, clientId),
      organizationPolicy: 'iam.disableServiceAccountKeyCreation',
    }),
    example: { ...account, privateKeyId: '0f1e2d3c4b5a' },
  }),
  serviceAccountGone: entry<Account>({
    kind: 'refused',
    title: 'The service account is missing or disabled',
    cause: ({ serviceAccount }) => `Google knows no active service account ${serviceAccount}.`,
    remedy: 'Enable the service account in the Google Cloud console, or create a new one and import its key.',
    facts: ({ serviceAccount, project, clientId }) => ({
      serviceAccount,
      project,
      keysPage: serviceAccountKeysLink(project, clientId),
    }),
    example: account,
  }),
  delegationMissing: entry<{ clientId: string; administrator: string; missingScopes: readonly string[] }>({
    kind: 'refused',
    title: 'Domain-wide delegation is missing or incomplete',
    cause: ({ administrator, missingScopes }) =>
      `The service account may not act for ${administrator}: the Admin console does not list its client ID, or not with ${missingScopes.length === 1 ? 'this scope' : 'these scopes'}.`,
    remedy:
      'Open the link as a super administrator and confirm the form, which is already filled in. New delegation takes from minutes up to 24 hours to work: if you just granted it, wait and check again.',
    facts: ({ clientId, missingScopes }) => ({
      clientId,
      scopes: delegatedScopes.join(','),
      missingScopes: missingScopes.join(','),
      delegationLink: delegationLink(clientId),
    }),
    nameless: ['missingScopes'],
    example: { clientId: account.clientId, ...someone, missingScopes: delegatedScopes },
  }),
  administratorUnknown: entry<{ administrator: string }>({
    kind: 'refused',
    title: ({ administrator }) => `There is no account ${administrator}`,
    cause: 'Google Workspace has no user with this address, or it belongs to another organization.',
    remedy: 'Give the primary address of an administrator of your organization.',
    facts: (about) => about,
    example: someone,
  }),
  administratorMalformed: entry<{ administrator: string }>({
    kind: 'refused',
    title: 'The administrator is not an e-mail address',
    cause: ({ administrator }) => `Google does not accept ${administrator} as an address.`,
    remedy: 'Give the full address of an administrator, such as admin@example.com.',
    facts: (about) => about,
    example: { administrator: 'admin' },
  }),
  administratorDeleted: entry<{ administrator: string }>({
    kind: 'refused',
    title: ({ administrator }) => `The account ${administrator} was deleted`,
    cause: 'Somebody deleted it in Google Workspace a short time ago.',
    remedy: 'Give the address of another administrator, or restore the account in the Admin console within 20 days.',
    facts: (about) => about,
    example: someone,
  }),
  accountRestricted: entry<{ administrator: string }>({
    kind: 'refused',
    title: ({ administrator }) => `The account ${administrator} is restricted`,
    cause:
      'Google lets nobody act for this account. It may be suspended, or its owner has to sign in once and accept the terms.',
    remedy: 'Look at the account in the Admin console, or give the address of another administrator.',
    facts: (about) => about,
    example: someone,
  }),
  clientBlocked: entry<{ clientId: string; description: string }>({
    kind: 'refused',
    title: 'Your organization blocks this service account',
    cause: ({ description }) => sentence(`Google answered: ${description || 'access_denied'}`),
    remedy:
      'In the Admin console (Security, Access and data control, API controls), trust the client ID and check its domain-wide delegation.',
    facts: ({ clientId }) => ({ clientId, delegationLink: delegationLink(clientId) }),
    example: { clientId: account.clientId, description: 'access_denied' },
  }),
  scopeRefused: entry<{ scopes: readonly string[]; description: string }>({
    kind: 'refused',
    title: 'Google does not know a requested scope',
    cause: ({ description }) => sentence(`Google answered: ${description || 'invalid_scope'}`),
    remedy: 'This is a bug in this version of Rollcall. Report it, and try a newer version.',
    facts: ({ scopes }) => ({ scopes: scopes.join(',') }),
    nameless: ['scopes'],
    example: { scopes: ['https://www.googleapis.com/auth/admin.directory.user.readonly'], description: '' },
  }),
  noAccessToken: entry<{ status: number; scopes: readonly string[]; project: string }>({
    kind: 'refused',
    title: 'Google gave no access token',
    cause: ({ status }) =>
      `The answer (status ${status}) holds no access token. A scope may not be available to this project.`,
    remedy: 'Check that the Admin SDK API is on for the project, then try again.',
    facts: ({ scopes, project }) => ({
      scopes: scopes.join(','),
      apiPage: enableApiLink('admin.googleapis.com', project),
    }),
    nameless: ['scopes'],
    example: { status: 200, scopes: delegatedScopes, project: account.project },
  }),
  signInRefused: entry<{ error: string; description: string | null }>({
    kind: 'refused',
    title: "Google refused the service account's sign-in",
    cause: ({ error, description }) =>
      sentence(`Google answered: ${error}${description === null ? '' : `: ${description}`}`),
    remedy:
      'Check the clock of this machine and create a new key for the service account. If that does not help, something between this machine and Google may change requests.',
    facts: (about) => about,
    example: { error: 'invalid_grant', description: 'Invalid JWT.' },
  }),
}

/** Makes a problem of a token that Google did not give. */
export const refusedToken = problemFrom(tokenProblems)
