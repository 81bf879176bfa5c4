import { type KeyLike, sign } from 'node:crypto'

/** A JSON Web Token in the compact form, signed RS256. */
export function signJwt(claims: Record<string, unknown>, key: KeyLike, keyId: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}
