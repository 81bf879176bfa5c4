import { readSettings } from '../../settings/settings.ts'
import { archivePath } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { createAddressBook, type MailSettings, type WholeBook } from '../../sync/mail/address-book.ts'
import type { UserStore } from '../../sync/user.ts'

/** The users, their addresses, and where their archives are. */
export type ExportedUsers = {
  storeRevision: number
  book: WholeBook
  /** The folder that holds all archives. */
  archives: string
  /** An archive's absolute path. */
  pathOf: (archive: string) => string
}

/**
 * Reads the users for the programs that consume them.
 *
 * @throws Problem when the store or the settings cannot be read
 */
export async function readForExport(home: Home): Promise<ExportedUsers> {
  return usersForExport(home, await (await openStore(home)).read(), await readSettings(home))
}

/** The same of a store that was read already. */
export function usersForExport(
  home: Home,
  { revision, users }: Pick<UserStore, 'revision' | 'users'>,
  settings: MailSettings,
): ExportedUsers {
  return {
    storeRevision: revision,
    book: createAddressBook(users, settings),
    archives: home.archives,
    pathOf: (archive) => archivePath(home, archive),
  }
}
