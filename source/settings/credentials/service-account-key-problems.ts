import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const whereToGetAKey =
  'Create a key of type JSON for the service account in the Google Cloud console (IAM and admin, Service accounts, Keys) and give that file. Organizations created since May 2024 forbid new keys by default: an organization policy administrator can relax iam.disableServiceAccountKeyCreation for the project.'

const texts = {
  keyFileEmpty: ['is empty', 'The file has no content; perhaps the download or the copy did not finish.'],
  keyFileTooLarge: ['is too large for a key', 'A key file has about 2,400 bytes, so this must be another file.'],
  keyIsOAuthClient: [
    'is an OAuth client, not a service account key',
    'It belongs to the sign-in of people ("web" or "installed"). The synchronization signs in as a service account.',
  ],
  keyIsAuthorizedUser: [
    "holds one person's sign-in, not a service account key",
    'It was made by a command-line sign-in ("authorized_user") and acts as that person.',
  ],
  keyIsExternalAccount: [
    'is a credential configuration, not a service account key',
    'It has no private key of its own but asks other programs or addresses for one, which is not accepted from a file.',
  ],
  keyIsP12: ['is a P12 file', 'P12 is the older format of service account keys. The JSON format is needed.'],
  keyIsHtml: [
    'is a web page',
    'A sign-in page or an error page was saved in place of the key, as happens when a download link is opened without being signed in.',
  ],
  keyIsPem: [
    'is a bare private key or certificate',
    'The JSON key file is needed, because it also says which service account and project the key belongs to.',
  ],
  keyCut: ['is not complete JSON', 'It begins like a key file, but is cut off or was damaged while it was copied.'],
  keyNotJson: ['is not a key file', 'A service account key is a JSON file that begins with an opening brace.'],
  keyNotAnObject: ['is not a key file', 'It is JSON, but not the object that a service account key is.'],
  keyAmbiguous: [
    'can be read in more than one way',
    'It names a field twice, or nests deeper than any key file. Google writes no such file, so it was changed on its way.',
  ],
  keyOfUnknownKind: ['is not a service account key', 'Its "type" is not "service_account".'],
  keyIncomplete: [
    'is not a complete service account key',
    'Fields are missing or have a value that Google would not write.',
  ],
  keyForeign: [
    'does not belong to Google itself',
    'The key names another place to send credentials to. Only keys of googleapis.com are accepted.',
  ],
  privateKeyBroken: [
    'holds a private key that cannot be read',
    'The field "private_key" was damaged, perhaps by an editor or while it was pasted.',
  ],
  privateKeyEncrypted: [
    'holds an encrypted private key',
    'Google never encrypts the private key in a key file, so the file was changed afterwards.',
  ],
  privateKeyNotRsa: [
    'holds a private key that Google would not accept',
    'Service account keys are RSA keys of 2,048 bits.',
  ],
} as const satisfies Record<string, readonly [title: string, cause: string]>

/** The problems of a service account's key file, all of kind badData. Nothing of the file's secrets is shown. */
export function keyProblem(code: keyof typeof texts, file: string, facts: Record<string, string> = {}): Problem {
  const name = oneLine(file, 200)
  const [title, cause] = texts[code]
  const shown = Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, oneLine(value, 120)]))
  return new Problem({
    code,
    kind: 'badData',
    title: `${name} ${title}`,
    cause,
    remedy: whereToGetAKey,
    facts: { file: name, ...shown },
  })
}
