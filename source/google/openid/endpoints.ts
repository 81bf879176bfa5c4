import type { GoogleEndpoint } from '../http/endpoint.ts'

/** Google's token endpoint. */
export const tokenAddress = 'https://oauth2.googleapis.com/token'

/** Where Google publishes the keys that id tokens are signed with, as a JSON Web Key Set. */
export const signingKeysAddress = 'https://www.googleapis.com/oauth2/v3/certs'

/** The page on which people sign in, on Google or on the stand-in. */
export function authorizationPage({ origin }: GoogleEndpoint): URL {
  return new URL('/o/oauth2/v2/auth', origin ?? 'https://accounts.google.com')
}
