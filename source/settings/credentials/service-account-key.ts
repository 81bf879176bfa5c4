import { createPrivateKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import { type JsonText, parseJsonText } from '../../text/json/json-text.ts'
import { decodeText } from '../outside-files/decode-text.ts'
import { keyProblem } from './service-account-key-problems.ts'
import { nameWrongKind } from './wrong-key-kinds.ts'

/** A service account's key, validated: what Google's library is given, and what is shown to the admin. */
export type ServiceAccountKey = {
  clientEmail: string
  /** The number that domain-wide delegation asks for. */
  clientId: string
  privateKeyId: string
  /** PEM. Never shown. */
  privateKey: string
  projectId: string
}

/** A key file has about 2,400 bytes; a larger limit leaves room for odd formatting. */
export const maximumKeyFileBytes = 64 * 1024

const keyFile = z.object({
  type: z.literal('service_account'),
  project_id: z.string().regex(/^\P{C}{1,200}$/u),
  private_key_id: z.string().regex(/^[\w-]{1,200}$/),
  private_key: z.string().min(1),
  client_email: z
    .string()
    .regex(/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u)
    .max(320),
  client_id: z.string().regex(/^\d{1,40}$/),
  token_uri: z.string().optional(),
  universe_domain: z.string().optional(),
})

/** Where Google's keys ask for tokens: the present address and two earlier ones that key files still carry. */
const googleTokenAddresses = [
  'https://oauth2.googleapis.com/token',
  'https://accounts.google.com/o/oauth2/token',
  'https://www.googleapis.com/oauth2/v4/token',
]

/**
 * Reads a service account's key file. A byte-order mark, UTF-16, and a private key with literal `\n` in place of line
 * breaks are repaired, because their meaning is plain. Everything else that is not exactly such a key is refused.
 *
 * @param file the file's content
 * @param name the file's name, for the problem
 * @throws Problem (badData) that names what the file is instead, or what is wrong with it
 */
export function parseServiceAccountKey(file: string | Uint8Array, name: string): ServiceAccountKey {
  if (file.length > maximumKeyFileBytes) throw keyProblem('keyFileTooLarge', { file: name })
  const text = (typeof file === 'string' ? file.replace(/^\uFEFF/, '') : decodeText(file)).trim()
  const parsedJson = parseJson(text)
  if (parsedJson.state === 'bad' && parsedJson.fault !== 'notJson') {
    throw keyProblem('keyAmbiguous', { file: name, found: parsedJson.why })
  }
  const json = parsedJson.state === 'good' ? parsedJson.value : undefined
  const wrongKind = nameWrongKind(text, json, name)
  if (wrongKind !== null) throw wrongKind
  const parsed = keyFile.safeParse(json)
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? 'type')))]
    throw keyProblem('keyIncomplete', { file: name, fields })
  }
  const fields = parsed.data
  if (fields.universe_domain !== undefined && fields.universe_domain !== 'googleapis.com') {
    throw keyProblem('keyForeign', { file: name, field: 'universe_domain', value: fields.universe_domain })
  }
  if (fields.token_uri !== undefined && !googleTokenAddresses.includes(fields.token_uri)) {
    throw keyProblem('keyForeign', { file: name, field: 'token_uri', value: fields.token_uri })
  }
  return {
    clientEmail: fields.client_email,
    clientId: fields.client_id,
    privateKeyId: fields.private_key_id,
    privateKey: readPrivateKey(fields.private_key, name),
    projectId: fields.project_id,
  }
}

/** Line breaks inside a string, which an editor may have made of `\n`, are taken as such. */
function parseJson(text: string): JsonText {
  return parseJsonText(text.replace(/"(?:[^"\\]|\\.)*"/gs, (string) => string.replace(/\r?\n/g, '\\n')))
}

/** Returns the PEM in canonical form, so that only what OpenSSL has understood is handed on. */
function readPrivateKey(pem: string, name: string): string {
  const repaired = pem.replaceAll('\\r', '').replaceAll('\\n', '\n')
  if (/ENCRYPTED/.test(repaired)) throw keyProblem('privateKeyEncrypted', { file: name })
  let key: KeyObject
  try {
    key = createPrivateKey({ key: repaired, format: 'pem' })
  } catch {
    throw keyProblem('privateKeyBroken', { file: name })
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw keyProblem('privateKeyNotRsa', { file: name, found: key.asymmetricKeyType ?? 'unknown' })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < 1024 || bits > 16384) throw keyProblem('privateKeyNotRsa', { file: name, found: `rsa with ${bits} bits` })
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
