import type { Leaving, User } from '../sync/user.ts'
import { columns } from '../text/columns.ts'
import { safeText } from '../text/safe-text.ts'
import { authenticationWords } from './users.ts'

/** One user as lines of text. */
export function userDetailText(user: User, shared: ReadonlyMap<string, readonly string[]>): string {
  const rights = user.privilegesOnFolders.map(
    ({ folder, privileges }) => `${safeText(folder)}: ${privileges.join(', ')}`,
  )
  const addresses = user.emailAddresses.map((address) => {
    const others = (shared.get(address.toLowerCase()) ?? []).filter((name) => name !== user.userName)
    return others.length === 0
      ? safeText(address)
      : `${safeText(address)}  (claimed by ${others.map(safeText).join(', ')} too)`
  })
  return columns([
    ['User name', safeText(user.userName)],
    ['Full name', safeText(user.fullName)],
    ['Authentication', authenticationWords[user.authentication]],
    ...(user.directoryId === null ? [] : [['Google account', safeText(user.directoryId)]]),
    ...(user.isGroup === true ? [['Group', 'an archive that the members of the group can read']] : []),
    ...(user.suspended === true ? [['Suspended', 'in Google: cannot sign in']] : []),
    ...(user.leaving === undefined ? [] : [['Leaving', leavingWords(user.leaving)]]),
    ...(user.authentication === 'integrated'
      ? [['Password', user.password === undefined ? 'none: cannot sign in' : 'set']]
      : []),
    ...listed('Addresses', addresses),
    ...listed('POP3 names', user.pop3UserNames.map(safeText)),
    ['Privileges', user.privileges.join(', ')],
    ...listed('Folder rights', rights),
  ]).join('\n')
}

function leavingWords({ since, deletedInGoogle }: Leaving): string {
  const why = deletedInGoogle === true ? 'deleted in Google' : 'no longer included'
  return since === null ? why : `${why} since ${since}`
}

function listed(title: string, values: readonly string[]): string[][] {
  return values.length === 0 ? [[title, 'none']] : values.map((value, index) => [index === 0 ? title : '', value])
}
