import test from 'ava'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { firstSchema } from '../../../source/store/postgresql/schema/first-schema.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
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
  t.deepEqual(await cluster.query(saved.url, 'SELECT schema_version FROM rollcall.state'), [{ schema_version: 2 }])
})
