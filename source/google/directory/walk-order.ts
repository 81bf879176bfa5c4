import type { DirectoryUser } from '../../sync/directory.ts'
import type { Listing } from './listing.ts'

/** Compares two accounts by their place in a list sorted by address. */
export type Compare = (a: DirectoryUser, b: DirectoryUser) => number

const collator = new Intl.Collator('en')

/**
 * The orders by address that Google may keep, which it does not document: by code unit without case, and as a dictionary
 * would have it.
 */
export const addressOrders: readonly Compare[] = [
  (a, b) => {
    const [left, right] = [a.primaryEmail.toLowerCase(), b.primaryEmail.toLowerCase()]
    return left < right ? -1 : left > right ? 1 : 0
  },
  (a, b) => collator.compare(a.primaryEmail, b.primaryEmail),
]

/** Whether each account comes strictly after the one before it (`sign` 1) or before it (`sign` -1). */
export function isInOrder(users: readonly DirectoryUser[], order: Compare, sign: 1 | -1): boolean {
  return users.every((user, index) => {
    const before = users[index - 1]
    return before === undefined || order(before, user) * sign < 0
  })
}

/**
 * Puts a walk from the front and one from the back of the same list together. Both are in order.
 *
 * @param leastOverlap so many accounts must be in both: one would do for a list that is the same from both ends, and many
 *   tell whether it is
 * @returns all accounts in ascending order; `apart` while there may be accounts between the two, or too few are in both;
 *   `differ` when the walks overlap and do not have the very same accounts there, so that the list changed or one of the
 *   two is not true
 */
export function joinWalks(
  { items: front, has }: Pick<Listing<DirectoryUser>, 'items' | 'has'>,
  back: readonly DirectoryUser[],
  order: Compare,
  leastOverlap: number,
): DirectoryUser[] | 'apart' | 'differ' {
  const [frontEnd, backEnd] = [front.at(-1), back.at(-1)]
  if (frontEnd === undefined || backEnd === undefined || order(frontEnd, backEnd) < 0) return 'apart'
  const beyond = back.findIndex((user) => order(user, frontEnd) <= 0)
  const overlap = back.slice(beyond).reverse()
  const same = front.slice(front.length - overlap.length)
  const agree =
    overlap.length <= front.length &&
    overlap.every(({ id }, index) => id === same[index]?.id) &&
    !(front.length > overlap.length && order(front.at(-overlap.length - 1) ?? frontEnd, backEnd) >= 0)
  if (!agree) return 'differ'
  if (overlap.length < leastOverlap) return 'apart'
  const rest = back.slice(0, beyond).reverse()
  return rest.some(({ id }) => has(id)) ? 'differ' : [...front, ...rest]
}
