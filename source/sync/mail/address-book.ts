import { createHash } from 'node:crypto'
import { fold } from '../addresses.ts'
import type { User } from '../user.ts'
import { domainKey, isDeliverable, keyDomain, mailKey, spellingsOf } from './mail-address.ts'

/** What is known of addresses: a whole store, or the store that a service follows. Keys are those of `mailKey`. */
export type AddressBook = {
  /** Everybody who has the address of this key. */
  holders: (key: string) => readonly User[]
  /** The user of this name, whatever its case. */
  named: (userName: string) => User | undefined
  /** Whether a domain, spelled as in keys, is the organization's. */
  isOwnDomain: (domain: string) => boolean
  /** The name or an address of the user whose archive gets the mail of addresses that nobody has; null for none. */
  catchAll: string | null
  /** The Google account that the catch-all was when it was named; null or left out where it had none. */
  catchAllId?: string | null | undefined
}

/** What a mail server is told beside the store. */
export type MailSettings = {
  /** A user's name, or one of its addresses, which still leads to the user after a rename in Google. */
  catchAll: string | null
  /** The Google account of that user; null or left out where it had none. */
  catchAllId?: string | null | undefined
  /** Belongs to the organization whoever is in the store; null before the set-up. */
  administrator: string | null
}

/** A book of a whole store, with every address and domain in it. */
export type WholeBook = AddressBook & {
  users: readonly User[]
  keys: () => Iterable<string>
  domains: () => Iterable<string>
}

/** Makes the book of a whole store. */
export function createAddressBook(users: readonly User[], settings: MailSettings): WholeBook {
  const { catchAll, catchAllId, administrator } = settings
  const holders = new Map<string, User[]>()
  const names = new Map<string, User>()
  const domains = new Set<string>(administratorDomain(administrator))
  for (const user of users) {
    names.set(fold(user.userName), user)
    for (const key of keysOf(user)) {
      const others = holders.get(key)
      if (others === undefined) holders.set(key, [user])
      else others.push(user)
      const domain = ownDomain(user, key)
      if (domain !== null) domains.add(domain)
    }
  }
  return {
    holders: (key) => holders.get(key) ?? [],
    named: (userName) => names.get(fold(userName)),
    isOwnDomain: (domain) => domains.has(domain),
    catchAll,
    catchAllId,
    users,
    keys: () => holders.keys(),
    domains: () => domains,
  }
}

/**
 * Makes a book for a question or two: it looks through the users each time, which takes a fraction of what it takes to
 * put them all in order.
 */
export function leafedBook(users: readonly User[], settings: MailSettings): AddressBook {
  const { catchAll, catchAllId, administrator } = settings
  const found = new Map<string, User[]>()
  const look = (key: string): User[] =>
    users.filter(({ emailAddresses }) => emailAddresses.some((one) => mailKey(one) === key))
  const [administrators] = administratorDomain(administrator)
  return {
    holders(key) {
      const known = found.get(key) ?? look(key)
      found.set(key, known)
      return known
    },
    named: (userName) => users.find((one) => one.userName === userName || fold(one.userName) === fold(userName)),
    isOwnDomain: (domain) =>
      domain === administrators ||
      users.some((user) => user.emailAddresses.some((one) => ownDomain(user, mailKey(one)) === domain)),
    catchAll,
    catchAllId,
  }
}

/** The keys of a user's addresses, each once, the primary one first. */
export function keysOf({ emailAddresses }: User): ReadonlySet<string> {
  return new Set(emailAddresses.map(mailKey))
}

/**
 * The domain of a user's address where that shows it to be the organization's: Google gives accounts addresses in proved
 * domains only. What somebody typed for an integrated user proves nothing.
 */
export function ownDomain({ authentication }: User, key: string): string | null {
  const domain = authentication === 'directoryServices' ? keyDomain(key) : null
  return domain !== null && /^[a-z0-9.-]+$/.test(domain) ? domain : null
}

/** The domain that the administrator's address shows to be the organization's. */
export function administratorDomain(administrator: string | null): string[] {
  const domain = administrator === null ? null : keyDomain(mailKey(administrator))
  return domain === null ? [] : [domainKey(domain)]
}

/**
 * The user that a catch-all names: by user name, else by an address that nobody else has. Another account that got the name
 * or the address since is nobody whom an admin chose.
 */
export function catchAllUser(book: AddressBook): User | null {
  const user = namedByCatchAll(book)
  const isAnother = book.catchAllId != null && user?.directoryId != null && user.directoryId !== book.catchAllId
  return isAnother ? null : user
}

function namedByCatchAll(book: AddressBook): User | null {
  if (book.catchAll === null) return null
  const named = book.named(book.catchAll)
  if (named !== undefined) return named
  const [user, another] = book.holders(mailKey(book.catchAll))
  return another === undefined ? (user ?? null) : null
}

/**
 * The address under which mail servers know a user's archive: the first that nobody else has, and that is no other
 * user's name, because Dovecot knows users by name. Where others claim each of them, one of Rollcall's making, with a tag
 * that nobody else gets. Null for a user without an address that mail servers can deliver to.
 */
export function deliveryAddress(book: AddressBook, user: User): string | null {
  return [...keysOf(user)].filter(isDeliverable).find((key) => isAlone(book, key, user)) ?? madeAddress(user)
}

/**
 * The address of Rollcall's making under which mail servers know the archive of a user whose addresses others claim too;
 * null for a user without an address that mail servers can deliver to.
 */
export function madeAddress(user: User): string | null {
  const first = [...keysOf(user)].find(isDeliverable)
  return first === undefined ? null : taggedAddress(first, user)
}

/** The users to whom an address of Rollcall's making belongs; it is in no store. */
export function holdersOfTagged(book: AddressBook, key: string): readonly User[] {
  const base = key.replace(/\+[0-9a-f]{16}(?=@[^@]*$)/, '')
  if (base === key) return []
  return book.holders(base).filter((user) => deliveryAddress(book, user) === key)
}

function isAlone(book: AddressBook, key: string, user: User): boolean {
  const named = spellingsOf(key).flatMap((spelling) => book.named(spelling) ?? [])
  return book.holders(key).length === 1 && named.every(({ userName }) => userName === user.userName)
}

function taggedAddress(key: string, { userName }: User): string {
  const hash = createHash('sha256').update(userName).digest('hex').slice(0, 16)
  const at = key.lastIndexOf('@')
  return `${key.slice(0, at)}+${hash}${key.slice(at)}`
}
