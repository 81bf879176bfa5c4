import { type AuthorizationCodes, createAuthorizationCodes } from './authorization-codes.ts'
import { createRefreshTokens, type RefreshTokens } from './refresh-tokens.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'

/** The client that people sign in to, as the organization file has it. */
export type OAuthClient = { clientId: string; clientSecret: string }

/** What signing in needs beside the organization. */
export type OpenIdProvider = {
  client: OAuthClient
  codes: AuthorizationCodes
  refreshTokens: RefreshTokens
  keys: SigningKeys
}

/** @param now milliseconds since 1970 */
export function createProvider(client: OAuthClient, now: () => number): OpenIdProvider {
  return {
    client,
    codes: createAuthorizationCodes(),
    refreshTokens: createRefreshTokens(),
    keys: createSigningKeys(now),
  }
}

/** The discovery document, with the endpoints on the simulator's address. */
export function discoveryDocument(origin: string, issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${origin}/o/oauth2/v2/auth`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/v1/userinfo`,
    revocation_endpoint: `${origin}/revoke`,
    jwks_uri: `${origin}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
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
      'picture',
      'sub',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  }
}
