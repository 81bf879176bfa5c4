import { compareText } from '../../../sync/compare.ts'
import type { ArchiveOwners, Ownership } from '../../../sync/ownership/owner.ts'
import type { User, UserStore } from '../../../sync/user.ts'
import { jsonOrNothing } from '../../../text/json/json-or-nothing.ts'
import type { Problem } from '../../../text/problem.ts'
import { isOwnership, isUser } from '../../users/is-store.ts'
import type { Database } from '../connection/database.ts'
import { addressWords } from '../connection/store-address.ts'
import { databaseProblem } from '../problems.ts'
import type { StoreState } from '../schema/migrate.ts'

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
  for await (const some of usersIn(database)) for (const user of some) users.push(user)
  const owners: Ownership[] = []
  for await (const some of documentsIn(database, 'owners', 'archive', isOwnership)) owners.push(...some)
  owners.sort((a, b) => compareText(a.archive, b.archive))
  return storeFrom(revision, head, users.sort(byUserName), owners, place)
}

/**
 * Yields all users, in no order, so many at a time as have arrived. Within a transaction that sees one moment.
 *
 * @throws Problem (badData) `storedUserUnusable`, after the last one
 */
export const usersIn = (database: Database): AsyncIterable<User[]> => documentsIn(database, 'users', 'name', isUser)

async function* documentsIn<Item>(
  database: Database,
  table: string,
  key: string,
  fits: (value: unknown) => value is Item,
): AsyncIterable<Item[]> {
  let unusable: string | null = null
  for await (const rows of database.copyOut(`COPY rollcall.${table} (${key}, document) TO STDOUT`)) {
    const items: Item[] = []
    for (const [name, document] of rows) {
      const item = jsonOrNothing(document ?? '')
      if (fits(item)) items.push(item)
      else unusable ??= name ?? ''
    }
    yield items
  }
  if (unusable !== null) throw await unusableRow(database, unusable)
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
  return { ...withUsers, archiveOwners: { asOf, made, archives, ...(place === null ? {} : { place }) } }
}

/**
 * The user that a document holds.
 *
 * @throws Problem (badData) `storedUserUnusable`
 */
export async function storedUser(database: Database, name: string, document: string): Promise<User> {
  const user = jsonOrNothing(document)
  if (isUser(user)) return user
  throw await unusableRow(database, name)
}

async function unusableRow(database: Database, name: string): Promise<Problem> {
  const [kept] = await database.query(
    `SELECT max(revision) - 1 AS backup FROM rollcall.replaced
     WHERE kind IN ('user', 'owner') AND name = $1 AND document IS NOT NULL`,
    [name],
  )
  const backup = kept?.backup === null || kept?.backup === undefined ? null : Number(kept.backup)
  return databaseProblem('storedUserUnusable', { place: addressWords(database.target.address), name, backup })
}
