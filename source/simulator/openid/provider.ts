import { type AuthorizationCodes, createAuthorizationCodes } from './authorization-codes.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'

/** The client that people sign in to, as the organization file has it. */
export type OAuthClient = { clientId: string; clientSecret: string }

/** What signing in needs beside the organization. */
export type OpenIdProvider = {
  client: OAuthClient
  codes: AuthorizationCodes
  keys: SigningKeys
}

/** @param now milliseconds since 1970 */
export function createProvider(client: OAuthClient, now: () => number): OpenIdProvider {
  return { client, codes: createAuthorizationCodes(), keys: createSigningKeys(now) }
}

/** The discovery document, with the endpoints on the simulator's address and the issuer that Google's tokens name. */
export function discoveryDocument(origin: string): Record<string, unknown> {
  return {
    issuer: 'https://accounts.google.com',
    authorization_endpoint: `${origin}/o/oauth2/v2/auth`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: [
      'aud',
      'email',
      'email_verified',
      'exp',
      'family_name',
      'given_name',
      'hd',
      'iat',
      'iss',
      'name',
      'sub',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  }
}
