import { type KeyLike, sign } from 'node:crypto'

/** A JSON Web Token in the compact form, signed RS256. */
export function signJwt(claims: Record<string, unknown>, key: KeyLike, keyId: string): string {
  return signJwtText(JSON.stringify(claims), key, keyId)
}

/** The same of claims that are JSON already, whatever stands in it. */
export function signJwtText(claims: string, key: KeyLike, keyId: string): string {
  const signed = jwtContent({ alg: 'RS256', kid: keyId, typ: 'JWT' }, claims)
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

/** What a token's signature is made over. */
export function jwtContent(header: Record<string, unknown>, claims: string): string {
  return [JSON.stringify(header), claims].map((part) => Buffer.from(part).toString('base64url')).join('.')
}
