import { generateKeyPair, type KeyObject, randomBytes, type webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import { selfSignedCertificate } from './certificate.ts'

/** A key that id tokens are signed with. */
export type SigningKey = { id: string; privateKey: KeyObject; publicKey: KeyObject; certificate: string }

/** The keys that id tokens are signed with and checked against. The first is made when it is first asked for. */
export type SigningKeys = {
  current: () => Promise<SigningKey>
  /** A key that signs but is not published. */
  unpublished: () => Promise<SigningKey>
  /** The current key and the one before it, as Google publishes them. */
  published: () => Promise<SigningKey[]>
  /** Signs with a new key from now on; the key before the last one is no longer published. */
  rotate: () => Promise<void>
}

const generate = promisify(generateKeyPair)
const commonName = 'federated-signon.system.gserviceaccount.com'

export function createSigningKeys(now: () => number): SigningKeys {
  let keys: SigningKey[] = []
  let unpublished: Promise<SigningKey> | undefined
  let first: Promise<SigningKey> | undefined
  const current = async () => {
    first ??= makeKey(now())
    if (keys.length === 0) keys = [await first]
    return keys[0] ?? first
  }
  return {
    current,
    unpublished: () => {
      unpublished ??= makeKey(now())
      return unpublished
    },
    published: async () => {
      await current()
      return keys
    },
    rotate: async () => {
      await current()
      keys = [await makeKey(now()), ...keys].slice(0, 2)
    },
  }
}

/** The form of `/oauth2/v3/certs`. */
export function toJsonWebKeySet(keys: readonly SigningKey[]): { keys: webcrypto.JsonWebKey[] } {
  return {
    keys: keys.map((key) => ({ ...key.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: key.id })),
  }
}

/** The form of `/oauth2/v1/certs`. */
export function toCertificates(keys: readonly SigningKey[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key.id, key.certificate]))
}

async function makeKey(now: number): Promise<SigningKey> {
  const pair = await generate('rsa', { modulusLength: 2048 })
  const id = randomBytes(20)
  const serial = Buffer.concat([Buffer.from([1]), id.subarray(0, 8)])
  const from = new Date(now - 24 * 60 * 60 * 1000)
  return {
    id: id.toString('hex'),
    ...pair,
    certificate: selfSignedCertificate(pair, commonName, serial, from),
  }
}
