import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

/** Where OAuth clients are made and their redirect addresses entered. */
export const clientsPage = 'https://console.cloud.google.com/auth/clients'

/** Where the consent screen's user type is set. */
export const audiencePage = 'https://console.cloud.google.com/auth/audience'

type Row = { code: string; title: string; cause: string; remedy: string; facts?: Record<string, string> }

/**
 * Google let nobody sign in: an error that came back with the browser, or one that Google shows on a page of its own.
 *
 * @param error Google's name for it, such as `access_denied`
 */
export function refusalProblem(error: string, redirectUri: string): Problem {
  return new Problem({ kind: 'refused', ...explain(oneLine(error, 80), redirectUri) })
}

function explain(error: string, redirectUri: string): Row {
  switch (error) {
    case 'access_denied':
      return {
        code: 'signInDenied',
        title: 'The sign-in was refused or cancelled',
        cause:
          'Somebody pressed Cancel, or the account may not use this client: the consent screen is of user type External and still in testing, so only its test users may sign in.',
        remedy:
          'Start the test again and agree. If Google spoke of test users or verification, set the user type of the consent screen to Internal.',
        facts: { error, consentScreen: audiencePage },
      }
    case 'redirect_uri_mismatch':
      return redirectNotRegistered(redirectUri)
    case 'org_internal':
      return {
        code: 'signInOtherOrganization',
        title: 'The account belongs to another organization',
        cause:
          'The consent screen is Internal, so Google lets in only accounts of the organization that the project is in.',
        remedy:
          'Sign in with the account of the chosen user, in a private window if the browser is signed in otherwise. If it is the right one, the project lies in another organization: make the OAuth client in yours.',
        facts: { error, clientsPage },
      }
    case 'admin_policy_enforced':
    case 'app_not_configured_for_user':
      return {
        code: 'signInBlocked',
        title: 'The organization does not let its people sign in with this client',
        cause: 'In the Admin console, access to this client is blocked or limited for the account.',
        remedy: 'In the Admin console under Security, Access and data control, API controls, trust the client id.',
        facts: { error, apiControls: 'https://admin.google.com/ac/owl' },
      }
    case 'deleted_client':
    case 'disabled_client':
    case 'invalid_client':
      return {
        code: 'oauthClientGone',
        title: 'Google does not know the OAuth client',
        cause: 'The client was deleted or disabled in the Google Cloud console, or its id is not spelled right.',
        remedy: 'Look the client up in the Google Cloud console, and import its file again.',
        facts: { error, clientsPage },
      }
    case 'disallowed_useragent':
      return {
        code: 'browserNotAllowed',
        title: 'Google does not let anybody sign in from this browser',
        cause:
          'The address was opened in a window inside another program, which Google does not trust with a password.',
        remedy: 'Open the address in an ordinary browser.',
        facts: { error },
      }
    default:
      return {
        code: 'signInRefusedByGoogle',
        title: 'Google refused the sign-in',
        cause: `Google's word for it: ${error}.`,
        remedy:
          'Read what the page of the sign-in says, compare client id and redirect URI with the client in the Google Cloud console, and try again.',
        facts: { error, clientsPage, redirectUri },
      }
  }
}

/** The redirect address is not among those that the client has. */
export function redirectNotRegistered(redirectUri: string): Row & { kind: 'refused' } {
  return {
    code: 'redirectNotRegistered',
    kind: 'refused',
    title: 'The redirect URI is not registered for the OAuth client',
    cause: 'Google sends browsers only to addresses that the client has, compared letter by letter.',
    remedy:
      'Open the client in the Google Cloud console, add this redirect URI under Authorized redirect URIs, and save. It can take some minutes until it counts.',
    facts: { redirectUri, clientsPage },
  }
}
