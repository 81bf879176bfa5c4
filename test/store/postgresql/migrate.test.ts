import test from 'ava'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { firstSchema } from '../../../source/store/postgresql/schema/first-schema.ts'
import { knownSchema } from '../../../source/store/postgresql/schema/migrate.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import { createStoreReader } from '../../../source/store/users/follow/store-reader.ts'
import { Problem } from '../../../source/text/problem.ts'
import { user } from '../../sync/builders.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, startCluster } from '../support/postgresql/cluster.ts'

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

test('a store of the first version gets the columns of the second one, and keeps its users letter by letter', async (t) => {
  const saved = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
  await cluster.query(saved.url, ['CREATE SCHEMA rollcall', ...firstSchema].join(';\n'))
  const documents = [user('ada'), user('bob', { suspended: true })].map((one) => JSON.stringify(one))
  for (const [index, name] of ['ada', 'bob'].entries()) {
    await cluster.query(
      saved.url,
      `INSERT INTO rollcall.users (name, user_name, full_name, authentication, privileges, folder, document)
       VALUES ('${name}', '${name}', '', 'directoryServices', '{login}', '${name}', '${documents[index]}')`,
    )
  }
  const home = temporaryHome(t)
  await joinDatabase(saved, { home, takesArchives: false })
  const { users } = await postgresqlStore(home, targetOf(saved)).read()
  t.deepEqual(
    users.map((one) => JSON.stringify(one)),
    documents,
  )
  t.deepEqual(await cluster.query(saved.url, 'SELECT name, suspended, leaving_since FROM rollcall.users ORDER BY 1'), [
    { name: 'ada', suspended: false, leaving_since: null },
    { name: 'bob', suspended: true, leaving_since: null },
  ])
  t.deepEqual(await cluster.query(saved.url, 'SELECT schema_version FROM rollcall.state'), [
    { schema_version: knownSchema },
  ])
})

test('a service that is the first to meet an older schema brings it up to date', async (t) => {
  const saved = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
  await cluster.query(saved.url, ['CREATE SCHEMA rollcall', ...firstSchema].join(';\n'))
  const home = temporaryHome(t)
  const followed = await postgresqlStore(home, targetOf(saved)).follow(() => createStoreReader(home.folder))
  t.is((await followed.current()).revision(), 0)
  await followed.close()
  t.deepEqual(await cluster.query(saved.url, 'SELECT schema_version FROM rollcall.state'), [
    { schema_version: knownSchema },
  ])
})

test('a schema of a newer release is refused, and an older service that still reads keeps the schema as it is', async (t) => {
  const saved = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
  const home = temporaryHome(t)
  await joinDatabase(saved, { home, takesArchives: false })
  const store = postgresqlStore(home, targetOf(saved))
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await t.throwsAsync(work)
    return error instanceof Problem ? error.code : String(error)
  }
  await cluster.query(saved.url, `UPDATE rollcall.state SET schema_version = ${knownSchema + 1}`)
  t.is(await codeOf(store.read()), 'databaseNewer')
  t.is(await codeOf(joinDatabase(saved, { home, takesArchives: false })), 'databaseNewer')
  t.is(
    await codeOf(store.follow(() => createStoreReader(home.folder))),
    'StoreUnavailable: A newer Rollcall manages this database',
  )

  const older = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
  await cluster.query(older.url, ['CREATE SCHEMA rollcall', ...firstSchema].join(';\n'))
  const noted = (seen: string) =>
    cluster.query(
      older.url,
      `INSERT INTO rollcall.hosts (name, archive_host, schema_version, serves, seen)
       VALUES ('mail2:/home', 'mail2', 1, true, now() - interval '${seen}')
       ON CONFLICT (name) DO UPDATE SET seen = excluded.seen`,
    )
  await noted('20 seconds')
  t.is(await codeOf(joinDatabase(older, { home, takesArchives: false })), 'databaseInUse')
  t.deepEqual(await cluster.query(older.url, 'SELECT schema_version FROM rollcall.state'), [{ schema_version: 1 }])
  await noted('2 minutes')
  await joinDatabase(older, { home, takesArchives: false })
  t.is((await postgresqlStore(home, targetOf(older)).read()).revision, 0)
})
