import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'
import { sentence } from '../../text/sentence.ts'
import { adminRolesLink, delegationLink, enableApiLink } from '../links.ts'
import { delegatedScopes } from '../scopes.ts'

/** The administrator's right that each call needs, as the Admin console names it. */
const rightFor = (call: string): string =>
  call.startsWith('users.') ? 'Admin API privileges: Users, Read' : 'Admin API privileges: Groups, Read'

const between =
  'Run it again in a few minutes. If it stays so, something between this machine and Google may change answers.'

const apis = { adminSdkOff: 'admin.googleapis.com', gmailApiOff: 'gmail.googleapis.com' } as const

/** The API is off for the project of the service account. */
const apiOff = (code: keyof typeof apis, name: string) =>
  entry<{ project: string; activationLink: string | null }>({
    kind: 'refused',
    title: `The ${name} is off`,
    cause: ({ project }) => `It is not enabled for the project ${project}, or you enabled it only minutes ago.`,
    remedy: `Open the link and enable the ${name}. Then wait a few minutes and check again.`,
    facts: ({ project, activationLink }) => ({
      project,
      activationLink: activationLink ?? enableApiLink(apis[code], project),
    }),
    example: { project: 'archive-4711', activationLink: null },
  })

/** Google refuses to show the administrator's own mailbox. */
const mailbox = <More extends Given = Record<never, never>>(
  title: (administrator: string) => string,
  cause: (about: { administrator: string } & More) => string,
  remedy: string,
  more: More = {} as More,
) =>
  entry<{ administrator: string } & More>({
    kind: 'refused',
    title: ({ administrator }) => title(administrator),
    cause,
    remedy,
    facts: ({ administrator }) => ({ administrator }),
    example: { administrator: 'admin@example.com', ...more },
  })

const group = { name: 'Sales', group: 'sales@example.com', groupId: '03x8tuzt1abcdef' }
type Group = typeof group

/** Everything that Google's directory, or the mailbox of the administrator, can say in place of an answer. */
export const directoryProblems = {
  adminSdkOff: apiOff('adminSdkOff', 'Admin SDK API'),
  gmailApiOff: apiOff('gmailApiOff', 'Gmail API'),
  scopeTooSmall: entry<{ call: string; clientId: string; askedFor: readonly string[] }>({
    kind: 'refused',
    title: 'The delegated scopes are not enough',
    cause: ({ call }) => `Google gave a token, but it does not cover ${call}.`,
    remedy:
      'Open the link as a super administrator and confirm the form, which lists all scopes. It can take up to 24 hours to work.',
    facts: ({ clientId, askedFor }) => ({
      clientId,
      scopes: delegatedScopes.join(','),
      askedFor: askedFor.join(','),
      delegationLink: delegationLink(clientId),
    }),
    nameless: ['call', 'askedFor'],
    example: { call: 'users.list', clientId: '104298701234567890123', askedFor: delegatedScopes },
  }),
  tokenNotAccepted: entry<{ call: string; status: number; message: string }>({
    kind: 'refused',
    title: 'Google rejected its own token',
    cause: ({ message }) => sentence(`Google refused a fresh access token${message === '' ? '' : `: ${message}`}`),
    remedy:
      "Check that the administrator's account is active, then try again in a few minutes. A proxy that removes the Authorization header has the same effect.",
    facts: ({ call, status }) => ({ call, status }),
    nameless: ['call'],
    example: { call: 'users.list', status: 401, message: 'Invalid Credentials.' },
  }),
  rightMissing: entry<{ administrator: string; call: string; message: string }>({
    kind: 'refused',
    title: ({ administrator }) => `${administrator} may not read this`,
    cause: ({ message }) =>
      `The account is not an administrator, or its role lacks a right.${message === '' ? '' : sentence(` Google answered: ${message}`)}`,
    remedy:
      'Give the account a role with the right below, or choose another administrator. New rights take minutes to work.',
    facts: ({ administrator, call }) => ({ administrator, right: rightFor(call), rolesPage: adminRolesLink, call }),
    nameless: ['call'],
    example: {
      administrator: 'admin@example.com',
      call: 'users.list',
      message: 'Not Authorized to access this resource/api.',
    },
  }),
  administratorNotInDirectory: entry<{ administrator: string; message: string }>({
    kind: 'refused',
    title: ({ administrator }) => `${administrator} belongs to no organization`,
    cause: ({ message }) =>
      `Google found no Google Workspace organization for this account. It answered: ${sentence(message)}`,
    remedy: 'Give the primary address of an administrator of the organization that you want to read.',
    facts: ({ administrator }) => ({ administrator }),
    example: { administrator: 'admin@example.com', message: 'Domain not found.' },
  }),
  domainCannotUseApis: entry<{ message: string }>({
    kind: 'refused',
    title: 'Your organization does not allow this API',
    cause: ({ message }) => sentence(`Google answered: ${message}`),
    remedy:
      'In the Admin console, check that the organization is active with a verified domain and that API access is on (Security, Access and data control, API controls).',
    facts: () => ({ adminConsole: 'https://admin.google.com/ac/owl' }),
    example: { message: 'Domain cannot use apis.' },
  }),
  requestRefused: entry<{ call: string; status: number; message: string }>({
    kind: 'refused',
    title: ({ call }) => `Google refused ${call}`,
    cause: ({ status, message }) =>
      sentence(`It answered with status ${status}${message === '' ? '' : `: ${message}`}`),
    remedy: 'Test every part of the connection one by one:\nrollcall check',
    facts: ({ call, status }) => ({ call, status }),
    nameless: ['call'],
    example: { call: 'groups.list', status: 400, message: 'Bad Request.' },
  }),
  answerUnreadable: entry<{ call: string; why: string }>({
    kind: 'stopped',
    title: ({ call }) => `The answer to ${call} can't be trusted`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: between,
    facts: ({ call }) => ({ call }),
    nameless: ['call'],
    example: { call: 'users.get', why: 'It is not JSON.' },
  }),
  emptyDirectory: entry<{ administrator: string }>({
    kind: 'stopped',
    title: 'Google listed no users at all',
    cause: ({ administrator }) =>
      `At least ${administrator} must exist, so the list is not complete. Nothing was changed.`,
    remedy: between,
    facts: (about) => about,
    example: { administrator: 'admin@example.com' },
  }),
  groupGone: entry<Group>({
    kind: 'stopped',
    title: ({ name }) => `The group ${name} no longer exists`,
    cause: ({ group }) =>
      `You chose ${group}, but Google no longer knows it. Its members must not look as if they had left. Nothing was changed.`,
    remedy: 'Choose the groups again, then run it again.',
    facts: ({ group, groupId }) => ({ group, groupId }),
    example: group,
  }),
  groupUnreadable: entry<Group & { administrator: string }>({
    kind: 'refused',
    title: ({ name }) => `The members of ${name} can't be read`,
    cause: ({ administrator, group }) =>
      `Google does not let ${administrator} read ${group}: the role lacks the right, or the group belongs to another organization. Nothing was changed.`,
    remedy: 'Give the administrator a role with the right below, or choose the groups again.',
    facts: ({ group, groupId, administrator }) => ({ group, groupId, administrator, right: rightFor('members.list') }),
    example: { ...group, administrator: 'admin@example.com' },
  }),
  nestedGroupUnreadable: entry<{ group: string; groupId: string; memberOf: string }>({
    kind: 'stopped',
    title: ({ group }) => `The members of ${group} can't be read`,
    cause: ({ memberOf }) =>
      `The group belongs to your organization and is a member of ${memberOf}, so its members are in scope. But Google does not list them. Nothing was changed.`,
    remedy: 'Check the group in the Admin console, then run it again.',
    facts: (about) => about,
    example: { group: 'sales-emea@example.com', groupId: '03x8tuzt1abcdeg', memberOf: 'sales@example.com' },
  }),
  noMailbox: mailbox(
    (administrator) => `${administrator} has no Gmail mailbox`,
    () => 'Gmail is off for this account, or it has no licence that includes Gmail.',
    'Switch on Gmail for the account in the Admin console, or choose an administrator who has a mailbox.',
  ),
  mailDelegationDenied: mailbox<{ message: string }>(
    (administrator) => `Gmail denies access for ${administrator}`,
    ({ message }) => sentence(`Google answered: ${message}`),
    "Give the administrator's primary address, and check the domain-wide delegation.",
    { message: 'Delegation denied for admin@example.com.' },
  ),
  mailboxNotReadable: mailbox<{ status: number; message: string }>(
    (administrator) => `The mailbox of ${administrator} can't be read`,
    ({ status, message }) => sentence(`Google answered with status ${status}: ${message}`),
    'Check that the account is active and has a Gmail mailbox. Synchronizing users does not need it.',
    { status: 400, message: 'Precondition check failed.' },
  ),
}

/** Makes a problem of the directory or of the administrator's mailbox. */
export const refusedAnswer = problemFrom(directoryProblems)
