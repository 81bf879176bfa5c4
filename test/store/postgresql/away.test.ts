import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import test from 'ava'
import { answerFromStores } from '../../../source/lookups/answer-from-stores.ts'
import { disk } from '../../../source/store/disk/file-operations.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { type ProcessIdentity, thisProcess } from '../../../source/store/lock/process-identity.ts'
import { withDatabase } from '../../../source/store/postgresql/connection/database.ts'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import { workOnArchives } from '../../../source/store/postgresql/work/archive-queue.ts'
import { createStoreReader } from '../../../source/store/users/follow/store-reader.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, serverPrograms, startCluster } from '../support/postgresql/cluster.ts'
import { databaseCommit } from '../support/postgresql/database-commit.ts'

const withServer = serverPrograms() === null ? test.serial.skip : test.serial

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

const saved = (url: string, archiveHost: string | null = null) => ({
  url,
  password: null,
  passwordFile: null,
  archiveHost,
})

withServer(
  'while the database is away look-ups go on with what is known, say TEMP after ten minutes, and come back',
  async (t) => {
    const url = await cluster.makeDatabase()
    const home = temporaryHome(t)
    await joinDatabase(saved(url), { home, takesArchives: false })
    const store = postgresqlStore(home, targetOf(saved(url)))
    await withStoreLock(home, { command: 'sync' }, (lock) => store.commit(lock, databaseCommit(1)))
    const followed = await store.follow(() => createStoreReader(home.folder))
    const answer = answerFromStores(() => [{ instanceId: null, home, store: followed }])
    const ask = async (): Promise<string> =>
      String((await answer([{ instance: null, table: 'mailboxes', key: 'ada@example.com' }]))[0])
    const known = await ask()
    t.notRegex(known, /^TEMP/)
    await cluster.kill()
    while (followed.fault() === null) await setTimeout(20)
    t.is(await ask(), known)
    const real = performance.now.bind(performance)
    performance.now = () => real() + 11 * 60_000
    try {
      t.regex(await ask(), /^TEMP/)
    } finally {
      performance.now = real
    }
    t.is(await ask(), known)
    await cluster.start()
    while (followed.fault() !== null) await setTimeout(20)
    t.is(await ask(), known)
    await followed.close()
  },
)

/** Work on archives that somebody claimed, on a store whose archives another home has. */
async function claimed(t: Parameters<typeof temporaryHome>[0], identity: ProcessIdentity) {
  const url = await cluster.makeDatabase()
  const [here, elsewhere] = [temporaryHome(t), temporaryHome(t)]
  await joinDatabase(saved(url, 'vault'), { home: here, takesArchives: true })
  const store = postgresqlStore(elsewhere, targetOf(saved(url, 'another')))
  await withStoreLock(elsewhere, { command: 'sync' }, (lock) => store.commit(lock, databaseCommit(1)))
  mkdirSync(here.archives, { recursive: true })
  const claim = JSON.stringify({ ...identity, home: 'vault2:/home' })
  await cluster.query(url, `UPDATE rollcall.archive_work SET claimed_by = '${claim}', beat = beat + 1`)
  const work = () =>
    withDatabase(targetOf(saved(url, 'vault')), (database) =>
      workOnArchives(here, disk, database, { times: { renewedEvery: 200, diesAfter: 2000 } }),
    )
  return { url, work, isDone: () => existsSync(join(here.archives, 'revision-1', 'new')) }
}

withServer('work of a process of this machine that has ended is taken over at once', async (t) => {
  const { pid } = spawnSync('true')
  const { work, isDone } = await claimed(t, { ...thisProcess(), pid })
  t.is((await work()).done.size, 1)
  t.true(isDone())
})

const unseen: ProcessIdentity = { pid: 1, host: `not-${hostname()}`, namespace: null, startTime: null }

withServer(
  'work of another machine that gives no sign of life is taken over, and not from one that does',
  async (t) => {
    const silent = await claimed(t, unseen)
    t.is((await silent.work()).done.size, 1)
    t.true(silent.isDone())

    const alive = await claimed(t, unseen)
    let ends = false
    const beating = (async () => {
      while (!ends) {
        await cluster.query(alive.url, 'UPDATE rollcall.archive_work SET beat = beat + 1')
        await setTimeout(20)
      }
    })()
    t.is((await alive.work()).done.size, 0)
    ends = true
    await beating
    t.false(alive.isDone())
  },
)
