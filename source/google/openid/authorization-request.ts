import { createHash, randomBytes } from 'node:crypto'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { authorizationPage } from './endpoints.ts'

/** One sign-in that was asked for. Everything but the address and the redirect address is secret. */
export type AuthorizationRequest = {
  /** What the browser opens. */
  address: string
  /** Where the browser is sent afterwards. */
  redirectUri: string
  /** Comes back with the browser and proves that the answer belongs to this request. */
  state: string
  /** Comes back in the id token and proves the same of the token. */
  nonce: string
  /** Proves at the exchange of the code that it is us who asked (PKCE, RFC 7636). */
  verifier: string
}

/** Makes a new request for a code, with fresh secrets of 256 bits each. */
export function createAuthorizationRequest(options: {
  endpoint: GoogleEndpoint
  clientId: string
  redirectUri: string
  /** The address of the person who is to sign in; null to let Google ask. */
  loginHint: string | null
  /** Shows only accounts of this domain. A hint: it is the token's own claim that counts. */
  hostedDomain: string | null
}): AuthorizationRequest {
  const [state, nonce, verifier] = [secret(), secret(), secret()]
  const address = authorizationPage(options.endpoint)
  const parameters: Record<string, string | null> = {
    client_id: options.clientId,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: options.redirectUri,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: options.loginHint,
    hd: options.hostedDomain,
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) address.searchParams.set(name, value)
  }
  return { address: address.href, redirectUri: options.redirectUri, state, nonce, verifier }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}
