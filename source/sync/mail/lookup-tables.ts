import { compareText } from '../compare.ts'
import { type AddressBook, deliveryAddress, type WholeBook } from './address-book.ts'
import { domainKey, isDeliverable, keyDomain, mailKey, spellingsOf, withoutTag } from './mail-address.ts'
import { type Route, routeOf, routeOfCatchAll } from './route.ts'

/**
 * The tables that Postfix asks: `mailboxes` an address's Maildir below the folder of archives (virtual_mailbox_maps),
 * `aliases` the address under which its archive is known (virtual_alias_maps), `senders` the users who may send as it
 * (smtpd_sender_login_maps), `domains` the organization's domains (virtual_mailbox_domains).
 */
export const lookupTables = ['mailboxes', 'aliases', 'senders', 'domains'] as const
export type LookupTable = (typeof lookupTables)[number]

/** The folder of an archive, below the folder of archives. */
export type FolderOf = (archive: string) => string

/**
 * Looks a key up. Postfix asks for `user@domain`, and of files and databases also for `user`, `@domain` and `domain`;
 * only the first and third say anything about mail, and a domain alone in the table of domains.
 *
 * @returns null where the table has no such key
 */
export function lookUp(book: AddressBook, table: LookupTable, key: string, folderOf: FolderOf): string | null {
  if (table === 'domains') return book.isOwnDomain(domainKey(key)) ? domainKey(key) : null
  if (table === 'senders') return senders(book, mailKey(key))
  const isWholeDomain = key.startsWith('@')
  const route = isWholeDomain ? routeOfCatchAll(book, domainKey(key.slice(1))) : routeOf(book, key)
  if (table === 'aliases') return route.destinations.map(({ address }) => address).join(', ') || null
  const [only, another] = route.destinations
  if (only === undefined || another !== undefined || isAlias(book, mailKey(key), route.way, only.address)) return null
  return `${folderOf(only.user.userName)}/`
}

/**
 * Whether an address stands in the table of aliases alone, as Postfix wants it. With a catch-all all addresses stand in
 * the table of mailboxes too: where somebody asks that one first, an alias must not be nobody's address.
 */
function isAlias(book: AddressBook, key: string, way: Route['way'], address: string): boolean {
  return book.catchAll === null && way !== 'catchAll' && key !== address && withoutTag(key) !== address
}

/** Nobody may send as an address that only the catch-all takes mail for. */
function senders(book: AddressBook, key: string): string | null {
  const untagged = withoutTag(key)
  const holders = book.holders(key)
  const users = isDeliverable(key) ? (holders.length > 0 || untagged === null ? holders : book.holders(untagged)) : []
  // Postfix separates names by blanks and commas, so it cannot be told a name that has one.
  const names = users.map(({ userName }) => userName).filter((name) => /^[^\s,\p{C}]+$/u.test(name))
  return names.join(',') || null
}

/** A table as a file for `postmap`, and the addresses that no table of Postfix can hold. */
export type PostfixTable = { text: string; leftOut: string[] }

/**
 * Writes a table out: every key that the store knows, with what `lookUp` says. Postfix itself cuts the tag off a key
 * (`recipient_delimiter = +`), and asks for `@domain` where nobody has an address.
 */
export function postfixTable(book: WholeBook, table: LookupTable, folderOf: FolderOf): PostfixTable {
  const lines: string[] = []
  const leftOut: string[] = []
  const add = (spellings: readonly string[], value: string | null): void => {
    if (value !== null) for (const key of spellings) lines.push(`${key}  ${value}\n`)
  }
  if (table === 'domains') {
    for (const domain of book.domains()) add(domainSpellings(domain), lookUp(book, table, domain, folderOf))
  } else {
    for (const key of table === 'senders' ? book.keys() : keysOfArchives(book)) {
      if (!isDeliverable(key)) leftOut.push(key)
      else add(spellingsOf(key), lookUp(book, table, key, folderOf))
    }
    for (const domain of table === 'senders' ? [] : book.domains()) {
      const keys = domainSpellings(domain).map((spelling) => `@${spelling}`)
      add(keys, lookUp(book, table, `@${domain}`, folderOf))
    }
  }
  return { text: lines.sort(compareText).join(''), leftOut: leftOut.sort(compareText) }
}

/** Every address of the store, and those of Rollcall's making under which archives are known. */
function keysOfArchives(book: WholeBook): Set<string> {
  const keys = new Set(book.keys())
  for (const user of book.users) keys.add(deliveryAddress(book, user) ?? '')
  keys.delete('')
  return keys
}

const domainSpellings = (domain: string): string[] => spellingsOf(`x@${domain}`).map((key) => keyDomain(key) ?? domain)
