import fs from 'node:fs'
import test from 'ava'
import { moveStore } from '../../source/operations/store/move-store.ts'
import type { Home } from '../../source/store/home.ts'
import { joinDatabase } from '../../source/store/postgresql/join-database.ts'
import type { User } from '../../source/sync/user.ts'
import { type Cluster, serverPrograms, startCluster } from '../store/support/postgresql/cluster.ts'
import { liveThrough } from './histories.ts'
import { type KeptStore, keptInFiles } from './kept-store.ts'

const withServer = serverPrograms() === null ? test.skip : test

withServer('with the users in PostgreSQL the weather changes nothing of it either', async (t) => {
  const cluster = await startCluster()
  t.teardown(() => cluster.close())
  const url = await cluster.makeDatabase()
  await liveThrough(t, { long: 2000, short: 12 }, (home) => keptInDatabase(home, cluster, url))
})

/** The users in a database, which is emptied for each home. */
async function keptInDatabase(home: Home, cluster: Cluster, url: string): Promise<KeptStore> {
  await cluster.query(url, 'DROP SCHEMA IF EXISTS rollcall CASCADE')
  return {
    async begin(store) {
      await keptInFiles(home).begin(store)
      const saved = { url, password: null, passwordFile: null, archiveHost: null }
      await joinDatabase(saved, { home, takesArchives: false })
      await moveStore(home, saved)
      fs.rmSync(home.history, { force: true })
    },
    async read() {
      const [state] = await cluster.query(
        url,
        'SELECT revision, (SELECT count(*) FROM rollcall.archive_work) AS waiting FROM rollcall.state',
      )
      const users = await cluster.query(url, 'SELECT document FROM rollcall.users')
      const commits = await cluster.query(url, 'SELECT revision FROM rollcall.commits ORDER BY id')
      return {
        store: {
          revision: Number(state?.revision),
          users: users.map(({ document }) => JSON.parse(String(document)) as User),
        },
        pending: Number(state?.waiting) > 0,
        revisions: commits.map(({ revision }) => Number(revision)),
      }
    },
    async mark() {
      const [row] = await cluster.query(
        url,
        `SELECT (SELECT xmin FROM rollcall.state)::text || (SELECT count(*) FROM rollcall.commits)::text
           || coalesce((SELECT string_agg(name || ctid::text || xmin::text, ' ' ORDER BY name) FROM rollcall.users), '') AS mark`,
      )
      return String(row?.mark)
    },
  }
}
