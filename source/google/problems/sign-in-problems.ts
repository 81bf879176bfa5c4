import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'
import { sentence } from '../../text/sentence.ts'

/** Where OAuth clients are made and their redirect addresses entered. */
const clientsPage = 'https://console.cloud.google.com/auth/clients'

/** Where the consent screen's user type is set. */
const audiencePage = 'https://console.cloud.google.com/auth/audience'

const anotherAccount =
  'Sign in with the account of the chosen user. If the browser is signed in as somebody else, use a private window.'

const internal = `Set the user type of the consent screen to Internal, so that Google lets in only your organization. ${anotherAccount}`

/** A row for an error that came back with the browser, or that Google shows on a page of its own. */
const refused = <More extends Given = Record<never, never>>(
  title: string,
  cause: string | ((about: { error: string }) => string),
  remedy: string,
  page: Readonly<Record<string, string>>,
  more: More = {} as More,
) =>
  entry<{ error: string } & More>({
    kind: 'refused',
    title,
    cause,
    remedy,
    facts: (about) => ({ ...about, ...page }),
    example: { error: 'access_denied', ...more },
  })

/** A row for an account that signed in and does not belong here. */
const stranger = <More extends Given>(
  title: string,
  cause: string,
  remedy: string,
  page: Readonly<Record<string, string>>,
  more: More,
) =>
  entry<{ signedIn: string | null; organizationDomains: readonly string[] } & More>({
    kind: 'failed',
    title,
    cause,
    remedy,
    facts: (about) => ({ ...about, ...page }),
    example: { signedIn: 'someone@example.net', organizationDomains: ['example.com'], ...more },
  })

/** Everything that can keep somebody from signing in with Google, from the browser to the account. */
export const signInProblems = {
  signInDenied: refused(
    'The sign-in was refused or cancelled',
    'Somebody pressed Cancel, or the account may not use this client. A consent screen of user type External that is still in testing lets in only its test users.',
    'Start the test again and agree. If Google mentioned test users or verification, set the user type of the consent screen to Internal.',
    { consentScreen: audiencePage },
  ),
  signInOtherOrganization: refused(
    'Google lets in only another organization',
    'The consent screen is Internal, so Google lets in only accounts of the organization that owns the project.',
    `${anotherAccount} If it is the right account, make the OAuth client in a project of your own organization.`,
    { clientsPage },
  ),
  signInBlocked: refused(
    'Your organization blocks this OAuth client',
    'In the Admin console, access to this client is blocked or limited for the account.',
    'In the Admin console (Security, Access and data control, API controls), trust the client ID.',
    { apiControls: 'https://admin.google.com/ac/owl' },
  ),
  browserNotAllowed: refused(
    'Google does not trust this browser',
    'The address was opened in a window inside another program. Google does not let people sign in there.',
    'Open the address in an ordinary browser.',
    {},
  ),
  signInRefusedByGoogle: refused<{ redirectUri: string }>(
    'Google refused the sign-in',
    ({ error }) => `Google answered: ${error}.`,
    'Read what the sign-in page says. Compare client ID and redirect URI with the client in the Google Cloud console, then try again.',
    { clientsPage },
    { redirectUri: 'https://archive.example.com:8462/oidc/signin' },
  ),
  redirectNotRegistered: entry<{ redirectUri: string }>({
    kind: 'refused',
    title: 'The redirect URI is not registered',
    cause: 'Google sends browsers only to addresses that the OAuth client lists, compared letter by letter.',
    remedy:
      'Open the client in the Google Cloud console, add this redirect URI under Authorized redirect URIs, and save. It can take some minutes to work.',
    facts: ({ redirectUri }) => ({ redirectUri, clientsPage }),
    example: { redirectUri: 'https://archive.example.com:8462/oidc/signin' },
  }),
  oauthClientGone: entry<{ error: string | null; clientId: string | null }>({
    kind: 'refused',
    title: 'Google does not know the OAuth client',
    cause: 'The client was deleted or disabled in the Google Cloud console, or its ID is misspelled.',
    remedy: 'Look up the client in the Google Cloud console, and import its file again.',
    facts: ({ error, clientId }) => ({ error, clientId, clientsPage }),
    example: { error: 'deleted_client', clientId: null },
  }),
  clientSecretNotAccepted: entry<{ clientId: string }>({
    kind: 'refused',
    title: 'Google rejected the client secret',
    cause: 'The secret belongs to another client, or it was deleted or disabled in the Google Cloud console.',
    remedy:
      "Open the client in the Google Cloud console and add a new secret. Then import the client's file or enter the secret again.",
    facts: ({ clientId }) => ({ clientId, clientsPage }),
    example: { clientId: '1234567890-abc.apps.googleusercontent.com' },
  }),
  codeNotAccepted: entry<{ description: string | null }>({
    kind: 'refused',
    title: 'Google rejected the code',
    cause:
      'A code works once and for a few minutes. This one was used already, is too old, or was cut when the address was copied. If the archive itself listens on the redirect address, it may have used the code first.',
    remedy: 'Sign in again. When you test by pasting, paste the whole address at once.',
    facts: (about) => about,
    example: { description: 'Bad Request' },
  }),
  codeExchangeRefused: entry<{ error: string; description: string | null; clientId: string }>({
    kind: 'refused',
    title: 'Google refused to exchange the code',
    cause: ({ error, description }) =>
      sentence(`Google answered: ${error}${description === null ? '' : `: ${description}`}`),
    remedy: 'Sign in again. If it stays so, something between this machine and Google may change requests.',
    facts: ({ clientId }) => ({ clientId, clientsPage }),
    example: {
      error: 'invalid_request',
      description: 'Missing code verifier.',
      clientId: '1234567890-abc.apps.googleusercontent.com',
    },
  }),
  idTokenMissing: entry({
    kind: 'failed',
    title: 'Google sent no ID token',
    cause: 'Google exchanged the code, but its answer lacks what every OpenID Connect sign-in ends with.',
    remedy: 'Sign in again. If it stays so, something between this machine and Google may change answers.',
    example: {},
  }),
  // It was not sent to Google a second time.
  codeUsed: entry({
    kind: 'badData',
    title: 'This code was already tried',
    cause: 'Google accepts each code once, and Rollcall has sent this one before.',
    remedy: 'Open the address of the test again, sign in, and paste the new address that the browser is sent to.',
    example: {},
  }),
  accountOtherOrganization: stranger<{ hostedDomain: string }>(
    'The account belongs to another organization',
    "The account's hosted domain is not one of your organization's. Google let it in, so the consent screen is not Internal.",
    internal,
    { consentScreen: audiencePage },
    { hostedDomain: 'example.net' },
  ),
  accountWithoutOrganization: stranger(
    'A private Google account signed in',
    'The account belongs to no Google Workspace organization, whatever its address is. Google let it in, so the consent screen is not Internal.',
    internal,
    { consentScreen: audiencePage },
    {},
  ),
  addressNotVerified: stranger(
    "The account's address is not verified",
    "An address that Google has not verified could be another person's, so nobody is let in by it.",
    'Ask the person to verify the address in the Google account, or look at the account in the Admin console.',
    {},
    {},
  ),
}

/** Makes a problem of a sign-in with Google. */
export const signInProblem = problemFrom(signInProblems)
