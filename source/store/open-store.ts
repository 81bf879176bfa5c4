import { fileStore } from './file-store.ts'
import type { Home } from './home.ts'
import { readStoreTarget, type SavedTarget, targetOf } from './postgresql/store-target.ts'
import type { Store } from './store.ts'

/**
 * Opens the store of a home: in the database that `credentials/store.json` names, else in files. Reads nothing of it yet.
 *
 * @throws Problem `storeTargetUnusable`; Problem (failed) when the disk fails
 */
export async function openStore(home: Home): Promise<Store> {
  return storeIn(home, readStoreTarget(home))
}

/**
 * Opens a store of a home in another place: in a database, or in files (null).
 *
 * @throws Problem (usage) `storeUrlUnusable`
 */
export async function storeIn(home: Home, target: SavedTarget | null): Promise<Store> {
  if (target === null) return fileStore(home)
  const { postgresqlStore } = await import('./postgresql/postgresql-store.ts')
  return postgresqlStore(home, targetOf(target))
}
