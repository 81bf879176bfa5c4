import type { DirectoryUser } from './directory.ts'

/** Names and addresses are compared in lower case everywhere. */
export const fold = (text: string): string => text.toLowerCase()

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

/** Whether two lists hold the same addresses with the same primary one; Google gives aliases in no certain order. */
export function sameAddresses(stored: readonly string[], wanted: readonly string[]): boolean {
  if (stored.length !== wanted.length || fold(stored[0] ?? '') !== fold(wanted[0] ?? '')) return false
  if (stored.length < 2) return true
  const known = new Set(stored.map(fold))
  return known.size === stored.length && wanted.every((address) => known.has(fold(address)))
}
