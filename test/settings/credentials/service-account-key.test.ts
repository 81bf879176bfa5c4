import { generateKeyPairSync } from 'node:crypto'
import test from 'ava'
import { parseServiceAccountKey } from '../../../source/settings/credentials/service-account-key.ts'
import { Problem } from '../../../source/text/problem.ts'

const pem = { type: 'pkcs8', format: 'pem' } as const
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = rsa.privateKey.export(pem).toString()
const good = {
  type: 'service_account',
  project_id: 'archive-1',
  private_key_id: 'a'.repeat(40),
  private_key: privateKey,
  client_email: 'rollcall@archive-1.iam.gserviceaccount.com',
  client_id: '123456789012345678901',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
}
const expected = {
  clientEmail: good.client_email,
  clientId: good.client_id,
  privateKeyId: good.private_key_id,
  privateKey,
  projectId: good.project_id,
}
const text = (changes: Record<string, unknown> = {}) => JSON.stringify({ ...good, ...changes }, null, 2)
const utf16BigEndian = (content: string) => Buffer.from(content, 'utf16le').swap16()

const accepted: [string, string | Buffer][] = [
  ['as Google writes it', text()],
  ['as bytes', Buffer.from(text())],
  ['after a byte-order mark', `\uFEFF${text()}`],
  ['as bytes after a byte-order mark', Buffer.from(`\uFEFF${text()}`)],
  ['in UTF-16 with a byte-order mark', Buffer.from(`\uFEFF${text()}`, 'utf16le')],
  ['in UTF-16 without a byte-order mark', Buffer.from(text(), 'utf16le')],
  ['in big-endian UTF-16 with a byte-order mark', utf16BigEndian(`\uFEFF${text()}`)],
  ['in big-endian UTF-16 without a byte-order mark', utf16BigEndian(text())],
  ['with literal \\n in the private key', text({ private_key: privateKey.replaceAll('\n', '\\n') })],
  ['with literal \\r\\n in the private key', text({ private_key: privateKey.replaceAll('\n', '\\r\\n') })],
  ['with real line breaks inside the private key', text().replaceAll('\\n', '\n')],
  ['with Windows line breaks and space around it', `\r\n ${text().replaceAll('\n', '\r\n')}\r\n`],
  ['without the fields that older keys lack', text({ universe_domain: undefined, token_uri: undefined })],
  ['with a PKCS#1 private key', text({ private_key: rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }) })],
]
for (const [how, file] of accepted) {
  test(`A service account key ${how} is read.`, (t) => {
    t.deepEqual(parseServiceAccountKey(file, 'key.json'), expected)
  })
}

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem)
const encrypted = rsa.privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' })
const refused: [string, string, string | Buffer, string?][] = [
  ['An empty file', 'keyFileEmpty', ''],
  ['A file of spaces', 'keyFileEmpty', ' \n '],
  ['A file of a megabyte', 'keyFileTooLarge', Buffer.alloc(1 << 20, 0x20)],
  ['A web OAuth client', 'keyIsOAuthClient', '{"web":{"client_id":"x","client_secret":"y"}}'],
  ['An installed OAuth client', 'keyIsOAuthClient', '{"installed":{"client_id":"x"}}'],
  ['An authorized_user file', 'keyIsAuthorizedUser', '{"type":"authorized_user","refresh_token":"x"}'],
  ['An external_account file', 'keyIsExternalAccount', '{"type":"external_account","credential_source":{}}'],
  ['An impersonation file', 'keyIsExternalAccount', '{"type":"impersonated_service_account"}'],
  ['A P12 file', 'keyIsP12', Buffer.from([0x30, 0x82, 0x0a, 0x11, 0x02, 0x01, 0x03, 0xff, 0xfe])],
  ['A file named .p12', 'keyIsP12', 'anything', 'key.p12'],
  ['A web page', 'keyIsHtml', '<!DOCTYPE html><title>Sign in</title>'],
  ['A bare PEM', 'keyIsPem', privateKey],
  ['Half a key file', 'keyCut', text().slice(0, 900)],
  ['Some words', 'keyNotJson', 'see the attachment'],
  ['A JSON list', 'keyNotAnObject', '[]'],
  ['JSON null', 'keyNotAnObject', 'null'],
  ['Another JSON object', 'keyOfUnknownKind', '{"name":"package"}'],
  ['A key without client_email', 'keyIncomplete', text({ client_email: undefined })],
  ['A key with an escape sequence in its address', 'keyIncomplete', text({ client_email: '\u001b[31m@example.com' })],
  ['A key with a right-to-left override in its project', 'keyIncomplete', text({ project_id: 'a\u202eb' })],
  ['A key with a number as private_key', 'keyIncomplete', text({ private_key: 5 })],
  ['A key with a client_id that is no number', 'keyIncomplete', text({ client_id: '12a' })],
  ['A foreign token_uri', 'keyForeign', text({ token_uri: 'https://oauth2.googleapis.com.evil.example/token' })],
  ['A foreign universe_domain', 'keyForeign', text({ universe_domain: 'evil.example' })],
  ['A damaged private key', 'privateKeyBroken', text({ private_key: privateKey.slice(0, 400) })],
  [
    'A public key in its place',
    'privateKeyBroken',
    text({ private_key: rsa.publicKey.export({ type: 'spki', format: 'pem' }) }),
  ],
  ['An encrypted private key', 'privateKeyEncrypted', text({ private_key: encrypted })],
  ['An elliptic-curve key', 'privateKeyNotRsa', text({ private_key: elliptic })],
]
for (const [what, code, file, name = 'key.json'] of refused) {
  test(`${what} is refused as ${code}, with what to do and without a secret.`, (t) => {
    const problem = t.throws(() => parseServiceAccountKey(file, name), { instanceOf: Problem })
    t.is(problem?.code, code)
    t.is(problem?.kind, 'badData')
    t.regex(problem?.remedy ?? '', /create a key of type JSON/)
    t.notRegex(JSON.stringify(problem), /PRIVATE|MII/)
  })
}

test('A key problem shows neither control characters nor endless values from the file.', (t) => {
  const file = text({ universe_domain: `evil\u001b[2J\u202e${'x'.repeat(5000)}` })
  const problem = t.throws(() => parseServiceAccountKey(file, 'key\u0007.json'), { instanceOf: Problem })
  const shown = JSON.stringify({ ...problem, title: problem?.title })
  t.notRegex(shown, /\\u001b|\\u0007|\u202e/)
  t.true(shown.length < 1500)
})
