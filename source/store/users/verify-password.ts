import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type KnownHash, parseCryptHash } from './crypt-hash.ts'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/** A hash that no password has, with the parameters of real ones. */
const nobodysHash: KnownHash = { logN: 17, r: 8, p: 1, salt: Buffer.alloc(22, '.'), hash: Buffer.alloc(32) }

/** More than these parameters is not a hash of ours, and would stop the machine. */
const most = { logN: 20, r: 32, p: 16 }

/**
 * Whether a password is the one of a hash. Takes as long when there is no hash.
 *
 * @param text in the form of `hashPassword`, or of an earlier release; null for a user without one
 */
export async function verifyPassword(password: string, text: string | null): Promise<boolean> {
  const known = text === null ? null : parseHash(text)
  const { logN, r, p, salt, hash } = known ?? nobodysHash
  const N = 2 ** logN
  // Earlier releases folded more than the spelling of letters.
  const written = password.normalize(text?.startsWith('$scrypt$') ? 'NFKC' : 'NFC')
  const found = await derive(written, salt, hash.length, { N, r, p, maxmem: 256 * N * r })
  return timingSafeEqual(found, hash) && known !== null
}

function parseHash(text: string): KnownHash | null {
  const known = parseCryptHash(text) ?? parseEarlierHash(text)
  if (known === null) return null
  const { logN, r, p } = known
  return logN < 1 || logN > most.logN || r < 1 || r > most.r || p < 1 || p > most.p ? null : known
}

/** The PHC string format, which earlier releases wrote. */
function parseEarlierHash(text: string): KnownHash | null {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
    text,
  )
  if (parts === null) return null
  return {
    logN: Number(parts[1]),
    r: Number(parts[2]),
    p: Number(parts[3]),
    salt: Buffer.from(parts[4] ?? '', 'base64'),
    hash: Buffer.from(parts[5] ?? '', 'base64'),
  }
}
