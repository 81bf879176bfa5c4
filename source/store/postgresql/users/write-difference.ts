import type { UserStore } from '../../../sync/user.ts'
import { keptBackups } from '../../commit/backups.ts'
import type { TextRow } from '../connection/copy-text.ts'
import type { Database } from '../connection/database.ts'
import { insertRows, tables } from './insert-rows.ts'
import type { StoreDifference } from './store-difference.ts'
import { addressRows, ownerRow, rightRows, rowName, userRow } from './user-rows.ts'

/** Names that one statement removes at most. */
const mostNames = 20_000

/**
 * Writes what changes from one revision to the next, and keeps what it replaces. Within the transaction that has taken the
 * state row.
 *
 * @param revision the one that this makes
 */
export async function writeDifference(database: Database, revision: number, change: StoreDifference): Promise<void> {
  const { written, removed, owners } = change
  await writeReplaced(database, revision, change)
  const former = written.filter(({ before }) => before !== null)
  const names = (users: readonly { userName: string }[]) => users.map(({ userName }) => rowName(userName))
  const gone = names(removed)
  await remove(database, 'users', 'name', [...gone, ...names(former.map(({ after }) => after))])
  const withAddresses = written.filter(({ before, after }) => before === null || differ(addressRows, before, after))
  const withRights = written.filter(({ before, after }) => before === null || differ(rightRows, before, after))
  const known = (rows: typeof written) => names(rows.flatMap(({ before }) => (before === null ? [] : [before])))
  await remove(database, 'addresses', 'name', [...gone, ...known(withAddresses)])
  await remove(database, 'rights', 'name', [...gone, ...known(withRights)])
  await insertRows(
    database,
    tables.users,
    mapped(written, ({ after }) => [userRow(after)]),
  )
  await insertRows(
    database,
    tables.addresses,
    mapped(withAddresses, ({ after }) => addressRows(after)),
  )
  await insertRows(
    database,
    tables.rights,
    mapped(withRights, ({ after }) => rightRows(after)),
  )
  const formerOwners = [...owners.removed, ...owners.written.flatMap(({ before }) => (before === null ? [] : [before]))]
  await remove(
    database,
    'owners',
    'archive',
    formerOwners.map((one) => ownerRow(one)[0] ?? ''),
  )
  await insertRows(
    database,
    tables.owners,
    mapped(owners.written, ({ after }) => [ownerRow(after)]),
  )
  await database.query('DELETE FROM rollcall.replaced WHERE revision <= $1', [revision - keptBackups])
}

/** Keeps what a commit replaces, so that it can be taken back. */
export function writeReplaced(database: Database, revision: number, change: StoreDifference): Promise<void> {
  return insertRows(database, tables.replaced, replacedRows(revision, change))
}

/** Replaces everything by another store, whatever is there: what cannot be read is kept as it is. */
export async function writeWhole(
  database: Database,
  revision: number,
  { users, archiveOwners }: UserStore,
  head: string,
) {
  for (const [kind, table, name] of [
    ['user', 'users', 'name'],
    ['owner', 'owners', 'archive'],
  ]) {
    await database.query(
      `INSERT INTO rollcall.replaced (revision, kind, name, document)
       SELECT $1::bigint, '${kind}', ${name}, document FROM rollcall.${table}`,
      [revision],
    )
  }
  await insertRows(database, tables.replaced, [
    [String(revision), 'all', '', null],
    [String(revision), 'head', '', head],
  ])
  for (const table of ['users', 'addresses', 'rights', 'owners']) await database.run(`DELETE FROM rollcall.${table}`)
  await insertRows(
    database,
    tables.users,
    mapped(users, (user) => [userRow(user)]),
  )
  await insertRows(database, tables.addresses, mapped(users, addressRows))
  await insertRows(database, tables.rights, mapped(users, rightRows))
  await insertRows(
    database,
    tables.owners,
    mapped(archiveOwners?.archives ?? [], (one) => [ownerRow(one)]),
  )
}

function* mapped<Item>(items: readonly Item[], rows: (item: Item) => readonly TextRow[]): Iterable<TextRow> {
  for (const item of items) yield* rows(item)
}

const differ = <Item>(rows: (item: Item) => readonly TextRow[], before: Item, after: Item): boolean =>
  JSON.stringify(rows(before)) !== JSON.stringify(rows(after))

function* replacedRows(
  revision: number,
  { fromNothing, written, removed, owners, head }: StoreDifference,
): Iterable<TextRow> {
  const at = String(revision)
  yield [at, 'head', '', head.before]
  if (fromNothing) return yield [at, 'all', '', null]
  for (const { before, after } of written)
    yield [at, 'user', rowName(after.userName), before === null ? null : JSON.stringify(before)]
  for (const user of removed) yield [at, 'user', rowName(user.userName), JSON.stringify(user)]
  for (const { before, after } of owners.written)
    yield [at, 'owner', ownerRow(after)[0] ?? '', before === null ? null : JSON.stringify(before)]
  for (const one of owners.removed) yield [at, 'owner', ownerRow(one)[0] ?? '', JSON.stringify(one)]
}

async function remove(database: Database, table: string, column: string, names: readonly string[]): Promise<void> {
  for (let from = 0; from < names.length; from += mostNames) {
    await database.query(`DELETE FROM rollcall.${table} WHERE ${column} = ANY($1::text[])`, [
      names.slice(from, from + mostNames),
    ])
  }
}
