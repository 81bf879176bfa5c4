import type { User } from '../../sync/user.ts'
import { csvLine } from '../../text/csv.ts'

const headings = ['user name', 'full name', 'authentication', 'addresses', 'POP3 names', 'privileges', 'folder rights']

/** The users for a spreadsheet, with a line of headings; several values of a cell are separated by blanks. */
export function usersCsv(users: readonly User[]): string {
  const rows = users.map((user) => [
    user.userName,
    user.fullName,
    user.authentication,
    user.emailAddresses.join(' '),
    user.pop3UserNames.join(' '),
    user.privileges.join(' '),
    user.privilegesOnFolders.map(({ folder, privileges }) => `${folder}=${privileges.join('+')}`).join(' '),
  ])
  return `${[headings, ...rows].map(csvLine).join('\r\n')}\r\n`
}
