import type { Home } from '../home.ts'
import { withDatabase } from './connection/database.ts'
import { noteHost } from './hosts.ts'
import { migrate, readState } from './schema/migrate.ts'
import { archiveHostOf, type SavedTarget, targetOf } from './store-target.ts'

/** What joining says about this machine. */
export type JoinOptions = {
  home: Home
  /** Whether an admin says that the archives are on this machine; else they are only where nobody else has them. */
  takesArchives: boolean
}

/**
 * Makes a database ready for this home: the schema, and who has the archives.
 *
 * @throws Problem `storeUrlUnusable`, and those of the connection and of the schema
 */
export async function joinDatabase(target: SavedTarget, { home, takesArchives }: JoinOptions): Promise<void> {
  await withDatabase(targetOf(target), async (database) => {
    await migrate(database)
    const { archiveHost } = await readState(database)
    const own = archiveHostOf(target)
    if (archiveHost === null || (takesArchives && archiveHost !== own)) {
      await database.query('UPDATE rollcall.state SET archive_host = $1', [own])
      await database.query('UPDATE rollcall.archive_work SET archive_host = $1, claimed_by = NULL', [own])
    }
    await noteHost(database, home)
  })
}
