import test from 'ava'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, startCluster } from '../support/postgresql/cluster.ts'
import { conformance } from './conformance.ts'

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

conformance(test, async (t) => {
  const saved = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
  const open = () => {
    const home = temporaryHome(t)
    return { home, store: postgresqlStore(home, targetOf(saved)) }
  }
  const { home, store } = open()
  await joinDatabase(saved, { home, takesArchives: false })
  return {
    home,
    store,
    another: open,
    damage: async (userName) => {
      await cluster.query(saved.url, `UPDATE rollcall.users SET document = '{' WHERE name = '${userName}'`)
    },
  }
})
