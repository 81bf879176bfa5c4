import test from 'ava'
import { type Cluster, serverPrograms, startCluster } from '../support/postgresql/cluster.ts'
import { databaseStores } from '../support/postgresql/tested-stores.ts'
import { conformance } from './conformance.ts'

// Where no server is installed, PGlite is tried in its place (pglite.test.ts).
if (serverPrograms() === null) test.skip('a store in PostgreSQL does what every store does', () => undefined)
else {
  let cluster: Cluster
  test.before(async () => {
    cluster = await startCluster()
  })
  test.after.always(() => cluster.close())
  conformance(
    test,
    databaseStores(() => cluster),
  )
}
