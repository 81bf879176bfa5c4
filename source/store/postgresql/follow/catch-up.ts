import type { User } from '../../../sync/user.ts'
import { type ChangingStoreView, createStoreView } from '../../users/follow/store-view.ts'
import { beginReading, type Database, inTransaction } from '../connection/database.ts'
import { readState } from '../schema/migrate.ts'
import { storedUser, usersIn } from '../users/read-users.ts'

const pageSize = 2000

/**
 * Brings a view up to the revision of the database. Only the users that commits since then touched are read, where what
 * the last commits replaced tells which these are; else everybody, into a view of its own.
 *
 * @param view null when nothing was read yet
 * @returns the view that holds from now on
 * @throws Problem when the database cannot be reached, or does not hold users
 */
export async function catchUp(database: Database, view: ChangingStoreView | null): Promise<ChangingStoreView> {
  return inTransaction(database, beginReading, async () => {
    const { revision } = await readState(database)
    if (view?.revision() === revision) return view
    if (view !== null && (await isTold(database, view.revision(), revision))) {
      view.apply({ state: 'changes', revision, ...(await changesSince(database, view.revision())) })
      return view
    }
    const fresh = createStoreView()
    fresh.apply({ state: 'whole', revision, users: [] })
    for await (const users of usersIn(database)) fresh.apply({ state: 'changes', revision, users, removed: [] })
    return fresh
  })
}

/** Whether every commit after a revision says which users it touched. */
async function isTold(database: Database, after: number, upTo: number): Promise<boolean> {
  const [row] = await database.query(
    `SELECT count(*) FILTER (WHERE kind = 'head') AS commits, count(*) FILTER (WHERE kind = 'all') AS wholes
     FROM rollcall.replaced WHERE revision > $1 AND kind IN ('head', 'all')`,
    [after],
  )
  return after < upTo && Number(row?.commits) === upTo - after && Number(row?.wholes) === 0
}

/** The users that commits after a revision wrote, as they are now, and the names that are gone. */
async function changesSince(database: Database, after: number): Promise<{ users: User[]; removed: string[] }> {
  const users: User[] = []
  const removed: string[] = []
  const rows = database.pages(
    `SELECT t.name, u.document
     FROM (SELECT DISTINCT name FROM rollcall.replaced WHERE revision > $1 AND kind = 'user') t
     LEFT JOIN rollcall.users u ON u.name = t.name`,
    [after],
    pageSize,
  )
  for await (const page of rows) {
    for (const { name, document } of page) {
      if (document === null) removed.push(String(name))
      else users.push(await storedUser(database, String(name), String(document)))
    }
  }
  return { users, removed }
}
