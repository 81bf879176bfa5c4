import { createHash, timingSafeEqual } from 'node:crypto'
import { tokenError } from '../server/errors.ts'
import type { OAuthClient } from './provider.ts'

/**
 * Checks who asks the token endpoint: the client's id and secret, in the form or in the Authorization header.
 *
 * @returns the client's id
 * @throws GoogleError in the token endpoint's words
 */
export function checkClient(client: OAuthClient, form: URLSearchParams, authorization: string | undefined): string {
  const basic = basicCredentials(authorization)
  const clientId = basic?.id ?? form.get('client_id')
  const secret = basic?.secret ?? form.get('client_secret')
  if (clientId === null) throw tokenError('invalid_request', 'Could not determine client ID from request.')
  if (clientId !== client.clientId) throw tokenError('invalid_client', 'The OAuth client was not found.', 401)
  if (secret === null || secret === '') throw tokenError('invalid_request', 'client_secret is missing.')
  if (!isSame(secret, client.clientSecret)) throw tokenError('invalid_client', 'Unauthorized', 401)
  return clientId
}

function basicCredentials(authorization: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) }
  } catch {
    return { id, secret }
  }
}

/** Compares secrets in constant time. */
export function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
