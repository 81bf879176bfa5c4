import type { User } from '../user.ts'
import { type AddressBook, catchAllUser, deliveryAddress, holdersOfTagged } from './address-book.ts'
import { isDeliverable, keyDomain, mailKey, withoutTag } from './mail-address.ts'

/** An archive that gets the mail of an address. */
export type Destination = {
  user: User
  /** The address under which mail servers know the archive, spelled as `mailKey` does. */
  address: string
}

/** Where the mail of an address goes, and why. */
export type Route = {
  /** `tag`: the address before a `+`. `catchAll`: nobody has it. `nobody`: mail is refused. */
  way: 'address' | 'tag' | 'catchAll' | 'nobody'
  /** Several only where several users claim the address. */
  destinations: readonly Destination[]
}

const nowhere: Route = { way: 'nobody', destinations: [] }

/**
 * The one rule by which mail finds its archive: whoever has the address; else whoever has it without its tag; else the
 * catch-all, in the organization's domains. Live look-ups, exported tables and `who` all ask here.
 */
export function routeOf(book: AddressBook, address: string): Route {
  const key = mailKey(address)
  return routeOfHolders(book, key) ?? routeOfCatchAll(book, keyDomain(key))
}

/** The route of an address that somebody has, with or without a tag; null where nobody has it. */
function routeOfHolders(book: AddressBook, key: string): Route | null {
  if (!isDeliverable(key)) return null
  const own = book.holders(key)
  if (own.length > 0) return reached(book, 'address', own)
  const tagged = holdersOfTagged(book, key)
  if (tagged.length > 0) return reached(book, 'address', tagged)
  const untagged = withoutTag(key)
  return untagged === null ? null : reached(book, 'tag', book.holders(untagged))
}

/** The route of addresses that nobody has in a domain; null is no domain. */
export function routeOfCatchAll(book: AddressBook, domain: string | null): Route {
  if (domain === null || book.catchAll === null || !book.isOwnDomain(domain)) return nowhere
  const user = catchAllUser(book)
  return (user === null ? null : reached(book, 'catchAll', [user])) ?? nowhere
}

function reached(book: AddressBook, way: Route['way'], users: readonly User[]): Route | null {
  const destinations = users.flatMap((user) => {
    const address = deliveryAddress(book, user)
    return address === null ? [] : [{ user, address }]
  })
  return destinations.length === 0 ? null : { way, destinations }
}
