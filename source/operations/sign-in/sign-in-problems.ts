import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

/** A value of the sign-in breaks a rule of Google's. */
export function authenticationInvalid(faults: readonly string[]): Problem {
  return new Problem({
    code: 'authenticationInvalid',
    kind: 'usage',
    title: 'Google would not accept this sign-in',
    cause: faults.join(' '),
    remedy: 'Nothing was saved. Correct the values.',
  })
}

/** A part of the sign-in is still missing. */
export function authenticationIncomplete(missing: readonly string[]): Problem {
  return new Problem({
    code: 'authenticationIncomplete',
    kind: 'usage',
    title: 'The sign-in with Google is not complete',
    cause: `Still missing: ${missing.join(', ')}.`,
    remedy: 'Nothing was saved. Give all of it: rollcall setup --oauth-client FILE --host archive.example.com',
  })
}

/** The sign-in was never set up. */
export function authenticationNotSetUp(): Problem {
  return new Problem({
    code: 'authenticationNotSetUp',
    kind: 'failed',
    title: 'The sign-in with Google is not set up',
    cause: 'The OAuth client and the host of the archive are needed to test it.',
    remedy:
      'Set it up in the settings under Authentication, or by: rollcall setup --oauth-client FILE --host archive.example.com',
  })
}

/** The user signs in with a password of the archive's own. */
export function signsInWithPassword(userName: string): Problem {
  const shown = oneLine(userName, 200)
  return new Problem({
    code: 'signsInWithPassword',
    kind: 'badData',
    title: `${shown} is an integrated user and does not sign in with Google`,
    cause: 'Only users that come from the directory sign in with their Google account.',
    remedy: `Choose another user, or let the directory have this one: rollcall users take-over ${shown}`,
    facts: { userName: shown },
  })
}

/** Something listens on the port of the redirect address. */
export function redirectPortTaken(redirectUri: string): Problem {
  return new Problem({
    code: 'redirectPortTaken',
    kind: 'failed',
    title: 'The port of the redirect address is in use',
    cause:
      "Something already listens there, most likely the archive's own web access. It receives the browser first, and uses up its code.",
    remedy:
      'Run the test without --listen and paste the address that the browser was sent to; or stop the other program for the test.',
    facts: { redirectUri },
  })
}

/** The program cannot receive the redirect itself. */
export function cannotListen(redirectUri: string, why: string): Problem {
  return new Problem({
    code: 'cannotListen',
    kind: 'failed',
    title: 'The redirect cannot be received here',
    cause: why,
    remedy: 'Run the test without --listen and paste the address that the browser was sent to.',
    facts: { redirectUri },
  })
}

/** Nobody signed in for a long time. */
export function signInTimedOut(seconds: number): Problem {
  return new Problem({
    code: 'signInTimedOut',
    kind: 'failed',
    title: 'Nobody signed in',
    cause: `The test waited ${seconds} seconds for the browser to come back.`,
    remedy: 'Start the test again. Where the browser cannot reach this machine, paste the address instead of --listen.',
  })
}

const verdicts = {
  wrongAccount: [
    'Somebody else signed in',
    'The account that signed in is not the one of the chosen user.',
    'Sign in with the account of the chosen user, in a private window if the browser is signed in otherwise.',
  ],
  accountNotInStore: [
    'The account is no user of the archive',
    'Google let the account in, but no user of the store belongs to it.',
    'Synchronize (rollcall sync). If it stays out, look at the chosen groups and exclusions.',
  ],
  accountReplaced: [
    'Another Google account has the address of this user now',
    'The account that signed in has this address, but its id differs from the id of the user. The address was most likely given to a new account, perhaps of another person, who must not read the mail of the first.',
    'Synchronize (rollcall sync) and decide about the conflict it shows. Until then the new account stays out.',
  ],
  accountIntegrated: [
    'The user of this name is an integrated one',
    'The account has the address of a user made by hand, who signs in with a password and not with Google.',
    'Let the directory have the user: rollcall users take-over NAME',
  ],
  mayNotLogOn: [
    'The user may not log on',
    'The sign-in works, but the privilege login is not among those of the user.',
    'Give the privilege: rollcall users edit NAME --privileges login',
  ],
} as const

/** The sign-in itself works, and the user still cannot come in. */
export function verdictProblem(code: keyof typeof verdicts, facts: Readonly<Record<string, string>>): Problem {
  const [title, cause, remedy] = verdicts[code]
  const shown = Object.entries(facts).map(([name, value]) => [name, oneLine(value, 300)])
  return new Problem({ code, kind: 'failed', title, cause, remedy, facts: Object.fromEntries(shown) })
}
