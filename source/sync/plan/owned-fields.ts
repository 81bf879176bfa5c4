import { addressesOf, hasAddressesOf, userNameOf } from '../addresses.ts'
import type { DirectoryUser } from '../directory.ts'
import type { SyncSettings } from '../settings.ts'
import type { User } from '../user.ts'
import { withoutLeaving } from './grace-period.ts'
import { type Granted, withGroupPrivileges } from './group-privileges.ts'

/** The fields that the directory owns; a synchronization changes no others. */
export const ownedFields = ['userName', 'fullName', 'emailAddresses', 'directoryId'] as const

/** What a synchronization writes about an account beside that. */
const noted = ['suspended', 'leaving', 'privileges', 'isGroup'] as const
type OwnedField = (typeof ownedFields)[number] | (typeof noted)[number]

/** The user as the directory wants it: its own fields, and everything else as it was. The same object when nothing differs. */
export function withOwnedFields(user: User, account: DirectoryUser): User {
  // Who is in scope does not leave any more.
  const marked = withoutLeaving(withSuspension(user, account))
  if (account.isGroup === true && user.isGroup !== true) return withOwnedFields({ ...user, isGroup: true }, account)
  const userName = userNameOf(account)
  const sameAddresses = hasAddressesOf(user.emailAddresses, account)
  if (
    sameAddresses &&
    user.userName === userName &&
    user.fullName === account.fullName &&
    user.directoryId === account.id
  ) {
    return marked
  }
  return {
    ...marked,
    userName,
    fullName: account.fullName,
    // Addresses that are the same stay as they are, in their order.
    emailAddresses: sameAddresses ? user.emailAddresses : addressesOf(account),
    directoryId: account.id,
  }
}

/** The user with Google's word on whether the account is suspended. The same object where it is known, or Google did not say. */
export function withSuspension(user: User, { suspended }: DirectoryUser): User {
  if (suspended === null || suspended === (user.suspended === true)) return user
  const { suspended: _mark, ...others } = user
  return suspended ? { ...others, suspended } : others
}

/** The fields in which the directory makes two states of a user differ. */
export function changedFields(before: User, after: User): OwnedField[] {
  return [...ownedFields, ...noted].filter((field) => before[field] !== after[field])
}

/** A user for an account that has none, with the default privileges, those of its groups, and rights on its own archive. */
export function newUser(account: DirectoryUser, settings: SyncSettings, granted: Granted): User {
  const userName = userNameOf(account)
  const isGroup = account.isGroup === true
  const user: User = {
    userName,
    fullName: account.fullName,
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: account.id,
    emailAddresses: addressesOf(account),
    pop3UserNames: [],
    privileges: isGroup ? ['none'] : [...settings.defaultPrivileges],
    privilegesOnFolders:
      isGroup || settings.ownArchivePrivileges.length === 0
        ? []
        : [{ folder: userName, privileges: [...settings.ownArchivePrivileges] }],
    ...(account.suspended ? { suspended: true } : {}),
    ...(isGroup ? { isGroup } : {}),
  }
  return isGroup ? user : withGroupPrivileges(user, granted)
}
