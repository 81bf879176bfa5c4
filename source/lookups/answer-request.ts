import { isUtf8 } from 'node:buffer'
import { folderOf } from '../store/archives/archive-names.ts'
import type { AddressBook } from '../sync/mail/address-book.ts'
import { type LookupTable, lookUp, lookupTables } from '../sync/mail/lookup-tables.ts'

/** A look-up that a mail server asks for, or the answer to what is none. */
export type LookupRequest = { instance: string | null; table: LookupTable; key: string } | { refused: string }

/** Longer than any address (RFC 5321: 254 bytes), and than any that Postfix lets through. */
const longestKey = 1024

/**
 * Reads a request of Postfix's socketmap protocol (socketmap_table(5)): `name <space> key`, where the name is that of a
 * table, or `INSTANCE/TABLE` where several archives are served.
 */
export function parseRequest(content: Buffer): LookupRequest {
  const space = content.indexOf(0x20)
  if (space < 1) return { refused: 'PERM A table, a space and a key are needed.' }
  const name = content.subarray(0, space).toString('latin1')
  const bytes = content.subarray(space + 1)
  const slash = name.lastIndexOf('/')
  const table = lookupTables.find((one) => one === name.slice(slash + 1))
  if (table === undefined) return { refused: `PERM There are the tables ${lookupTables.join(', ')}.` }
  if (bytes.length > longestKey) return { refused: 'PERM The key is longer than any address.' }
  if (!isUtf8(bytes)) return { refused: 'PERM The key is not UTF-8.' }
  const key = bytes.toString('utf8')
  if (/\p{Cc}/u.test(key)) return { refused: 'PERM The key holds control characters.' }
  return { instance: slash === -1 ? null : name.slice(0, slash), table, key }
}

/** Answers a look-up from a store. */
export function answerLookup(book: AddressBook, { table, key }: { table: LookupTable; key: string }): string {
  const value = lookUp(book, table, key, folderOf)
  return value === null ? 'NOTFOUND ' : `OK ${value}`
}
