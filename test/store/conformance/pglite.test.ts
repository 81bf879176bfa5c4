import test from 'ava'
import type { Cluster } from '../support/postgresql/cluster.ts'
import { startPglite } from '../support/postgresql/pglite.ts'
import { databaseStores } from '../support/postgresql/tested-stores.ts'
import { conformance } from './conformance.ts'

let cluster: Cluster
test.before(async (t) => {
  t.timeout(300_000)
  cluster = await startPglite()
})
test.after.always(() => cluster.close())

conformance(
  test.serial,
  databaseStores(() => cluster),
)
