import { fold } from '../../sync/addresses.ts'
import { type AddressBook, deliveryAddress, type WholeBook } from '../../sync/mail/address-book.ts'
import { mailKey, spellingsOf } from '../../sync/mail/mail-address.ts'
import { routeOf } from '../../sync/mail/route.ts'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'

/** A file for Dovecot, and the users that it cannot hold. */
export type DovecotFile = { text: string; leftOut: string[] }

/**
 * Makes a passwd-file (`user:password:uid:gid:gecos:home:shell:extra_fields`). As a user database it says where mail is,
 * by user name and by each address, so that LMTP finds the archive that the other tables name. As a password database it
 * lets in integrated users who may log on and whose password Dovecot can read; nobody else, because no password matches
 * `{CRYPT}*`.
 *
 * @param pathOf the absolute path of an archive's Maildir
 */
export function dovecotUsers(book: WholeBook, pathOf: (archive: string) => string): DovecotFile {
  const leftOut: string[] = []
  const lines: string[] = []
  const names = new Set(book.users.map(({ userName }) => fold(userName)))
  for (const user of book.users) {
    const path = pathOf(user.userName)
    if (/[:\s\p{C}%]/u.test(path)) {
      leftOut.push(user.userName)
      continue
    }
    const gecos = safeText(user.fullName).replaceAll(':', ' ')
    const rest = (name: string, password: string, more: string) =>
      `${name}:${password}:::${gecos}:${path}::userdb_mail=maildir:${path}${more}\n`
    const name = dovecotName(user)
    if (name === null) leftOut.push(user.userName)
    else lines.push(rest(name, passwordFor(user), ''))
    for (const key of addressesFor(book, user)) {
      const more = name === null ? '' : ` userdb_user=${name}`
      for (const spelling of spellingsOf(key))
        if (!names.has(spelling)) lines.push(rest(spelling, nobodysPassword, more))
    }
  }
  return { text: lines.join(''), leftOut }
}

const nobodysPassword = '{CRYPT}*'

/**
 * The name under which Dovecot knows a user; null for one that its files cannot hold: a colon separates fields, a blank
 * extra fields, a line break ends the user, and `%` begins a variable. A name that would have to be written otherwise to
 * be shown safely has no place in a file that people look into.
 */
export function dovecotName({ userName }: User): string | null {
  return /[:\s#%]/u.test(userName) || safeText(userName) !== userName ? null : userName
}

/** The addresses by which a user alone is found. */
function addressesFor(book: AddressBook, user: User): Set<string> {
  const keys = new Set(user.emailAddresses.map(mailKey))
  const delivered = deliveryAddress(book, user)
  if (delivered !== null) keys.add(delivered)
  for (const key of keys) {
    const { way, destinations } = routeOf(book, key)
    if (way !== 'address' || destinations.length !== 1 || destinations[0]?.user !== user) keys.delete(key)
  }
  return keys
}

function passwordFor({ authentication, password, privileges }: User): string {
  const mayLogOn = privileges.includes('login') || privileges.includes('admin')
  if (authentication !== 'integrated' || !mayLogOn || password?.startsWith('{CRYPT}$7$') !== true)
    return nobodysPassword
  return /^[!-9;-~]+$/.test(password) ? password : nobodysPassword
}
