/** The alphabet of crypt(3), in the order of its values. */
const letters = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** What scrypt is given beside the password and the salt: N as its power of two, r and p. */
export type ScryptParameters = { logN: number; r: number; p: number }

/** A password's hash with everything that is needed to make it again. */
export type KnownHash = ScryptParameters & { salt: Buffer; hash: Buffer }

/** With the scheme's name in front, as Dovecot writes passwords; behind it the form of crypt(5), "scrypt". */
const beginning = '{CRYPT}$7$'

/** How many bytes of hash the form holds. */
const hashBytes = 32

/** The salt as the form writes it, which is also what scrypt is given: its letters, not what they stand for. */
export const cryptSalt = (bytes: Uint8Array): string => encode(bytes)

/** Writes a hash in the form that Dovecot reads: `{CRYPT}$7$<N><r><p><salt>$<hash>`. */
export function cryptHash({ logN, r, p }: ScryptParameters, salt: string, hash: Uint8Array): string {
  return `${beginning}${letters[logN] ?? ''}${encodeNumber(r, 5)}${encodeNumber(p, 5)}${salt}$${encode(hash)}`
}

/** Reads a hash of that form; null for any other text. */
export function parseCryptHash(text: string): KnownHash | null {
  const parts =
    /^\{CRYPT\}\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([./0-9A-Za-z]{1,64})\$([./0-9A-Za-z]{43})$/.exec(
      text,
    )
  if (parts === null) return null
  const [, logN = '', r = '', p = '', salt = '', hash = ''] = parts
  return {
    logN: letters.indexOf(logN),
    r: decodeNumber(r),
    p: decodeNumber(p),
    salt: Buffer.from(salt, 'latin1'),
    hash: decode(hash, hashBytes),
  }
}

/** Three bytes are four letters, the lowest six bits first. */
function encode(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3)
    const value = group.reduce((sum, byte, index) => sum + byte * 256 ** index, 0)
    text += encodeNumber(value, Math.ceil((group.length * 8) / 6))
  }
  return text
}

function encodeNumber(value: number, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest = Math.floor(rest / 64)) text += letters[rest % 64]
  return text
}

function decode(text: string, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at * 3 < length; at += 1) {
    const value = decodeNumber(text.slice(at * 4, at * 4 + 4))
    for (let index = 0; index < 3 && at * 3 + index < length; index += 1) {
      bytes[at * 3 + index] = Math.floor(value / 256 ** index) % 256
    }
  }
  return bytes
}

const decodeNumber = (text: string): number =>
  [...text].reduceRight((sum, letter) => sum * 64 + letters.indexOf(letter), 0)
