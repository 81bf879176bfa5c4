import { joinDatabase } from '../../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../../source/store/postgresql/store-target.ts'
import type { OpenStore } from '../../conformance/bench.ts'
import { temporaryHome } from '../homes.ts'
import type { Cluster } from './cluster.ts'

/** Opens stores for the conformance suite, each in a database of its own. */
export const databaseStores =
  (cluster: () => Cluster): OpenStore =>
  async (t) => {
    const saved = { url: await cluster().makeDatabase(), password: null, passwordFile: null, archiveHost: null }
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
        await cluster().query(saved.url, `UPDATE rollcall.users SET document = '{' WHERE name = '${userName}'`)
      },
    }
  }
