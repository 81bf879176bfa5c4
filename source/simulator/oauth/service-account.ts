import { createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

/** A service-account key in the form of the file that Google's console gives out. */
export type ServiceAccountKeyJson = {
  type: 'service_account'
  project_id: string
  private_key_id: string
  private_key: string
  client_email: string
  client_id: string
  auth_uri: string
  token_uri: string
  auth_provider_x509_cert_url: string
  client_x509_cert_url: string
  universe_domain: string
}

/** The number of the project that the service account lives in, as error messages name it. */
export const projectNumber = '482915037264'

const generate = promisify(generateKeyPair)

let shared: Promise<ServiceAccountKeyJson> | undefined

/**
 * A key made on this machine. It is made once for each process, since making one takes a tenth of a second of
 * computing: every simulator of a process trusts the same key.
 */
export function serviceAccountKey(): Promise<ServiceAccountKeyJson> {
  shared ??= newServiceAccountKey()
  return shared
}

/** Another key of the same service account, which no simulator knows: what a revoked key looks like. */
export async function newServiceAccountKey(): Promise<ServiceAccountKeyJson> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 })
  const email = 'rollcall@example-project.iam.gserviceaccount.com'
  return {
    type: 'service_account',
    project_id: 'example-project',
    private_key_id: randomBytes(20).toString('hex'),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: email,
    client_id: '108276543210987654321',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
    universe_domain: 'googleapis.com',
  }
}

/** The public half of a key. */
export function publicKeyOf(key: ServiceAccountKeyJson): KeyObject {
  return createPublicKey(key.private_key)
}
