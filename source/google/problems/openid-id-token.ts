import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const between =
  'Nothing that came with it was accepted. Start the test again; if it stays so, find out what stands between this machine and Google, such as a proxy that opens TLS connections.'

const texts = {
  idTokenBroken: ['The id token cannot be read', 'It is not made the way that every OpenID Connect token is.', between],
  idTokenUnsigned: [
    'The id token is not signed',
    'Anybody could have written it. Google signs every id token.',
    between,
  ],
  idTokenAlgorithm: [
    'The id token is signed in a way that Google does not use',
    'Google signs id tokens with RS256; another method would let others make tokens that look like them.',
    between,
  ],
  idTokenKeyUnknown: [
    'The id token is signed with a key that Google does not publish',
    'The key that the token names is not in the list of keys that Google uses at this moment.',
    between,
  ],
  idTokenSignature: [
    'The signature of the id token is wrong',
    "The token was changed after it was signed, or it was signed with a key that is not Google's.",
    between,
  ],
  idTokenIssuer: [
    'The id token was not issued by Google',
    'It names another provider than accounts.google.com as its issuer.',
    between,
  ],
  idTokenAudience: [
    'The id token was made for another client',
    'It was not made for the OAuth client of the archive, so it proves nothing to the archive.',
    'Check that client id and client secret belong together: import the file of the OAuth client again. Then start the test again.',
  ],
  idTokenExpired: [
    'The id token has expired',
    'It is good for an hour, and that hour is over, although the clock of this machine is right as far as can be told.',
    'Start the test again. If it stays so, check the clock of this machine: timedatectl',
  ],
  idTokenEarly: [
    'The id token is not valid yet',
    'By the clock of this machine it was made in the future, although the clock is right as far as can be told.',
    'Check the clock of this machine: timedatectl. Then start the test again.',
  ],
  idTokenClock: [
    'The clock of this machine is wrong',
    'The id token carries times, and by this clock it is not valid. The archive would refuse it in the same way.',
    'Set the clock, best by switching on time synchronization: timedatectl set-ntp true. Then start the test again.',
  ],
  idTokenNonceMissing: [
    'The id token does not say which request it answers',
    'The nonce that this test sent is missing, so the token could be one that was made at another time.',
    between,
  ],
  idTokenNonce: [
    'The id token answers another request',
    'Its nonce is not the one that this test sent: it was made for another sign-in and used again here.',
    between,
  ],
} as const satisfies Record<string, readonly [title: string, cause: string, remedy: string]>

/** The problems of an id token, all of kind failed. Neither the token nor anything secret in it is repeated. */
export function idTokenProblem(code: keyof typeof texts, facts: Readonly<Record<string, string>> = {}): Problem {
  const [title, cause, remedy] = texts[code]
  const shown = Object.entries(facts).map(([name, value]) => [name, oneLine(value, 120)])
  return new Problem({ code, kind: 'failed', title, cause, remedy, facts: Object.fromEntries(shown) })
}
