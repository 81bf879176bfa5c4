import { fold } from '../../sync/addresses.ts'
import type { DirectoryUser } from '../../sync/directory.ts'
import type { AddressedGroup } from './resources.ts'

/** A key with an at sign is an address, any other an id. */
const isAddress = (key: string): boolean => key.includes('@')

/**
 * Whether an answer is about another account than the one that was asked for, by id or by any of its addresses. A cache or
 * a proxy that mixes answers up must not decide about somebody else.
 */
export function aboutAnotherUser(
  { id, primaryEmail, aliases, nonEditableAliases }: DirectoryUser,
  key: string,
): boolean {
  return isAddress(key) ? !names([primaryEmail, ...aliases, ...nonEditableAliases], key) : id !== key
}

/** The same for a group. */
export function aboutAnotherGroup({ group, addresses }: AddressedGroup, key: string): boolean {
  return isAddress(key) ? !names(addresses, key) : group.id !== key
}

const names = (addresses: readonly string[], key: string): boolean =>
  addresses.some((address) => fold(address) === fold(key))
