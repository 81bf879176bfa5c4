import { readSettings } from '../../settings/settings.ts'
import { archiveExists, archivePath } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { leafedBook } from '../../sync/mail/address-book.ts'
import { mailKey } from '../../sync/mail/mail-address.ts'
import { type Route, routeOf } from '../../sync/mail/route.ts'
import type { User } from '../../sync/user.ts'

/** A user who gets the mail of an address, and where it is filed. */
export type AddressHolder = { user: User; archive: string; folder: string; folderExists: boolean }

/** Whose mail an address is, and by which way it finds its archive. */
export type FoundAddress = {
  way: Route['way']
  holders: AddressHolder[]
  /** Users who have the address and get no mail of it, because mail servers cannot deliver to such an address. */
  undelivered: User[]
}

/**
 * Whose mail an address is, by the rule that mail servers are told: aliases, tags and the catch-all included. More than
 * one share it where several users have it, which is worth fixing.
 *
 * @throws Problem when the store or the settings cannot be read
 */
export async function findAddress(home: Home, address: string): Promise<FoundAddress> {
  const { users } = await (await openStore(home)).read()
  const book = leafedBook(users, await readSettings(home))
  const { way, destinations } = routeOf(book, address.trim())
  const isReached = (user: User): boolean => destinations.some((one) => one.user === user)
  return {
    way,
    holders: destinations.map(({ user }) => ({
      user,
      archive: user.userName,
      folder: archivePath(home, user.userName),
      folderExists: archiveExists(home, user.userName),
    })),
    undelivered: book.holders(mailKey(address.trim())).filter((user) => !isReached(user)),
  }
}
