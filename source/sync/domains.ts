import { addressesOf, fold } from './addresses.ts'
import type { DirectoryUser } from './directory.ts'

/** The domain of an address, in lower case; null for a text that is no address. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  const domain = fold(address.slice(at + 1).trim())
  return at > 0 && domain !== '' ? domain : null
}

/**
 * The organization's domains, from the addresses that Google gives its accounts: Google lets an account have none in a
 * domain that the organization has not proved to own. The administrator's own domain tells of one of them only.
 */
export function domainsOf(accounts: readonly DirectoryUser[]): Set<string> {
  return new Set(accounts.flatMap((account) => addressesOf(account).flatMap((address) => domainOf(address) ?? [])))
}
