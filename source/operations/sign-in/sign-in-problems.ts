import { counted } from '../../text/numbers.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const setUpByFlags = 'rollcall setup --oauth-client FILE --host archive.example.com'

const pasteInstead = 'Run the test without --listen and paste the address that the browser was sent to.'

/** A row for a sign-in that works, after which the user still can't come in. */
const verdict = (title: string, cause: string, remedy: string) =>
  entry<{ signedIn: string; chosenUser: string }>({
    kind: 'failed',
    title,
    cause,
    remedy,
    facts: (about) => about,
    example: { signedIn: 'eve@example.com', chosenUser: 'ada@example.com' },
  })

/** Everything that keeps the sign-in from being set up or tested here, and users from signing in. */
export const authenticationProblems = {
  authenticationInvalid: entry<{ faults: readonly string[] }>({
    kind: 'usage',
    title: 'Google would not accept this sign-in',
    cause: ({ faults }) => `${faults.join(' ')} Nothing was saved.`,
    remedy: 'Correct the values.',
    example: { faults: ['The host must not end with a dot.'] },
  }),
  authenticationIncomplete: entry<{ missing: readonly string[] }>({
    kind: 'usage',
    title: 'The Google sign-in is not complete',
    cause: ({ missing }) => `Still missing: ${missing.join(', ')}. Nothing was saved.`,
    remedy: `Give everything at once:\n${setUpByFlags}`,
    example: { missing: ['the host (--host NAME)'] },
  }),
  authenticationNotSetUp: entry({
    kind: 'failed',
    title: 'The Google sign-in is not set up',
    cause: 'The test needs the OAuth client and the host of the archive.',
    remedy: `Set it up under Settings, Authentication, or by flags:\n${setUpByFlags}`,
    example: {},
  }),
  signsInWithPassword: entry<{ userName: string }>({
    kind: 'badData',
    title: ({ userName }) => `${userName} signs in with a password`,
    cause: 'This is a local user. Only users from Google sign in with their Google account.',
    remedy: (_, { userName }) =>
      `Choose another user, or hand this one over to Google:\nrollcall users take-over ${userName}`,
    facts: (about) => about,
    example: { userName: 'scanner' },
  }),
  redirectPortTaken: entry<{ redirectUri: string }>({
    kind: 'failed',
    title: "The redirect address's port is in use",
    cause:
      "Another program listens there, most likely the archive's own web access. The browser reaches it first, and it uses up the code.",
    remedy: `${pasteInstead} Or stop the other program for the test.`,
    facts: (about) => about,
    example: { redirectUri: 'https://archive.example.com:8462/oidc/signin' },
  }),
  cannotListen: entry<{ redirectUri: string; why: string }>({
    kind: 'failed',
    title: "The redirect can't be received here",
    cause: ({ why }) => why,
    remedy: pasteInstead,
    facts: ({ redirectUri }) => ({ redirectUri }),
    example: {
      redirectUri: 'https://archive.example.com/oidc/signin',
      why: 'Ports below 1024 are for the system administrator.',
    },
  }),
  signInTimedOut: entry<{ seconds: number }>({
    kind: 'failed',
    title: 'Nobody signed in',
    cause: ({ seconds }) => `The test waited ${counted(seconds, 'second')} for the browser to come back.`,
    remedy: "Start the test again. If the browser can't reach this machine, paste the address instead of --listen.",
    example: { seconds: 600 },
  }),
  wrongAccount: verdict(
    'Somebody else signed in',
    'The account that signed in is not the one of the chosen user.',
    'Sign in with the account of the chosen user. If the browser is signed in as somebody else, use a private window.',
  ),
  accountNotInStore: verdict(
    'The account is not in the archive',
    'Google let the account in, but no user of the store belongs to it.',
    'If it stays out after a sync, look at the chosen groups and exclusions:\nrollcall sync',
  ),
  accountReplaced: verdict(
    'Another account has this address now',
    'The account has the address of the user, but another ID. Google most likely gave the address to a new account, perhaps of another person, who must not read the mail of the first.',
    'Decide about the conflict that a sync shows. Until then the new account stays out:\nrollcall sync',
  ),
  accountIntegrated: verdict(
    'The user signs in with a password',
    "The account has the address of a local user, who doesn't sign in with Google.",
    'Hand the user over to Google:\nrollcall users take-over NAME',
  ),
  mayNotLogOn: verdict(
    'The user may not log on',
    'The sign-in works, but the user lacks the privilege Log on (login).',
    'Add it to the privileges that the user has:\nrollcall users edit NAME --privileges login',
  ),
}

/** Makes a problem of the sign-in with Google, as far as it is Rollcall's own. */
export const authenticationProblem = problemFrom(authenticationProblems)
