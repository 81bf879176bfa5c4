import type { User } from '../sync/user.ts'
import { fittedTable } from '../text/fitted-table.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { wholePrint } from './print.ts'

/** How a user signs in, in words. */
export const authenticationWords = { directoryServices: 'Directory Services', integrated: 'integrated' } as const

/** What stands around a list of users. */
type Around = {
  /** The number of users in the store. */
  total: number
  /** Addresses that more than one user claims. */
  shared: ReadonlyMap<string, readonly string[]>
}

/** Users of the store as lines of text. */
export function usersText(users: readonly User[], { total, shared }: Around, print = wholePrint): string {
  if (total === 0) return 'No users yet. To add them from Google: rollcall sync'
  const rows = users.map((user) => [
    safeText(user.userName),
    safeText(user.fullName),
    authenticationWords[user.authentication],
    user.privileges.join(', '),
  ])
  const count = `${counted(total, 'user')}.`
  const claims = [...shared].map(([address, names]) => `${safeText(address)}: ${names.map(safeText).join(', ')}`)
  const [header = [], ...body] = fittedTable(
    [['User name', 'Full name', 'Authentication', 'Privileges'], ...rows],
    print.columns,
  )
  const table = print.sentences
    ? users.map(userSentence)
    : [
        ...header.map((line) => print.paint('strong', line)),
        ...body.flatMap(([first = '', ...more]) => [first, ...more.map((line) => print.paint('dim', line))]),
      ]
  return [
    ...table,
    '',
    users.length === total ? count : `${users.length} of ${count}`,
    ...(claims.length === 0 ? [] : ['', 'Addresses that more than one user claims:', ...claims]),
  ].join('\n')
}

function userSentence({ userName, fullName, authentication, privileges }: User): string {
  const person = fullName === '' ? safeText(userName) : `${safeText(userName)}, ${safeText(fullName)}`
  return `${person}: ${authenticationWords[authentication]}, privileges ${privileges.join(', ')}.`
}
