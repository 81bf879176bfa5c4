import { folderOf } from '../../store/archives/archive-names.ts'
import { archivePath } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import type { User } from '../../sync/user.ts'

/** The users, and where their archives are. */
export type ExportedUsers = {
  storeRevision: number
  users: User[]
  /** The folder that holds all archives. */
  archives: string
  /** An archive's folder, below that. */
  folderOf: (archive: string) => string
  /** An archive's absolute path. */
  pathOf: (archive: string) => string
}

/**
 * Reads the users for the programs that consume them.
 *
 * @throws Problem when the store cannot be read
 */
export async function readForExport(home: Home): Promise<ExportedUsers> {
  const { revision, users } = await (await openStore(home)).read()
  return {
    storeRevision: revision,
    users,
    archives: home.archives,
    folderOf,
    pathOf: (archive) => archivePath(home, archive),
  }
}
