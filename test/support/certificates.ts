import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate with its key, in PEM, and what signs others with it. */
export type MadeCertificate = { cert: string; key: string; name: string; signingKey: KeyObject }

const day = 24 * 60 * 60 * 1000

/**
 * Makes a certificate as authorities do (RFC 5280), with an elliptic key, since Node reads certificates but writes none.
 *
 * @param given.names the names that it is for; an authority has none
 * @param given.from when it begins to be valid, in days from now
 * @param given.until when it ends, in days from now
 * @param given.issuer who signs it; itself unless given
 */
export function makeCertificate(given: {
  name: string
  names?: readonly string[]
  from?: number
  until?: number
  issuer?: MadeCertificate
}): MadeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { name, names, issuer, from = -1, until = 30 } = given
  const signingKey = issuer?.signingKey ?? privateKey
  const algorithm = sequence(objectIdentifier('2a8648ce3d040302'))
  const isAuthority = names === undefined
  const serial = Buffer.from([1 + Math.floor(Math.random() * 126), ...Buffer.from(String(Math.random()).slice(2, 10))])
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    algorithm,
    nameOf(issuer?.name ?? name),
    sequence(time(from), time(until)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    element(
      0xa3,
      sequence(
        // Basic constraints: whether it may sign others.
        extension('551d13', sequence(...(isAuthority ? [element(0x01, Buffer.from([0xff]))] : []))),
        ...(isAuthority
          ? []
          : [extension('551d11', sequence(...names.map((one) => element(0x82, Buffer.from(one, 'latin1')))))]),
      ),
    ),
  )
  const signature = sign('sha256', body, signingKey)
  const der = sequence(body, algorithm, element(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  const cert = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), name, signingKey: privateKey }
}

const sequence = (...parts: Buffer[]): Buffer => element(0x30, ...parts)
const objectIdentifier = (encoded: string): Buffer => element(0x06, Buffer.from(encoded, 'hex'))
const extension = (id: string, value: Buffer): Buffer => sequence(objectIdentifier(id), element(0x04, value))
const nameOf = (name: string): Buffer =>
  sequence(element(0x31, sequence(objectIdentifier('550403'), element(0x0c, Buffer.from(name)))))

function time(days: number): Buffer {
  const date = new Date(Date.now() + days * day)
  return element(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
}

/** Tag, length, value: lengths from 128 are written as the number of their bytes and then those. */
function element(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value])
  const hex = value.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value])
}
