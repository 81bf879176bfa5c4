import { delegationLink } from '../../google/links.ts'
import { delegatedScopes } from '../../google/scopes.ts'

/** One thing to do in Google's consoles: the page, what to do there, and what to fill in, by the names the page has. */
export type ConsoleStep = { title: string; page: string; what: string; values: readonly ConsoleValue[] }

/** A field of a page, and what goes into it. */
export type ConsoleValue = { name: string; value: string }

/**
 * What has to be done once in Google's consoles, in order. The delegation needs the service account's client id; until the
 * key is known it has a place to look it up instead.
 */
export function consoleSteps(clientId: string | null): readonly ConsoleStep[] {
  return [
    {
      title: 'Make a project',
      page: 'https://console.cloud.google.com/projectcreate',
      what: 'Sign in as an administrator of the organization and make a project for the archive.',
      values: [{ name: 'Project name', value: 'rollcall-archive' }],
    },
    {
      title: 'Enable the Admin SDK API',
      page: 'https://console.cloud.google.com/apis/library/admin.googleapis.com',
      what: 'Choose the project at the top and press Enable. It gives the list of users and groups.',
      values: [{ name: 'API', value: 'admin.googleapis.com' }],
    },
    {
      title: 'Enable the Gmail API',
      page: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com',
      what: 'The same for the Gmail API, which the archive reads mail with.',
      values: [{ name: 'API', value: 'gmail.googleapis.com' }],
    },
    {
      title: 'Consent screen',
      page: 'https://console.cloud.google.com/auth/overview',
      what: 'Choose Internal, so that only your own organization can sign in.',
      values: [{ name: 'Audience', value: 'Internal' }],
    },
    {
      title: 'Make a service account',
      page: 'https://console.cloud.google.com/iam-admin/serviceaccounts/create',
      what: 'It needs no role in the project. Its client ID is a number that the delegation below asks for.',
      values: [{ name: 'Service account name', value: 'rollcall' }],
    },
    {
      title: 'Make its key',
      page: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
      what: 'Open the account, Keys, Add key, Create new key, JSON. The browser saves a file; the next step asks for it.',
      values: [{ name: 'Key type', value: 'JSON' }],
    },
    {
      title: 'Delegate to it, domain-wide',
      page: clientId === null ? 'https://admin.google.com/ac/owl/domainwidedelegation' : delegationLink(clientId),
      what:
        clientId === null
          ? 'Add new: the client ID, and these three scopes. Once the next step has the key, this page comes filled in.'
          : 'This page comes filled in with the client ID and the three scopes; press Authorize.',
      values: [
        ...(clientId === null ? [] : [{ name: 'Client ID', value: clientId }]),
        { name: 'OAuth scopes', value: delegatedScopes.join(',') },
      ],
    },
  ]
}
