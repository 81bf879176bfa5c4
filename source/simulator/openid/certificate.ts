import { type KeyObject, sign } from 'node:crypto'

/**
 * A self-signed X.509 certificate in PEM, the form in which Google publishes its signing keys (RFC 5280, version 3
 * without extensions, SHA-256 with RSA). Node reads certificates but cannot write them, hence these few lines of DER.
 *
 * @param serial positive, and without leading zeros as DER has numbers
 * @param from when it begins to be valid; it lasts for ten days
 */
export function selfSignedCertificate(
  keys: { privateKey: KeyObject; publicKey: KeyObject },
  commonName: string,
  serial: Buffer,
  from: Date,
): string {
  const algorithm = sequence(objectIdentifier('2a864886f70d01010b'), element(0x05))
  const name = sequence(element(0x31, sequence(objectIdentifier('550403'), element(0x0c, Buffer.from(commonName)))))
  const until = new Date(from.getTime() + 10 * 24 * 60 * 60 * 1000)
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, keys.privateKey)
  const certificate = sequence(body, algorithm, element(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, ...parts)
}

function objectIdentifier(encoded: string): Buffer {
  return element(0x06, Buffer.from(encoded, 'hex'))
}

/** UTCTime, as RFC 5280 wants it up to the year 2049. */
function time(date: Date): Buffer {
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
