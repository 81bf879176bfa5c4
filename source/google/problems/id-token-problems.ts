import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'

const between =
  'Sign in again. If it stays so, find out what stands between this machine and Google, such as a proxy that opens TLS connections.'

/** A row for an id token that proves nothing. Neither the token nor anything secret in it is repeated. */
const idToken = <About extends Given = Record<never, never>>(
  title: string,
  cause: string,
  remedy: string = between,
  example: About = {} as About,
) => entry<About>({ kind: 'failed', title, cause, remedy, facts: (about) => about, example })

/** Everything that can be wrong with an id token. */
export const idTokenProblems = {
  idTokenBroken: idToken("The ID token can't be read", 'It does not have the form of an OpenID Connect token.'),
  idTokenUnsigned: idToken('The ID token is not signed', 'Anybody could have written it. Google signs every ID token.'),
  idTokenAlgorithm: idToken<{ algorithm: string }>(
    'The ID token is signed another way',
    'Google signs ID tokens with RS256. Another method would let others forge them.',
    between,
    { algorithm: 'HS256' },
  ),
  idTokenKeyUnknown: idToken(
    'Google does not publish the signing key',
    'The key that the ID token names is not in the list of keys that Google uses now.',
  ),
  idTokenSignature: idToken(
    "The ID token's signature is wrong",
    'Somebody changed the token after it was signed, or signed it with another key than Google has.',
  ),
  idTokenIssuer: idToken<{ issuer: string }>(
    'Google did not issue the ID token',
    'It names another issuer than accounts.google.com.',
    between,
    { issuer: 'https://login.example.com' },
  ),
  idTokenAudience: idToken<{ audience: string }>(
    'The ID token is for another client',
    'It was not made for the OAuth client of the archive, so it proves nothing to the archive.',
    'Check that client ID and client secret belong together: import the file of the OAuth client again. Then sign in again.',
    { audience: '1234567890-abc.apps.googleusercontent.com' },
  ),
  idTokenExpired: idToken(
    'The ID token has expired',
    "It is valid for one hour, and that hour is over. This machine's clock seems to be right.",
    'Sign in again. If it stays so, check the clock of this machine:\ntimedatectl',
  ),
  idTokenEarly: idToken(
    'The ID token is not valid yet',
    "It was made in the future by this machine's clock, which seems to be right.",
    'Check the clock of this machine, then sign in again:\ntimedatectl',
  ),
  idTokenClock: idToken<{ minutesOff: number }>(
    "This machine's clock is wrong",
    'The ID token carries times, and by this clock it is not valid. The archive would refuse it in the same way.',
    'Set the clock, best by switching on time synchronization. Then sign in again:\ntimedatectl set-ntp true',
    { minutesOff: 125 },
  ),
  idTokenNonceMissing: idToken(
    'The ID token names no request',
    'The nonce that Rollcall sent is missing, so the token may come from another time.',
  ),
  idTokenNonce: idToken(
    'The ID token answers another request',
    'Its nonce is not the one that Rollcall sent: it was made for another sign-in and used again here.',
  ),
}

/** Makes a problem of an id token. */
export const idTokenProblem = problemFrom(idTokenProblems)
