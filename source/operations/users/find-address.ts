import { archiveExists, archivePath } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { claimantsOf } from '../../sync/matching/address-claims.ts'
import type { User } from '../../sync/user.ts'

/** A user who gets the mail of an address, and where it is filed. */
export type AddressHolder = { user: User; archive: string; folder: string; folderExists: boolean }

/**
 * Whose mail an address is: every user who has it, aliases included. More than one share it, which is worth mending.
 *
 * @throws Problem when the store cannot be read
 */
export async function findAddress(home: Home, address: string): Promise<AddressHolder[]> {
  const { users } = await (await openStore(home)).read()
  return claimantsOf(users, address).map((user) => ({
    user,
    archive: user.userName,
    folder: archivePath(home, user.userName),
    folderExists: archiveExists(home, user.userName),
  }))
}
