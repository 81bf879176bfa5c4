import { compareText } from '../../../sync/compare.ts'
import type { ArchiveOwners, Ownership } from '../../../sync/ownership/owner.ts'
import type { User, UserStore } from '../../../sync/user.ts'
import { jsonOrNothing } from '../../../text/json/json-or-nothing.ts'
import { isStore } from '../../users/is-store.ts'
import type { Database } from '../connection/database.ts'
import { addressWords } from '../connection/store-address.ts'
import { databaseProblem } from '../problems.ts'
import type { StoreState } from '../schema/migrate.ts'

/** How many users one page of the answer holds. */
const pageSize = 5000

/**
 * Reads all users, within a transaction that sees one moment.
 *
 * @param place where the archives of this machine were at the last commit
 * @throws Problem (badData) `storedUserUnusable`
 */
export async function readUsers(
  database: Database,
  { revision, head }: StoreState,
  place: string | null,
): Promise<UserStore> {
  const users: User[] = []
  for await (const rows of database.pages('SELECT name, document FROM rollcall.users ORDER BY name', [], pageSize)) {
    for (const { name, document } of rows) users.push(await storedUser(database, String(name), String(document)))
  }
  const owners: Ownership[] = []
  for await (const rows of database.pages('SELECT document FROM rollcall.owners ORDER BY archive', [], pageSize)) {
    for (const { document } of rows) owners.push(jsonOrNothing(String(document)) as Ownership)
  }
  // The server orders by bytes of UTF-8, the store by code units: the same but for rare letters.
  return storeFrom(revision, head, users.sort(byUserName), owners, place)
}

const byUserName = (a: User, b: User): number => compareText(a.userName, b.userName)

/** Puts a store together from its parts, in the order in which `users.json` has them. */
export function storeFrom(
  revision: number,
  head: string,
  users: User[],
  archives: Ownership[],
  place: string | null,
): UserStore {
  const {
    version: _version,
    archiveOwners,
    ...rest
  } = jsonOrNothing(head) as {
    version: 1
    archiveOwners?: Omit<ArchiveOwners, 'archives' | 'place'>
  }
  const withUsers = { version: 1 as const, revision, users, ...rest }
  if (archiveOwners === undefined) return withUsers
  const { asOf, made } = archiveOwners
  return { ...withUsers, archiveOwners: { asOf, made, ...(place === null ? {} : { place }), archives } }
}

/**
 * The user that a document holds.
 *
 * @throws Problem (badData) `storedUserUnusable`
 */
export async function storedUser(database: Database, name: string, document: string): Promise<User> {
  const user: unknown = jsonOrNothing(document)
  const store: unknown = { version: 1, revision: 0, users: [user] }
  if (isStore(store) && store.users[0] !== undefined) return store.users[0]
  const [kept] = await database.query(
    `SELECT max(revision) - 1 AS backup FROM rollcall.replaced
     WHERE kind = 'user' AND name = $1 AND document IS NOT NULL`,
    [name],
  )
  const backup = kept?.backup === null || kept?.backup === undefined ? null : Number(kept.backup)
  throw databaseProblem('storedUserUnusable', { place: addressWords(database.target.address), name, backup })
}
