import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'

/** OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB and about half a second. */
const parameters = { logN: 17, r: 8, p: 1 }
const hashBytes = 32

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/**
 * Hashes a password for the store: salted scrypt, with its parameters, in the PHC string format
 * (`$scrypt$ln=17,r=8,p=1$salt$hash`, both in base64 without padding).
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const { logN, r, p } = parameters
  const N = 2 ** logN
  // Two spellings of one letter, as keyboards and systems give them, are one password.
  const hash = await derive(password.normalize('NFKC'), salt, hashBytes, { N, r, p, maxmem: 256 * N * r })
  return `$scrypt$ln=${logN},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
