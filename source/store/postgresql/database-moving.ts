import { randomUUID } from 'node:crypto'
import { syncProblem } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'
import type { Store, StoreMoving } from '../store.ts'
import { beginChange, type Database, inTransaction, withDatabase } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { noteHost } from './hosts.ts'
import { insertCommit } from './insert-commit.ts'
import { migrate, readState } from './schema/migrate.ts'
import { archiveHostOf, homeName, type StoreTarget } from './store-target.ts'
import { headText, storeDifference } from './users/store-difference.ts'
import { writeDifference, writeReplaced } from './users/write-difference.ts'

/** Moves a store into a database, or away from it. */
export function databaseMoving(home: Home, target: StoreTarget): StoreMoving {
  const place = addressWords(target.address)
  return {
    place,
    fill: (from) =>
      withDatabase(target, async (database) => {
        await migrate(database)
        await inTransaction(database, beginChange, () => fill(database, from, home))
      }),
    close: (revision, to) =>
      withDatabase(target, async (database) => {
        await inTransaction(database, beginChange, async () => {
          const closed = await database.query(
            `UPDATE rollcall.state SET moved_to = $2
             WHERE revision = $1 AND moved_to IS NULL AND NOT EXISTS (SELECT 1 FROM rollcall.archive_work)
             RETURNING revision`,
            [revision, to],
          )
          if (closed.length > 0) return
          const { revision: foundRevision } = await readState(database)
          throw syncProblem('planStale', { changed: 'The user store', expectedRevision: revision, foundRevision })
        })
        await database.query("SELECT pg_notify('rollcall', 'moved')")
      }),
    // What is in the database stays, marked as moved away, until somebody drops it.
    putAway: async () => undefined,
  }
}

const empty: UserStore = { version: 1, revision: 0, users: [] }

async function fill(database: Database, from: Store, home: Home): Promise<void> {
  const [there] = await database.query(
    `SELECT revision, moved_to, EXISTS (SELECT 1 FROM rollcall.users) OR EXISTS (SELECT 1 FROM rollcall.commits) AS used
     FROM rollcall.state FOR UPDATE`,
  )
  // A store that was moved away from here may come back: what is left of it is from before.
  if (there?.moved_to !== null) await emptyDatabase(database)
  else if (Number(there?.revision) !== 0 || there.used === true)
    throw storeProblem('storeNotEmpty', { place: addressWords(database.target.address) })
  const store = await from.readOwned()
  await writeDifference(database, store.revision, storeDifference(empty, store))
  await database.run('DELETE FROM rollcall.replaced')
  await writeEarlier(database, from, store)
  const records = (await from.history.records(Number.POSITIVE_INFINITY)).reverse()
  for (const record of records) await insertCommit(database, randomUUID(), record)
  await database.query('UPDATE rollcall.sessions SET version = version + 1, list = $1', [
    JSON.stringify(await from.sessions.read()),
  ])
  await database.query(
    `UPDATE rollcall.state SET revision = $1, head = $2, changed = $3, moved_to = NULL,
       archive_host = coalesce(archive_host, $4)`,
    [store.revision, headText(store), records.at(-1)?.time ?? null, archiveHostOf(database.target)],
  )
  await noteHost(database, home)
  // Where the archives were at the last commit: a later run must still see when they are somewhere else.
  await database.query('UPDATE rollcall.hosts SET place = $2 WHERE name = $1', [
    homeName(home),
    store.archiveOwners?.place ?? null,
  ])
  await database.query("SELECT pg_notify('rollcall', $1)", [String(store.revision)])
}

async function emptyDatabase(database: Database): Promise<void> {
  for (const table of ['users', 'addresses', 'rights', 'owners', 'commits', 'changes', 'replaced', 'archive_work'])
    await database.run(`DELETE FROM rollcall.${table}`)
}

/** Earlier revisions are kept as what each commit replaced; where one is missing, those before it cannot be had. */
async function writeEarlier(database: Database, from: Store, store: UserStore): Promise<void> {
  let later = store
  for (const { revision } of await from.earlier.list()) {
    if (revision !== later.revision - 1) return
    const earlier = await from.earlier.read(revision)
    await writeReplaced(database, later.revision, storeDifference(earlier, later))
    later = earlier
  }
}
