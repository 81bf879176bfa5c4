import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import * as z from 'zod'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { googleLimits } from '../http/limits.ts'
import { createTransport } from '../http/transport.ts'
import { authorizationPage, signingKeysAddress, tokenAddress } from './endpoints.ts'
import type { OAuthClient } from './exchange-code.ts'
import type { IdTokenClaims } from './verify-id-token.ts'

/** What belongs to one attempt to sign in, and is kept for its return. */
export type SignInAttempt = { state: string; nonce: string; verifier: string }

/** Google, as somebody who says who a person is. */
export type IdentityProvider = {
  /** Begins an attempt: the address to send the browser to, and what its return is checked against. */
  begin: (hints: { loginHint?: string; hostedDomain?: string }) => Promise<{ address: string; attempt: SignInAttempt }>
  /**
   * Finishes an attempt: exchanges the code and verifies the id token in full.
   *
   * @param returned the address that the browser came back to
   * @throws what the library throws, whose messages may hold what was sent: only its code is to be shown
   */
  finish: (returned: URL, attempt: SignInAttempt) => Promise<IdTokenClaims>
}

/** How long Google may take for one answer, in milliseconds. */
const longestAnswer = 15_000

/** Clocks differ: a token may have been made so many seconds in the future, and no more. */
const clockTolerance = 300

const claims = z.object({
  sub: z.string().min(1).max(255),
  iat: z.number(),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  email: z.string().max(320).optional(),
  // Google documents a boolean and has sent the string as well.
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  hd: z.string().optional(),
  name: z.string().optional(),
})

/**
 * Opens the way to Google's sign-in, or to the stand-in that the endpoint names, for one OAuth client.
 *
 * @throws Problem where the environment would make the connection unsafe
 */
export function openIdentityProvider(
  endpoint: GoogleEndpoint,
  client: OAuthClient,
  redirectUri: string,
): IdentityProvider {
  const transport = createTransport(endpoint, { ...googleLimits, answerBytes: 1024 * 1024 })
  const configuration = new Configuration(
    {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: authorizationPage({ origin: null }).href,
      token_endpoint: tokenAddress,
      jwks_uri: signingKeysAddress,
      id_token_signing_alg_values_supported: ['RS256'],
    },
    client.clientId,
    { redirect_uris: [redirectUri], id_token_signed_response_alg: 'RS256' },
    ClientSecretPost(client.clientSecret),
  )
  // Without it the library trusts TLS alone for a token that comes straight from the token endpoint.
  enableNonRepudiationChecks(configuration)
  configuration.timeout = longestAnswer / 1000
  configuration[customFetch] = async (url, { method, headers, body, signal }) => {
    const answer = await transport.client.request<string>({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body instanceof URLSearchParams || typeof body === 'string' ? { data: body } : {}),
      ...(signal ? { signal } : {}),
      responseType: 'text',
      timeout: longestAnswer,
      validateStatus: () => true,
    })
    const hasBody = ![101, 204, 205, 304].includes(answer.status)
    return new Response(hasBody ? String(answer.data ?? '') : null, {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    })
  }

  return {
    async begin({ loginHint, hostedDomain }) {
      const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
        ...(hostedDomain === undefined ? {} : { hd: hostedDomain }),
      })
      // The library asks for https; a stand-in for Google on loopback has none.
      const page = new URL(`${address.pathname}${address.search}`, authorizationPage(endpoint))
      return { address: page.href, attempt }
    },
    async finish(returned, { state, nonce, verifier }) {
      const tokens = await authorizationCodeGrant(configuration, returned, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const { sub, iat, aud, azp, email, email_verified, hd, name } = claims.parse(tokens.claims())
      // The library accepts more than this service asks for: several audiences, another party, a time to come.
      if (aud !== client.clientId && !(Array.isArray(aud) && aud.length === 1 && aud[0] === client.clientId)) {
        throw new IdTokenRefused('audience')
      }
      if (azp !== undefined && azp !== client.clientId) throw new IdTokenRefused('authorizedParty')
      if (iat > Date.now() / 1000 + clockTolerance) throw new IdTokenRefused('issuedInTheFuture')
      return {
        sub,
        email: email === undefined || email === '' ? null : email,
        emailVerified: email_verified === true || email_verified === 'true',
        hostedDomain: hd === undefined || hd === '' ? null : hd.toLowerCase(),
        name: name === undefined || name === '' ? null : name,
      }
    },
  }
}

/** An id token that is signed well and says something that is not accepted here. */
export class IdTokenRefused extends Error {
  override readonly name = 'IdTokenRefused'
  readonly code: 'audience' | 'authorizedParty' | 'issuedInTheFuture'

  constructor(code: IdTokenRefused['code']) {
    super(`The id token is refused: ${code}`)
    this.code = code
  }
}
