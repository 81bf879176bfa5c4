import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { fold } from '../../sync/addresses.ts'
import { catchAllUser, createAddressBook, deliveryAddress } from '../../sync/mail/address-book.ts'
import { nearest } from '../../text/nearest.ts'
import { userProblem } from '../users/user-problems.ts'

/**
 * Makes sure that a catch-all names a user whose archive mail servers can deliver to. Before the first synchronization
 * anybody can be named.
 *
 * @param name a user's name, or one of its addresses
 * @returns the Google account of that user; null where there is none
 * @throws Problem `userNotFound`, `catchAllUnusable`, and those of the store
 */
export async function checkCatchAll(home: Home, name: string): Promise<string | null> {
  const { users } = await (await openStore(home)).read()
  if (users.length === 0) return null
  const book = createAddressBook(users, { catchAll: name, administrator: null })
  const user = catchAllUser(book)
  if (user === null) {
    const names = users.map(({ userName }) => userName)
    throw userProblem('userNotFound', { userName: name, near: nearest(fold(name), names) })
  }
  if (deliveryAddress(book, user) === null) throw userProblem('catchAllUnusable', { userName: user.userName })
  return user.directoryId
}
