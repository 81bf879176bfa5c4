import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const whereToGetIt =
  'In the Google Cloud console under Google Auth Platform, Clients, create a client of type Web application, or open the one you have, and download its JSON file.'

const texts = {
  oauthClientEmpty: ['is empty', 'The file has no content; perhaps the download or the copy did not finish.'],
  oauthClientTooLarge: ['is too large for an OAuth client', 'Such a file has about 500 bytes, so this is another one.'],
  oauthClientIsHtml: [
    'is a web page',
    'A sign-in page or an error page was saved in place of the file, as happens when a download link is opened without being signed in.',
  ],
  oauthClientCut: ['is not complete JSON', 'It begins like JSON, but is cut off or was damaged while it was copied.'],
  oauthClientNotJson: ['is not an OAuth client', 'An OAuth client file is JSON that begins with {"web":'],
  oauthClientIsInstalled: [
    'is an OAuth client for desktop programs',
    'It begins with "installed". People sign in to the archive in their browser, which takes a client of type Web application.',
  ],
  oauthClientIsServiceAccount: [
    'is a service account key, not an OAuth client',
    'The key belongs to the synchronization (set-up, step Key). People sign in by an OAuth client.',
  ],
  oauthClientIsAuthorizedUser: [
    "holds one person's sign-in, not an OAuth client",
    'It was made by a command-line sign-in ("authorized_user") and acts as that person.',
  ],
  oauthClientIsExternalAccount: [
    'is a credential configuration, not an OAuth client',
    'It tells programs where to fetch credentials, which is not what people sign in by.',
  ],
  oauthClientAmbiguous: [
    'can be read in more than one way',
    'It names a field twice, or nests deeper than any such file. Google writes none of the kind, so it was changed on its way.',
  ],
  oauthClientOfUnknownKind: ['is not an OAuth client', 'It is JSON, but holds no "web" with a client in it.'],
  oauthClientIncomplete: [
    'is not a complete OAuth client',
    'Fields are missing or have a value that Google would not write.',
  ],
  oauthClientWithoutSecret: [
    'holds no client secret',
    'Google shows a client secret once, when it is made. A file that was downloaded later leaves it out.',
  ],
  oauthClientForeign: [
    'does not belong to Google itself',
    'The file names another place to send credentials to. Only clients of googleapis.com are accepted.',
  ],
} as const satisfies Record<string, readonly [title: string, cause: string]>

/** The problems of an OAuth client's file, all of kind badData. The secret is never shown. */
export function oauthClientProblem(
  code: keyof typeof texts,
  file: string,
  facts: Readonly<Record<string, string>> = {},
): Problem {
  const name = oneLine(file, 200)
  const [title, cause] = texts[code]
  const remedy =
    code === 'oauthClientWithoutSecret'
      ? 'Open the client in the Google Cloud console, add a new secret there, and download the file while the secret is shown.'
      : whereToGetIt
  const shown = Object.entries(facts).map(([fact, value]) => [fact, oneLine(value, 120)])
  return new Problem({
    code,
    kind: 'badData',
    title: `${name} ${title}`,
    cause,
    remedy,
    facts: { file: name, ...Object.fromEntries(shown) },
  })
}
