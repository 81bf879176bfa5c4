import { fold } from '../../../sync/addresses.ts'
import { keysOf, madeAddress } from '../../../sync/mail/address-book.ts'
import type { Ownership } from '../../../sync/ownership/owner.ts'
import type { User } from '../../../sync/user.ts'
import { folderOf } from '../../archives/archive-names.ts'
import type { TextRow } from '../connection/copy-text.ts'

/** The name by which a user is found: no two users of a store have the same. */
export const rowName = (userName: string): string => storable(fold(userName))

/** PostgreSQL's texts hold everything but NUL and halves of letters. The documents are JSON, in which they are written out. */
const storable = (text: string): string =>
  /[\0\ud800-\udfff]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, '\ufffd') : text

/** The row of `users`: the document, and what can be read without parsing it. */
export function userRow(user: User): TextRow {
  const { userName, fullName, authentication, directoryId, privileges } = user
  return [
    rowName(userName),
    storable(userName),
    storable(fullName),
    authentication,
    directoryId === null ? null : storable(directoryId),
    arrayText(privileges),
    folderOf(userName),
    mailPassword(user),
    madeAddress(user),
    String(user.suspended === true),
    user.leaving?.since ?? null,
    JSON.stringify(user),
  ]
}

/** Integrated users who may log on sign in to their mail with their password, where it is kept in a form that Dovecot reads. */
function mailPassword({ authentication, password, privileges }: User): string | null {
  const mayLogOn = privileges.includes('login') || privileges.includes('admin')
  if (authentication !== 'integrated' || password === undefined || !mayLogOn) return null
  return password.startsWith('{CRYPT}$7$') ? password : null
}

/** The rows of `addresses`, the primary address first; one that is there twice counts once. */
export function addressRows(user: User): TextRow[] {
  const name = rowName(user.userName)
  return [...keysOf(user)].map((address, position) => [name, String(position), storable(address)])
}

/** The rows of `rights`. */
export function rightRows({ userName, privilegesOnFolders }: User): TextRow[] {
  const name = rowName(userName)
  return privilegesOnFolders.map(({ folder, privileges }, position) => [
    name,
    String(position),
    storable(folder),
    arrayText(privileges),
  ])
}

/** The row of `owners`. */
export const ownerRow = (one: Ownership): TextRow => [storable(one.archive), JSON.stringify(one)]

/** Privileges are plain words, which need no quotation marks in PostgreSQL's form of an array. */
const arrayText = (words: readonly string[]): string => `{${words.join(',')}}`
