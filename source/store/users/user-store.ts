import { Low } from 'lowdb'
import { syncProblem } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { identityOf } from '../disk/read-whole-file.ts'
import type { Home } from '../home.ts'
import { storeAdapter, storeFile } from './store-adapter.ts'

/** What this process last saw on disk, by the path of `users.json`. */
const lastSeen = new Map<string, { identity: string | null; revision: number }>()

/** A store without users, before the first commit. */
export const emptyStore = (): UserStore => ({ version: 1, revision: 0, users: [] })

/**
 * Reads the user store. A missing file is an empty store at revision 0, unless backups show that there was one. Needs no
 * lock: a reader finds the old store or the new one, whole.
 *
 * @throws Problem (badData) when the file cannot be used, naming the newest good backup; Problem (failed) when the disk fails
 */
export async function readStore(home: Home, files: FileOperations = disk): Promise<UserStore> {
  const adapter = storeAdapter(home, files)
  const database = new Low<UserStore>(adapter, emptyStore())
  await database.read()
  lastSeen.set(home.users, { identity: adapter.identity(), revision: database.data.revision })
  return database.data
}

/** Replaces the user store, as one step. Nothing is checked or kept here: that is what commit.ts is for. */
export async function writeStore(home: Home, store: UserStore, files: FileOperations): Promise<void> {
  const adapter = storeAdapter(home, files)
  const database = new Low<UserStore>(adapter, store)
  await database.write()
  lastSeen.set(home.users, { identity: adapter.identity(), revision: store.revision })
}

/**
 * Makes sure that the store on disk is still the one that a change was made from. The file is read again only when it
 * is not the one that this process read last.
 *
 * @throws Problem `planStale` when it has another revision, or was edited by hand; and those of `readStore`
 */
export async function expectRevision(home: Home, expected: number, files: FileOperations): Promise<void> {
  const seen = lastSeen.get(home.users)
  const path = storeFile(home, files)
  const facts = onDisk('read', path, () => ignoring(['ENOENT'], () => files.statSync(path, { bigint: true })))
  const identity = facts === null ? null : identityOf(facts)
  const unchanged = seen !== undefined && seen.identity === identity && identity !== null
  const revision = unchanged ? seen.revision : (await readStore(home, files)).revision
  const editedByHand = !unchanged && seen !== undefined && seen.revision === expected && identity !== seen.identity
  if (revision !== expected || editedByHand) {
    throw syncProblem('planStale', { changed: 'The user store', expectedRevision: expected, foundRevision: revision })
  }
}
