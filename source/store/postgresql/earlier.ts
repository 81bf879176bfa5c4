import { compareText } from '../../sync/compare.ts'
import type { Ownership } from '../../sync/ownership/owner.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { storeProblem } from '../problems.ts'
import type { EarlierStore } from '../store.ts'
import { beginReading, type Database, inTransaction } from './connection/database.ts'
import { readState } from './schema/migrate.ts'
import { storedUser, storeFrom } from './users/read-users.ts'

/** The revisions that can be put together from what the last commits replaced, the newest first. */
export async function listEarlier(database: Database): Promise<EarlierStore[]> {
  const rows = await database.query(
    `SELECT r.revision - 1 AS revision,
       (SELECT max(c.time) FROM rollcall.commits c WHERE c.revision = r.revision - 1) AS time,
       (SELECT max(c.time) FROM rollcall.commits c WHERE c.revision = r.revision) AS until
     FROM rollcall.replaced r WHERE r.kind = 'head' ORDER BY r.revision DESC`,
  )
  return rows.map(({ revision, time, until }) => {
    const written = time instanceof Date ? time : until
    return { revision: Number(revision), time: written instanceof Date ? written : new Date(0), bytes: null }
  })
}

/**
 * The store as it was at a revision: the users of now, with what each commit since then replaced put back, the newest first.
 *
 * @throws Problem (badData) `backupMissing`, `storedUserUnusable`
 */
export async function readEarlier(database: Database, revision: number): Promise<UserStore> {
  await readState(database)
  return inTransaction(database, beginReading, async () => {
    const { revision: current, head: newest } = await readState(database)
    const [range] = await database.query(
      "SELECT min(revision) AS oldest FROM rollcall.replaced WHERE kind = 'head' AND revision <= $1",
      [revision + 1],
    )
    if (revision >= current || range?.oldest === null || range?.oldest === undefined)
      throw storeProblem('backupMissing', { revision, newest: (await listEarlier(database))[0]?.revision ?? null })
    const documents = {
      user: await nowIn(database, 'users', 'name'),
      owner: await nowIn(database, 'owners', 'archive'),
    }
    let head = newest
    const rows = database.pages(
      `SELECT revision, kind, name, document FROM rollcall.replaced WHERE revision > $1
       ORDER BY revision DESC, kind = 'all' DESC`,
      [revision],
      5000,
    )
    for await (const page of rows) {
      for (const { kind, name, document } of page) {
        if (kind === 'head') head = String(document)
        else if (kind === 'all') for (const map of Object.values(documents)) map.clear()
        else putBack(documents[kind === 'user' ? 'user' : 'owner'], String(name), document)
      }
    }
    const users: User[] = []
    for (const [name, document] of documents.user) users.push(await storedUser(database, name, document))
    users.sort((a, b) => compareText(a.userName, b.userName))
    const owners = [...documents.owner.values()].map((document) => jsonOrNothing(document) as Ownership)
    return storeFrom(revision, head, users, owners, null)
  })
}

function putBack(documents: Map<string, string>, name: string, document: unknown): void {
  if (document === null) documents.delete(name)
  else documents.set(name, String(document))
}

async function nowIn(database: Database, table: string, key: string): Promise<Map<string, string>> {
  const documents = new Map<string, string>()
  const text = `SELECT ${key} AS name, document FROM rollcall.${table}`
  for await (const rows of database.pages(text, [], 5000)) {
    for (const { name, document } of rows) documents.set(String(name), String(document))
  }
  return documents
}
