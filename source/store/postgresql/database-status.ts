import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { counted } from '../../text/numbers.ts'
import type { Home } from '../home.ts'
import { finding } from '../moving/file-status.ts'
import type { StoreFinding, StoreStatus } from '../store-status.ts'
import { beginChange, beginReading, type Database, inTransaction, withDatabase } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { databaseProblem } from './problems.ts'
import { knownSchema, readState } from './schema/migrate.ts'
import { readSessions } from './sessions.ts'
import { archiveHostOf } from './store-target.ts'
import { storedUser } from './users/read-users.ts'
import { addressRows, rightRows, userRow } from './users/user-rows.ts'

/** Tells about a store that is in a database. */
export async function databaseStatus(database: Database): Promise<StoreStatus> {
  const { revision, changed, archiveHost } = await readState(database)
  const { target } = database
  const [facts] = await database.query(
    `SELECT current_setting('server_version') AS server,
       (SELECT count(*) FROM rollcall.users) AS users,
       (SELECT count(*) FROM rollcall.archive_work) AS waiting,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted`,
  )
  const hosts = await database.query('SELECT name, archive_host, serves, seen FROM rollcall.hosts ORDER BY name')
  return {
    kind: 'postgresql',
    place: addressWords(target.address),
    revision,
    users: Number(facts?.users),
    changed: changed?.toISOString() ?? null,
    waiting: Number(facts?.waiting),
    database: {
      server: String(facts?.server),
      schema: knownSchema,
      encrypted: facts?.encrypted === true,
      hearsNotifications: await hears(database),
      archiveHost,
      ownArchiveHost: archiveHostOf(target),
      hosts: hosts.map(({ name, archive_host, serves, seen }) => ({
        name: String(name),
        archiveHost: String(archive_host),
        serves: serves === true,
        seen: seen instanceof Date ? seen.toISOString() : '',
      })),
    },
  }
}

/** How long a notification may take, in milliseconds. */
const longestNews = 1000

/** Whether a notification of another connection arrives: through a pooler that lends connections for a transaction it does not. */
async function hears(database: Database): Promise<boolean> {
  let heard = (_isHeard: boolean): void => undefined
  const answer = new Promise<boolean>((resolve) => {
    heard = resolve
  })
  database.onNews(
    (payload) => payload === 'check' && heard(true),
    () => heard(false),
  )
  await database.query('LISTEN rollcall')
  await withDatabase(database.target, (other) => other.query("SELECT pg_notify('rollcall', 'check')"))
  const timer = setTimeout(() => heard(false), longestNews)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
  }
}

/** Looks through everything that a database keeps. */
export async function checkDatabase(home: Home, database: Database): Promise<StoreFinding[]> {
  const place = addressWords(database.target.address)
  return [
    { what: 'Connection', detail: place, problem: null },
    await finding('Schema', async () => {
      await readState(database)
      return `version ${knownSchema}`
    }),
    await finding('Writing', async () => {
      await database.run(beginChange)
      try {
        await database.query('UPDATE rollcall.state SET revision = revision')
        return 'allowed'
      } finally {
        await database.run('ROLLBACK').catch(() => undefined)
      }
    }),
    await finding('Users', () => inTransaction(database, beginReading, () => compareUsers(database))),
    await finding('Sessions', async () => counted((await readSessions(database)).list.open.length, 'session')),
    await finding('Notifications', async () =>
      (await hears(database)) ? 'arrive' : 'do not arrive, so the revision is asked for each second',
    ),
    await finding('Archives', () => archivesWords(home, database)),
  ]
}

/** Compares each document with the columns and rows that were made from it. */
async function compareUsers(database: Database): Promise<string> {
  let users = 0
  const rows = database.pages(
    `SELECT name, document,
       json_build_array(name, user_name, full_name, authentication, directory_id, privileges::text, folder,
         mail_password, made_address, suspended::text, to_char(leaving_since, 'YYYY-MM-DD'))::text AS columns,
       (SELECT coalesce(json_agg(address ORDER BY position), '[]')::text FROM rollcall.addresses a
        WHERE a.name = u.name) AS addresses,
       (SELECT coalesce(json_agg(json_build_array(archive, privileges::text) ORDER BY position), '[]')::text
        FROM rollcall.rights r WHERE r.name = u.name) AS rights
     FROM rollcall.users u ORDER BY name`,
    [],
    1000,
  )
  for await (const page of rows) {
    for (const { name, document, columns, addresses, rights } of page) {
      const user = await storedUser(database, String(name), String(document))
      const isSame =
        same(columns, userRow(user).slice(0, -1)) &&
        same(
          addresses,
          addressRows(user).map((row) => row[2]),
        ) &&
        same(
          rights,
          rightRows(user).map((row) => row.slice(2)),
        )
      if (!isSame)
        throw databaseProblem('storedUserDiffers', { place: addressWords(database.target.address), name: String(name) })
      users += 1
    }
  }
  const [left] = await database.query(
    `SELECT (SELECT count(*) FROM rollcall.addresses a WHERE NOT EXISTS
         (SELECT 1 FROM rollcall.users u WHERE u.name = a.name))
       + (SELECT count(*) FROM rollcall.rights r WHERE NOT EXISTS
         (SELECT 1 FROM rollcall.users u WHERE u.name = r.name)) AS strays`,
  )
  if (Number(left?.strays) > 0)
    throw databaseProblem('storedUserDiffers', {
      place: addressWords(database.target.address),
      name: 'a user who is gone',
    })
  return `${counted(users, 'user')}, each the same in all tables`
}

const same = (found: unknown, wanted: readonly unknown[]): boolean =>
  JSON.stringify(jsonOrNothing(String(found))) === JSON.stringify(wanted)

async function archivesWords(home: Home, database: Database): Promise<string> {
  const { archiveHost } = await readState(database)
  const own = archiveHostOf(database.target)
  const [row] = await database.query('SELECT count(*) AS waiting FROM rollcall.archive_work')
  const waiting = Number(row?.waiting)
  const left = waiting === 0 ? 'no work is waiting' : `work of ${counted(waiting, 'commit')} is waiting`
  const where = archiveHost === own ? `here, in ${home.archives}` : `on ${archiveHost ?? 'no machine yet'}`
  return `${where}; ${left}`
}
