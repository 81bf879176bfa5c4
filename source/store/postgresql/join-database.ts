import { Problem } from '../../text/problem.ts'
import type { Home } from '../home.ts'
import { type Database, withDatabase } from './connection/database.ts'
import { noteHost } from './hosts.ts'
import { migrate, readState } from './schema/migrate.ts'
import { archiveHostOf, type SavedTarget, targetOf } from './store-target.ts'

/** What joining says about this machine. */
export type JoinOptions = {
  home: Home
  /** Whether an admin says that the archives are on this machine; else they are only where nobody else has them. */
  takesArchives: boolean
  /** Whether a store that was moved away from there may come back; else such a database is refused. */
  mayComeBack?: boolean
}

/**
 * Makes a database ready for this home: the schema, and who has the archives.
 *
 * @throws Problem `storeUrlUnusable`, and those of the connection and of the schema
 */
export async function joinDatabase(
  target: SavedTarget,
  { home, takesArchives, mayComeBack = false }: JoinOptions,
): Promise<void> {
  await withDatabase(targetOf(target), async (database) => {
    await migrate(database)
    const archiveHost = await archiveHostIn(database, mayComeBack)
    const own = archiveHostOf(target)
    if (archiveHost === null || (takesArchives && archiveHost !== own)) {
      await database.query('UPDATE rollcall.state SET archive_host = $1', [own])
      await database.query('UPDATE rollcall.archive_work SET archive_host = $1, claimed_by = NULL', [own])
    }
    await noteHost(database, home)
  })
}

/** Who has the archives; null before the first one, and where only what another place left behind is in the database. */
async function archiveHostIn(database: Database, mayComeBack: boolean): Promise<string | null> {
  try {
    return (await readState(database)).archiveHost
  } catch (error) {
    if (mayComeBack && error instanceof Problem && error.code === 'storeMoved') return null
    throw error
  }
}
