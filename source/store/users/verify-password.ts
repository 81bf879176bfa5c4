import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/** A hash that no password has, with the parameters of real ones. */
const nobodysHash = `$scrypt$ln=17,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** More than these parameters is not a hash of ours, and would stop the machine. */
const most = { logN: 20, r: 32, p: 16 }

/**
 * Whether a password is the one of a hash. Takes as long when there is no hash.
 *
 * @param hash in the form of `hashPassword`; null for a user without one
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const known = parseHash(hash ?? nobodysHash)
  const { logN, r, p, salt, bytes } = known ?? parseHash(nobodysHash) ?? unreachable()
  const N = 2 ** logN
  const found = await derive(password.normalize('NFKC'), salt, bytes.length, { N, r, p, maxmem: 256 * N * r })
  return timingSafeEqual(found, bytes) && hash !== null && known !== null
}

function parseHash(hash: string): { logN: number; r: number; p: number; salt: Buffer; bytes: Buffer } | null {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
    hash,
  )
  if (parts === null) return null
  const [logN, r, p] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (logN < 1 || logN > most.logN || r < 1 || r > most.r || p < 1 || p > most.p) return null
  return { logN, r, p, salt: Buffer.from(parts[4] ?? '', 'base64'), bytes: Buffer.from(parts[5] ?? '', 'base64') }
}

function unreachable(): never {
  throw new Error('The hash of nobody cannot be read.')
}
