import { createPublicKey } from 'node:crypto'
import * as z from 'zod'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { connectionProblem } from '../problems/connection.ts'
import type { SignInConnection } from './sign-in-connection.ts'

const keySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })
const signingKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
})

/**
 * Fetches the public keys that id tokens are signed with at this moment, by key id, in PEM. Keys of other kinds and those
 * below 2,048 bits are left out. They are fetched for each sign-in, so a key that Google changed meanwhile is known.
 *
 * @throws Problem what the network answered; `notGoogle` when the answer is no key set
 */
export async function fetchSigningKeys(connection: SignInConnection): Promise<Record<string, string>> {
  const { status, body } = await connection.getSigningKeys()
  const parsed = status === 200 ? keySet.safeParse(jsonOrNothing(body)) : null
  if (!parsed?.success) {
    throw connectionProblem('notGoogle', { call: 'openid.keys', status, message: '' })
  }
  return Object.fromEntries(
    parsed.data.keys.flatMap((entry) => {
      const key = signingKey.safeParse(entry)
      const pem = key.success ? toPem(key.data) : null
      return key.success && pem !== null ? [[key.data.kid, pem]] : []
    }),
  )
}

function toPem({ kty, n, e }: z.output<typeof signingKey>): string | null {
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return null
    return key.export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    return null
  }
}
