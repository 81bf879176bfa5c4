import type { AuthenticationResult } from '../operations/sign-in/test-authentication.ts'
import { columns } from '../text/columns.ts'
import { safeText } from '../text/safe-text.ts'
import { problemJson, problemText } from './problem-view.ts'

/** Who signed in and what it means, as lines of text. */
export function authenticationText(result: AuthenticationResult): string {
  const { account, user, isChosenUser, mayLogOn, problem } = result
  const rows = [
    ['Signed in', `${safeText(account.fullName ?? '')} ${safeText(account.address)}`.trim()],
    ['Google account', safeText(account.id)],
    ['The chosen user', isChosenUser ? 'yes' : `no, ${safeText(result.chosenUser)} was chosen`],
    [
      'User here',
      user === null
        ? 'no'
        : `${safeText(user.userName)}, ${user.authentication === 'directoryServices' ? 'Directory Services' : 'integrated'}`,
    ],
    ['May log on', mayLogOn ? 'yes' : 'no'],
  ]
  const verdict = problem === null ? 'The sign-in works.' : problemText(problem)
  return [...columns(rows), '', verdict].join('\n')
}

/** The same as data; no token, no code. */
export function authenticationJson({ account, user, problem, ...rest }: AuthenticationResult) {
  return {
    passed: problem === null,
    signedIn: account,
    user:
      user === null
        ? null
        : { userName: user.userName, authentication: user.authentication, privileges: user.privileges },
    ...rest,
    ...(problem === null ? {} : problemJson(problem)),
  }
}
