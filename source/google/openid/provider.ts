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
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import type { Answer } from '../http/answer.ts'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { connectionProblem } from '../problems/connection.ts'
import { authorizationPage, signingKeysAddress, tokenAddress } from './endpoints.ts'
import { explainFailure } from './explain-failure.ts'
import { type IdTokenClaims, readIdToken } from './id-token-claims.ts'
import type { SignInConnection } from './sign-in-connection.ts'

/** The OAuth client that asks. */
export type OAuthClient = { clientId: string; clientSecret: string }

/** What belongs to one attempt to sign in, and is kept for its return. All of it is secret. */
export type SignInAttempt = {
  /** Comes back with the browser and proves that the answer belongs to this attempt. */
  state: string
  /** Comes back in the id token and proves the same of the token. */
  nonce: string
  /** Proves at the exchange of the code that it is us who asked (PKCE, RFC 7636). */
  verifier: string
}

/** What makes Google's pages shorter. Neither decides anything: it is the token's own claims that count. */
export type SignInHints = {
  /** The address of the person who is to sign in. */
  loginHint?: string | null
  /** Shows only accounts of this domain. */
  hostedDomain?: string | null
}

/** Google, as somebody who says who a person is. */
export type IdentityProvider = {
  /** Begins an attempt: the address to send the browser to, and what its return is checked against. */
  begin: (hints: SignInHints) => Promise<{ address: string; attempt: SignInAttempt }>
  /**
   * Finishes an attempt: exchanges the code and verifies the id token in full. The access token that comes along is thrown
   * away.
   *
   * @param returned the address that the browser came back to
   * @throws Problem, one for each thing that Google can refuse or that can be wrong with a token; none repeats what was sent
   */
  finish: (returned: URL, attempt: SignInAttempt) => Promise<IdTokenClaims>
}

/** How a sign-in is made: where Google is, the way to it, and for whom. */
export type ProviderOptions = {
  endpoint: GoogleEndpoint
  connection: SignInConnection
  client: OAuthClient
  /** The address that is registered with Google. */
  redirectUri: string
}

const keySet = z.object({ keys: z.array(z.object({})) })

/** Opens Google's sign-in, or that of the stand-in that the endpoint names, for one OAuth client. Sends nothing yet. */
export function openIdentityProvider({ endpoint, connection, client, redirectUri }: ProviderOptions): IdentityProvider {
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
  configuration[customFetch] = async (url, request) => {
    const answer = await connection.send(url, request)
    if (url === signingKeysAddress && !isKeySet(answer)) {
      throw connectionProblem('notGoogle', { call: 'openid.keys', status: answer.status, message: '' })
    }
    return responseOf(answer)
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
        ...(loginHint == null ? {} : { login_hint: loginHint }),
        ...(hostedDomain == null ? {} : { hd: hostedDomain }),
      })
      // The library asks for https; a stand-in for Google on loopback has none.
      const page = new URL(`${address.pathname}${address.search}`, authorizationPage(endpoint))
      return { address: page.href, attempt }
    },
    async finish(returned, { state, nonce, verifier }) {
      const about = { clientId: client.clientId, redirectUri, clockOffset: () => connection.clockOffset() }
      try {
        const { id_token: idToken = '' } = await authorizationCodeGrant(configuration, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        return readIdToken(idToken, { ...about, now: Date.now() })
      } catch (error) {
        throw explainFailure(error, {
          ...about,
          sent: [client.clientSecret, verifier, returned.searchParams.get('code') ?? ''],
        })
      }
    },
  }
}

const isKeySet = ({ status, body }: Answer): boolean => status === 200 && keySet.safeParse(jsonOrNothing(body)).success

/** An answer as the library reads it. A challenge in its headers is left out: what Google says stands in the body. */
function responseOf({ status, headers, body }: Answer): Response {
  const hasBody = ![101, 204, 205, 304].includes(status)
  return new Response(hasBody ? body : null, { status, headers: { 'content-type': headers['content-type'] ?? '' } })
}
