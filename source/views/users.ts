import type { User } from '../sync/user.ts'
import { columns } from './columns.ts'
import { safeText } from './safe-text.ts'

/** How a user signs in, in words. */
export const authenticationWords = { directoryServices: 'Directory Services', integrated: 'integrated' } as const

/** The users of the store as lines of text. */
export function usersText(users: readonly User[]): string {
  if (users.length === 0) return 'The store has no users yet. rollcall sync fills it.'
  const rows = users.map((user) => [
    safeText(user.userName),
    safeText(user.fullName),
    authenticationWords[user.authentication],
    user.privileges.join(', '),
  ])
  return [
    ...columns([['User name', 'Full name', 'Authentication', 'Privileges'], ...rows]),
    '',
    users.length === 1 ? '1 user.' : `${users.length} users.`,
  ].join('\n')
}
