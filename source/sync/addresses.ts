import type { DirectoryUser } from './directory.ts'

/** What lower case could change: nearly every name and address is free of it. */
const foldable = /[A-Z\u0080-\uffff]/

/**
 * Names and addresses are compared in lower case and composed form everywhere, so that those who differ in nothing else
 * are one user. toLowerCase makes a copy even of what it leaves as it is, and
 * a plan asks for it hundreds of thousands of times; looking first takes a third of the time.
 */
export const fold = (text: string): string => (foldable.test(text) ? text.normalize('NFC').toLowerCase() : text)

/** Google adds `user@domain.test-google-a.com` to each account for its own use; no mail is addressed to it. */
const isTemporary = (address: string): boolean => fold(address).endsWith('.test-google-a.com')

/** The name an account has in the archive: its primary address in lower case. */
export const userNameOf = (account: DirectoryUser): string => fold(account.primaryEmail)

/**
 * The addresses under which an account receives mail, in lower case and each once: the primary one first, then its
 * aliases, then those that the admin cannot edit.
 */
export function addressesOf(account: DirectoryUser): string[] {
  const others = [...account.aliases, ...account.nonEditableAliases].filter((address) => !isTemporary(address))
  return [...new Set([account.primaryEmail, ...others].map(fold))]
}

/** Whether a user has the addresses of an account with the same primary one; Google gives aliases in no certain order. */
export function hasAddressesOf(stored: readonly string[], account: DirectoryUser): boolean {
  return isSameList(stored, account) || isSameSet(stored, addressesOf(account))
}

/** The usual case, told without making anything new: a hundred thousand users pass here in every run. */
function isSameList(stored: readonly string[], { primaryEmail, aliases, nonEditableAliases }: DirectoryUser): boolean {
  let index = 0
  if (stored[index++] !== primaryEmail) return false
  for (const alias of aliases) if (stored[index++] !== alias) return false
  for (const alias of nonEditableAliases) if (!isTemporary(alias) && stored[index++] !== alias) return false
  return index === stored.length
}

function isSameSet(stored: readonly string[], wanted: readonly string[]): boolean {
  if (stored.length !== wanted.length || fold(stored[0] ?? '') !== wanted[0]) return false
  const known = new Set(stored.map(fold))
  return known.size === stored.length && wanted.every((address) => known.has(address))
}
