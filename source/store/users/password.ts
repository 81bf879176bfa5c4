import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { cryptHash, cryptSalt } from './crypt-hash.ts'

/** OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB and about half a second. */
const parameters = { logN: 17, r: 8, p: 1 }
const hashBytes = 32

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/**
 * Hashes a password for the store: salted scrypt with its parameters, in the form that Dovecot reads, see crypt-hash.ts.
 * Node does it in a thread of its own.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = cryptSalt(randomBytes(16))
  const { logN, r, p } = parameters
  const N = 2 ** logN
  // Two spellings of one letter, as keyboards and systems give them, are one password. Composed, as mail programs send
  // it: Dovecot compares what it gets.
  const hash = await derive(password.normalize('NFC'), Buffer.from(salt), hashBytes, { N, r, p, maxmem: 256 * N * r })
  return cryptHash(parameters, salt, hash)
}

/** Whether a hash is one of an earlier release, which Dovecot cannot read. */
export const isOldHash = (hash: string): boolean => hash.startsWith('$scrypt$')
