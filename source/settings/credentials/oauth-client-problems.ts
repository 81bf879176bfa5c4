import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'

const whereToGetIt =
  'In the Google Cloud console (Google Auth Platform, Clients), create a client of type Web application, or open yours. Download its JSON file.'

type ClientFile = { file: string }

/** A row for a file that was given as an OAuth client. Its secret is never shown, and nothing of it is saved. */
function clientFile<More extends Given = Record<never, never>>(
  title: string,
  cause: string,
  more: More = {} as More,
  remedy = whereToGetIt,
) {
  return entry<ClientFile & More>({
    kind: 'badData',
    title: ({ file }) => `${file} ${title}`,
    cause,
    remedy,
    facts: (about) => about,
    example: { file: 'client.json', ...more },
  })
}

/** Everything that a file can be in place of an OAuth client, or that can be wrong with one. */
export const oauthClientProblems = {
  oauthClientEmpty: clientFile('is empty', 'The file has no content. The download or the copy may not have finished.'),
  oauthClientTooLarge: clientFile('is too large', 'An OAuth client file has about 500 bytes, so this is another file.'),
  oauthClientIsHtml: clientFile(
    'is a web page',
    'Your browser saved a sign-in page or an error page in place of the file, for example because you were signed out.',
  ),
  oauthClientCut: clientFile(
    'is not complete JSON',
    'It begins like JSON, but is cut off or was damaged while it was copied.',
  ),
  oauthClientNotJson: clientFile('is not an OAuth client', 'An OAuth client file is JSON that begins with {"web":.'),
  oauthClientIsInstalled: clientFile(
    'is for desktop programs',
    'It begins with "installed". People sign in to the archive in their browser, which needs a client of type Web application.',
  ),
  oauthClientIsServiceAccount: clientFile(
    'is a service account key',
    'The key is for reading the directory (setup, step Key). People sign in with an OAuth client.',
  ),
  oauthClientIsAuthorizedUser: clientFile(
    "holds one person's sign-in",
    'A command-line sign-in made it ("authorized_user"), and it acts as that person. People sign in with an OAuth client.',
  ),
  oauthClientIsExternalAccount: clientFile(
    'is a credential configuration',
    'It tells programs where to fetch credentials. People sign in with an OAuth client.',
  ),
  oauthClientAmbiguous: clientFile<{ found: string }>(
    'can be read in several ways',
    'It names a field twice, or nests deeper than any OAuth client file. Google writes no such file, so somebody or something changed it.',
    { found: 'The field "client_id" comes twice.' },
  ),
  oauthClientOfUnknownKind: clientFile('is not an OAuth client', 'It is JSON, but holds no "web" with a client in it.'),
  oauthClientIncomplete: clientFile<{ fields: readonly string[] }>(
    'is not a complete OAuth client',
    'Fields are missing or have a value that Google would not write.',
    { fields: ['client_id'] },
  ),
  oauthClientWithoutSecret: clientFile(
    'holds no client secret',
    'Google shows a client secret once, when you make it. A file that you download later leaves it out.',
    {},
    'Open the client in the Google Cloud console and add a new secret. Download the file while the secret is shown.',
  ),
  oauthClientForeign: clientFile<{ field: string; value: string }>(
    'does not belong to Google',
    'The file names another place to send credentials to. Rollcall accepts only clients of googleapis.com.',
    { field: 'token_uri', value: 'https://example.com/token' },
  ),
}

/** Makes a problem of an OAuth client's file. */
export const oauthClientProblem = problemFrom(oauthClientProblems)
