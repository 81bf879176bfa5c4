import * as z from 'zod'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { oneLine } from '../../text/one-line.ts'
import { connectionProblem } from '../problems/connection.ts'
import { exchangeProblem } from '../problems/refusals.ts'
import { signInProblem } from '../problems/sign-in-problems.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { SignInConnection } from './sign-in-connection.ts'

/** The OAuth client that asks. */
export type OAuthClient = { clientId: string; clientSecret: string }

const granted = z.object({ id_token: z.string().min(1) })
const refused = z.object({ error: z.string(), error_description: z.string().optional().catch(undefined) })

/**
 * Exchanges a code for an id token, with the redirect address and the verifier of the request that it belongs to. The
 * access token that comes along is thrown away.
 *
 * @returns the id token, not verified
 * @throws Problem what Google said instead; `codeNotAccepted` leaves open that the code was damaged on its way
 */
export async function exchangeCode(
  connection: SignInConnection,
  client: OAuthClient,
  request: AuthorizationRequest,
  code: string,
): Promise<string> {
  const { status, body } = await connection.postToken(
    new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uri: request.redirectUri,
      code_verifier: request.verifier,
    }),
  )
  const json = jsonOrNothing(body)
  if (status === 200) {
    const answer = granted.safeParse(json)
    if (answer.success) return answer.data.id_token
    throw signInProblem('idTokenMissing', {})
  }
  const answer = refused.safeParse(json)
  if (!answer.success) {
    throw connectionProblem('notGoogle', { call: 'openid.token', status, message: '' })
  }
  const description = oneLine(answer.data.error_description ?? '', 200)
  // An answer that repeats what was sent is not repeated.
  const isSafe = ![code, client.clientSecret, request.verifier].some((secret) => description.includes(secret))
  throw exchangeProblem(oneLine(answer.data.error, 60), isSafe ? description : '', {
    clientId: client.clientId,
    redirectUri: request.redirectUri,
  })
}
