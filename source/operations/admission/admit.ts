import type { StoreView } from '../../store/users/follow/store-view.ts'
import type { User } from '../../sync/user.ts'

/** Who Google says signed in; the id token was verified in full. */
export type GoogleIdentity = {
  /** The id token's `sub`, which is the directory's id of the account. */
  id: string
  address: string | null
  isAddressVerified: boolean
  /** The organization's domain; null for private accounts. */
  hostedDomain: string | null
}

/** Why somebody is not let in. For logs and for the administrator; people see one sentence for each. */
export type RefusalReason =
  | 'accountWithoutOrganization'
  | 'accountOtherOrganization'
  | 'addressNotVerified'
  | 'accountNotInStore'
  | 'accountIntegrated'
  | 'addressOfAnotherAccount'
  | 'addressShared'
  | 'mayNotLogOn'
  | 'suspended'
  | 'accountDeleted'

/** The answer to somebody at the door. */
export type Admission = { user: User } | { refused: RefusalReason }

/**
 * Decides whether a Google account may sign in, and as whom: the user that has the account's id; else the one user with
 * its verified address that has no id yet. An address that belongs to a user with another id is a recycled one.
 *
 * @param domains the organization's beside those of its users, in lower case
 */
export function admitAccount(identity: GoogleIdentity, store: StoreView, domains: readonly string[]): Admission {
  const { hostedDomain, id, address } = identity
  if (hostedDomain === null) return { refused: 'accountWithoutOrganization' }
  if (!domains.includes(hostedDomain) && !store.domains().has(hostedDomain))
    return { refused: 'accountOtherOrganization' }
  if (address === null || !identity.isAddressVerified) return { refused: 'addressNotVerified' }
  const user = store.ofAccount(id) ?? byAddress(address, store)
  return typeof user === 'string' ? { refused: user } : mayEnter(user)
}

function byAddress(address: string, store: StoreView): User | RefusalReason {
  const named = store.named(address)
  const holders = named === undefined ? store.withAddress(address) : [named]
  const [user, another] = holders
  if (user === undefined) return 'accountNotInStore'
  if (another !== undefined) return 'addressShared'
  if (user.authentication === 'integrated') return 'accountIntegrated'
  return user.directoryId === null ? user : 'addressOfAnotherAccount'
}

/** Decides whether a user may be in the archive at all: the question of every request, not only of the sign-in. */
export function mayEnter(user: User): Admission {
  if (user.suspended === true) return { refused: 'suspended' }
  if (user.leaving?.deletedInGoogle === true) return { refused: 'accountDeleted' }
  const { privileges } = user
  return privileges.includes('login') || privileges.includes('admin') ? { user } : { refused: 'mayNotLogOn' }
}

/** The archives that a user may read, by name, the own one first. */
export function readableArchives({ userName, privilegesOnFolders }: User): string[] {
  const readable = privilegesOnFolders
    .filter(({ privileges }) => privileges.includes('read'))
    .map(({ folder }) => folder)
  const others = [...new Set(readable)].filter((folder) => folder !== userName).sort()
  return readable.includes(userName) ? [userName, ...others] : others
}
