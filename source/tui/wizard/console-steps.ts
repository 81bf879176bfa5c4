import { cloudShellLink, setupScript } from '../../google/cloud-shell/setup-script.ts'
import { delegationLink } from '../../google/links.ts'
import { delegatedScopes } from '../../google/scopes.ts'

/** One thing to do in Google's consoles: the page, what to do there, and what to fill in, by the names the page has. */
export type ConsoleStep = { title: string; page: string; what: string; values: readonly ConsoleValue[] }

/** A field of a page, and what goes into it; with what is shown of it, where that is not the whole. */
export type ConsoleValue = { name: string; value: string; shown?: string }

/** The quick way, which does most of the steps below. */
export const scriptStep: ConsoleStep = {
  title: "Quickest: run a script in Google's Cloud Shell",
  page: cloudShellLink,
  what: 'Copy the script, open Cloud Shell in your browser and paste it there. It makes the project, the APIs, the service account and the key, and ends with the links for the rest.',
  values: [
    { name: 'Script', value: setupScript(), shown: 'v shows it, c copies it. Or: rollcall setup --print-script' },
  ],
}

/**
 * What has to be done once in Google's consoles, in order, where the script is not wanted. The delegation needs the service account's client id; until the
 * key is known it has a place to look it up instead.
 */
export function consoleSteps(clientId: string | null): readonly ConsoleStep[] {
  return [
    {
      title: 'Make a project',
      page: 'https://console.cloud.google.com/projectcreate',
      what: 'Sign in as a Workspace administrator and create a project for the archive.',
      values: [{ name: 'Project name', value: 'rollcall-archive' }],
    },
    {
      title: 'Enable the Admin SDK API',
      page: 'https://console.cloud.google.com/apis/library/admin.googleapis.com',
      what: 'Select the project at the top and press Enable. Rollcall reads users and groups with it.',
      values: [{ name: 'API', value: 'admin.googleapis.com' }],
    },
    {
      title: 'Enable the Gmail API',
      page: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com',
      what: 'Do the same for the Gmail API. The archive reads mail with it.',
      values: [{ name: 'API', value: 'gmail.googleapis.com' }],
    },
    {
      title: 'Consent screen',
      page: 'https://console.cloud.google.com/auth/overview',
      what: 'Choose Internal, so that only your organization can sign in.',
      values: [{ name: 'Audience', value: 'Internal' }],
    },
    {
      title: 'Create a service account',
      page: 'https://console.cloud.google.com/iam-admin/serviceaccounts/create',
      what: "It needs no role. You'll need its client ID (a number) for the delegation below.",
      values: [{ name: 'Service account name', value: 'rollcall' }],
    },
    {
      title: 'Create its JSON key',
      page: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
      what: 'Open the account, then Keys, Add key, Create new key, JSON. The next step asks for the file.',
      values: [{ name: 'Key type', value: 'JSON' }],
    },
    {
      title: 'Grant domain-wide delegation',
      page: clientId === null ? 'https://admin.google.com/ac/owl/domainwidedelegation' : delegationLink(clientId),
      what:
        clientId === null
          ? 'Click Add new and enter the client ID and these three scopes. After you add the key, this link opens with the form filled in.'
          : 'This link opens with the form filled in. Click Authorize.',
      values: [
        ...(clientId === null ? [] : [{ name: 'Client ID', value: clientId }]),
        { name: 'OAuth scopes', value: delegatedScopes.join(',') },
      ],
    },
  ]
}
