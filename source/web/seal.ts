import { CompactEncrypt, compactDecrypt } from 'jose'
import type { SessionKey } from '../settings/credentials/session-keys.ts'
import { remember } from '../text/remember.ts'

/** Seals values so that a browser can keep them without reading or changing them. */
export type Sealer = {
  /** @param audience what the value is for; it opens for nothing else */
  seal: (audience: string, value: object) => Promise<string>
  /**
   * The value; null for anything that was not sealed here for this.
   *
   * @param read reads what was sealed; always the same one for an audience, because what it made of a value is remembered
   */
  open: <Value>(audience: string, sealed: string, read: (value: unknown) => Value | null) => Promise<Value | null>
}

/** Nothing that is sealed here comes near this length. */
const longestSealed = 4096

/** How many opened values are remembered: decrypting takes far longer than looking one up. */
const mostRemembered = 20_000

/**
 * Makes a sealer: JWE, direct encryption with A256GCM.
 *
 * @param keys the keys as they are now, the newest first; asked again when a key is not known
 */
export function createSealer(keys: () => readonly SessionKey[]): Sealer {
  const opened = new Map<string, { audience: string; value: unknown; keyId: string }>()
  const bytesOf = ({ key }: SessionKey): Uint8Array => Buffer.from(key, 'base64url')

  async function decrypt(audience: string, sealed: string): Promise<{ value: unknown; keyId: string } | null> {
    try {
      let keyId = ''
      const { plaintext } = await compactDecrypt(
        sealed,
        ({ kid }) => {
          const key = keys().find(({ id }) => id === kid)
          if (key === undefined) throw new Error('The key is not known.')
          keyId = key.id
          return bytesOf(key)
        },
        { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
      )
      const content: unknown = JSON.parse(Buffer.from(plaintext).toString('utf8'))
      if (typeof content !== 'object' || content === null || !('aud' in content) || !('value' in content)) return null
      return content.aud === audience ? { value: content.value, keyId } : null
    } catch {
      // Whatever a browser sends that was not sealed here opens nothing.
      return null
    }
  }

  return {
    async seal(audience, value) {
      const [key] = keys()
      if (key === undefined) throw new Error('There is no key to seal with.')
      return new CompactEncrypt(Buffer.from(JSON.stringify({ aud: audience, value })))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id })
        .encrypt(bytesOf(key))
    },
    async open<Value>(audience: string, sealed: string, read: (value: unknown) => Value | null) {
      if (sealed.length > longestSealed) return null
      const known = opened.get(sealed)
      if (known !== undefined) {
        if (known.audience !== audience || !keys().some(({ id }) => id === known.keyId)) return null
        // What was remembered for an audience was made by its one reader.
        return known.value as Value
      }
      const found = await decrypt(audience, sealed)
      const value = found === null ? null : read(found.value)
      if (found === null || value === null) return null
      remember(opened, sealed, { audience, value, keyId: found.keyId }, mostRemembered)
      return value
    },
  }
}
