import { fold } from '../../../sync/addresses.ts'
import { keysOf, ownDomain } from '../../../sync/mail/address-book.ts'
import { mailKey } from '../../../sync/mail/mail-address.ts'
import type { User } from '../../../sync/user.ts'
import type { StoreChange } from './store-differ.ts'

/** The users of a store, found at once by name, account or address. */
export type StoreView = {
  /** 0 before the first commit. */
  revision: () => number
  count: () => number
  /** The user of this name, whatever its case. */
  named: (userName: string) => User | undefined
  /** The user that belongs to a Google account. */
  ofAccount: (directoryId: string) => User | undefined
  /** Everybody who has this address, as primary address or alias, however it is spelled. */
  withAddress: (address: string) => readonly User[]
  /** Whether a user that came from the directory has an address in this domain, spelled as `mailKey` does. */
  hasOwnDomain: (domain: string) => boolean
  /** The domains of the primary addresses of users that came from the directory, in lower case. */
  domains: () => ReadonlySet<string>
  /** Whether anybody signs in with a password. */
  hasIntegratedUsers: () => boolean
}

/** A view that can be brought up to date. */
export type ChangingStoreView = StoreView & { apply: (change: Exclude<StoreChange, { state: 'unusable' }>) => void }

const nobody: readonly User[] = []

/** Creates the view of an empty store. */
export function createStoreView(): ChangingStoreView {
  let revision = 0
  let integrated = 0
  const names = new Map<string, User>()
  const accounts = new Map<string, User>()
  const addresses = new Map<string, User[]>()
  const domains = new Map<string, number>()
  const addressDomains = new Map<string, number>()

  const add = (user: User): void => {
    names.set(fold(user.userName), user)
    if (user.directoryId !== null) accounts.set(user.directoryId, user)
    for (const address of keysOf(user)) {
      const holders = addresses.get(address)
      if (holders === undefined) addresses.set(address, [user])
      else holders.push(user)
      count(addressDomains, ownDomain(user, address), 1)
    }
    if (user.authentication === 'integrated') integrated += 1
    countDomain(user, 1)
  }
  const remove = (userName: string): void => {
    const user = names.get(fold(userName))
    if (user === undefined) return
    names.delete(fold(userName))
    if (user.directoryId !== null && accounts.get(user.directoryId) === user) accounts.delete(user.directoryId)
    for (const address of keysOf(user)) {
      const others = (addresses.get(address) ?? []).filter((holder) => holder !== user)
      if (others.length === 0) addresses.delete(address)
      else addresses.set(address, others)
      count(addressDomains, ownDomain(user, address), -1)
    }
    if (user.authentication === 'integrated') integrated -= 1
    countDomain(user, -1)
  }
  const countDomain = ({ authentication, emailAddresses }: User, by: 1 | -1): void => {
    const domain = fold(emailAddresses[0] ?? '').split('@')[1]
    if (authentication === 'directoryServices') count(domains, domain ?? null, by)
  }

  return {
    revision: () => revision,
    count: () => names.size,
    named: (userName) => names.get(fold(userName)),
    ofAccount: (directoryId) => accounts.get(directoryId),
    withAddress: (address) => addresses.get(mailKey(address)) ?? nobody,
    hasOwnDomain: (domain) => addressDomains.has(domain),
    domains: () => new Set(domains.keys()),
    hasIntegratedUsers: () => integrated > 0,
    apply(change) {
      revision = change.revision
      if (change.state === 'whole') {
        for (const index of [names, accounts, addresses, domains, addressDomains]) index.clear()
        integrated = 0
      } else {
        // Everybody who changes goes first, so that users can swap names, accounts and addresses.
        for (const userName of change.removed) remove(userName)
        for (const { userName } of change.users) remove(userName)
      }
      for (const user of change.users) add(user)
    },
  }
}

function count(counts: Map<string, number>, key: string | null, by: 1 | -1): void {
  if (key === null) return
  const next = (counts.get(key) ?? 0) + by
  if (next === 0) counts.delete(key)
  else counts.set(key, next)
}
