import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'

const whereToGetAKey =
  'In the Google Cloud console, create a key of type JSON for the service account (IAM & Admin, Service Accounts, Keys). Give that file.\nIf the console forbids it, an organization policy administrator can relax iam.disableServiceAccountKeyCreation for the project.'

type KeyFile = { file: string }

/** A row for a file that was given as a key. Nothing of its secrets is shown, and nothing of it is saved. */
function keyFile<More extends Given = Record<never, never>>(title: string, cause: string, more: More = {} as More) {
  return entry<KeyFile & More>({
    kind: 'badData',
    title: ({ file }) => `${file} ${title}`,
    cause,
    remedy: whereToGetAKey,
    facts: (about) => about,
    example: { file: 'key.json', ...more },
  })
}

/** Everything that a file can be in place of a service account's key, or that can be wrong with one. */
export const keyProblems = {
  keyFileEmpty: keyFile('is empty', 'The file has no content. The download or the copy may not have finished.'),
  keyFileTooLarge: keyFile('is too large', 'A key file has about 2,400 bytes, so this is another file.'),
  keyIsOAuthClient: keyFile(
    'is an OAuth client',
    'People sign in with an OAuth client ("web" or "installed"). To read the directory, Rollcall needs a service account key.',
  ),
  keyIsAuthorizedUser: keyFile(
    "holds one person's sign-in",
    'A command-line sign-in made it ("authorized_user"), and it acts as that person. Rollcall needs a service account key.',
  ),
  keyIsExternalAccount: keyFile<{ found: string }>(
    'is a credential configuration',
    'It has no private key of its own but asks other programs or addresses for one. Rollcall needs a service account key.',
    { found: 'external_account' },
  ),
  keyIsP12: keyFile(
    'is a P12 file',
    'P12 is the older format of service account keys. Rollcall needs the JSON format.',
  ),
  keyIsHtml: keyFile(
    'is a web page',
    'Your browser saved a sign-in page or an error page in place of the key, for example because you were signed out.',
  ),
  keyIsPem: keyFile(
    'is bare PEM text',
    'It is a private key or a certificate. Rollcall needs the JSON key file, which also names the service account and the project.',
  ),
  keyCut: keyFile(
    'is not complete JSON',
    'It begins like a key file, but is cut off or was damaged while it was copied.',
  ),
  keyNotJson: keyFile('is not a key file', 'A service account key is a JSON file that begins with an opening brace.'),
  keyNotAnObject: keyFile('is not a key file', 'It is JSON, but not the object that a service account key is.'),
  keyAmbiguous: keyFile<{ found: string }>(
    'can be read in several ways',
    'It names a field twice, or nests deeper than any key file. Google writes no such file, so somebody or something changed it.',
    { found: 'The field "client_email" comes twice.' },
  ),
  keyOfUnknownKind: keyFile('is not a service account key', 'Its "type" is not "service_account".'),
  keyIncomplete: keyFile<{ fields: readonly string[] }>(
    'is not a complete key',
    'Fields are missing or have a value that Google would not write.',
    { fields: ['private_key', 'client_email'] },
  ),
  keyForeign: keyFile<{ field: string; value: string }>(
    'does not belong to Google',
    'The key names another place to send credentials to. Rollcall accepts only keys of googleapis.com.',
    { field: 'token_uri', value: 'https://example.com/token' },
  ),
  privateKeyBroken: keyFile(
    'holds a damaged private key',
    'The field "private_key" can\'t be read. An editor or pasting may have damaged it.',
  ),
  privateKeyEncrypted: keyFile(
    'holds an encrypted private key',
    'Google never encrypts the private key in a key file, so somebody changed the file.',
  ),
  privateKeyNotRsa: keyFile<{ found: string }>(
    'holds a key that Google rejects',
    'Service account keys are RSA keys of 2,048 bits.',
    { found: 'ec' },
  ),
}

/** Makes a problem of a service account's key file. */
export const keyProblem = problemFrom(keyProblems)
