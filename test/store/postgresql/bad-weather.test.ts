import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { Home } from '../../../source/store/home.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import type { Store } from '../../../source/store/store.ts'
import { Problem } from '../../../source/text/problem.ts'
import { user } from '../../sync/builders.ts'
import { emptySummary, storeOf, temporaryHome } from '../support/homes.ts'
import { type Cluster, serverPrograms, startCluster, urlOf } from '../support/postgresql/cluster.ts'
import { usersOf } from '../support/postgresql/database-commit.ts'
import { startProgram } from '../support/programs.ts'

const withServer = serverPrograms() === null ? test.serial.skip : test.serial
const saved = (url: string) => ({ url, password: null, passwordFile: null, archiveHost: null })

/** What a store holds after its commits, wherever it is by now. */
async function expectWhole(t: ExecutionContext, store: Store, revision: number): Promise<void> {
  const found = await store.read()
  t.is(found.revision, revision)
  t.is((await store.history.heads(10_000)).length, revision)
  for (const { problem, what } of await store.check()) t.is(problem, null, what)
}

withServer(
  'when a copy takes over in the middle of a commit, the answer is true and nothing that was told is lost',
  async (t) => {
    t.timeout(600_000)
    let primary = await startCluster()
    t.teardown(() => primary.close())
    const name = new URL((await primary.makeDatabase()).replace('@/', '@host/')).pathname.slice(1)
    const home = temporaryHome(t)
    await joinDatabase(saved(urlOf(primary.folder, name)), { home, takesArchives: false })
    // Whatever is told is on the copy as well: this is how a cluster is run that may lose no commit.
    await primary.query(urlOf(primary.folder, name), "ALTER SYSTEM SET synchronous_standby_names = '*'")
    const outcomes: string[] = []
    let revision = 0
    for (let run = 0; run < (process.env.ROLLCALL_LONG ? 20 : 3); run += 1) {
      const copy = await startCopy(primary)
      t.teardown(() => copy.close())
      await primary.query(urlOf(primary.folder, name), 'SELECT pg_reload_conf()')
      const hosts = encodeURIComponent([primary.folder, copy.folder].join(','))
      const url = `postgresql://postgres@/${name}?host=${hosts}&target_session_attrs=read-write`
      const committer = startProgram('postgresql/database-committer.ts', [home.folder, url])
      t.teardown(() => committer.process.kill('SIGKILL'))
      t.is(await committer.line(), 'ready')
      committer.go()
      t.is(await committer.line(), 'begun')
      const begun = performance.now()
      t.is(await committer.line(), `committed ${revision + 1}`)
      const oneCommit = performance.now() - begun
      committer.go()
      t.is(await committer.line(), 'begun')
      await setTimeout(Math.random() * 1.2 * oneCommit)
      await primary.kill()
      copy.run('pg_ctl', ['promote', '-w'])
      // The new server waits for a copy of its own before it confirms anything.
      const next = await startCopy(copy)
      const answer = await committer.line()
      await next.close()
      await copy.query(urlOf(copy.folder, name), "ALTER SYSTEM SET synchronous_standby_names = ''")
      await copy.query(urlOf(copy.folder, name), 'SELECT pg_reload_conf()')
      committer.process.kill('SIGKILL')
      await committer.ended
      const store = postgresqlStore(home, targetOf(saved(url)))
      const found = (await store.read()).revision
      t.true(found === revision + 1 || found === revision + 2, `revision ${found} after ${revision + 1} was told`)
      t.is(answer === `committed ${revision + 2}`, found === revision + 2, answer ?? 'no answer')
      t.not(answer, 'commitUnknown')
      await expectWhole(t, store, found)
      t.deepEqual((await store.read()).users, usersOf(found))
      outcomes.push(`${found === revision + 2 ? 'committed' : 'not committed'}, ${answer}`)
      revision = found
      await primary.close()
      primary = copy
      await primary.query(urlOf(primary.folder, name), "ALTER SYSTEM SET synchronous_standby_names = '*'")
    }
    await primary.close()
    t.log(outcomes.join('; '))
  },
)

/** A copy that follows a server and can be promoted. */
const startCopy = (of: Cluster): Promise<Cluster> =>
  startCluster(
    {},
    {
      makeData: (data, run) =>
        run('pg_basebackup', [
          '-h',
          of.folder,
          '-U',
          'postgres',
          '-D',
          data,
          '-R',
          '-X',
          'stream',
          '-c',
          'fast',
          '--no-sync',
        ]),
    },
  )

const disk = mkdtempSync(join(tmpdir(), 'rollcall-disk-'))
const isMounted = mountSmallDisk()
test.after.always(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

/** Mounts a small file system in memory; false where that is not allowed. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk], { stdio: 'ignore' })
    chmodSync(disk, 0o777)
    return true
  } catch {
    return false
  }
}

const onSmallDisk = isMounted && serverPrograms() !== null ? test.serial : test.serial.skip

onSmallDisk('a server whose disk is full to any degree commits whole or not at all, and says which', async (t) => {
  t.timeout(600_000)
  const cluster = await startCluster(
    { max_wal_size: '32MB', shared_buffers: '8MB' },
    {
      base: disk,
      makeData: (data, run) =>
        run('initdb', [
          '-D',
          data,
          '-A',
          'trust',
          '-U',
          'postgres',
          '-E',
          'UTF8',
          '--locale=C.UTF-8',
          '--wal-segsize=1',
        ]),
    },
  )
  t.teardown(() => cluster.close())
  const url = await cluster.makeDatabase()
  const home = temporaryHome(t)
  await joinDatabase(saved(url), { home, takesArchives: false })
  const store = postgresqlStore(home, targetOf(saved(url)))
  const codes: Record<string, number> = {}
  let revision = 0
  for (const left of [0, 16, 64, 256, 1024, 2048, 4096, 8192]) {
    const ballast = join(disk, 'ballast')
    fill(ballast, left * 1024)
    const answer = await commitMany(home, store, revision + 1, 5000)
    codes[answer] = (codes[answer] ?? 0) + 1
    rmSync(ballast)
    // A server that could not write its log ends itself, and is started again when there is room.
    await cluster.kill()
    await cluster.start()
    const found = (await store.read()).revision
    // A server that ended itself in the very moment cannot be asked before there is room: then nobody is told a lie.
    if (answer !== 'commitUnknown') t.is(found === revision + 1, answer === 'committed', answer)
    else t.true([revision, revision + 1].includes(found))
    await expectWhole(t, store, found)
    revision = found
  }
  t.is(await commitMany(home, store, revision + 1, 10), 'committed')
  t.true((codes.databaseFull ?? 0) > 0, JSON.stringify(codes))
  t.log(JSON.stringify(codes))
})

/** Fills the small disk, whoever else writes to it meanwhile, and gives so many bytes back. */
function fill(ballast: string, left: number): void {
  writeFileSync(ballast, '')
  const piece = Buffer.alloc(64 * 1024)
  try {
    for (;;) appendFileSync(ballast, piece)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
  truncateSync(ballast, Math.max(0, statSync(ballast).size - left))
}

async function commitMany(home: Home, store: Store, revision: number, count: number): Promise<string> {
  const users = Array.from({ length: count }, (_, index) =>
    user(`user${String(index).padStart(5, '0')}`, { fullName: `${revision}` }),
  )
  try {
    await withStoreLock(home, { command: 'sync' }, (lock) =>
      store.commit(lock, {
        expectedRevision: revision - 1,
        next: storeOf(revision, ...users),
        archiveWork: [],
        record: { command: 'sync', summary: emptySummary, changes: [] },
      }),
    )
    return 'committed'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}

withServer('a clock that jumps moves nothing: commits, earlier revisions and followers keep their order', async (t) => {
  const cluster = await startCluster()
  t.teardown(() => cluster.close())
  const url = await cluster.makeDatabase()
  const homes = [temporaryHome(t), temporaryHome(t)] as const
  await joinDatabase(saved(url), { home: homes[0], takesArchives: false })
  const stores = homes.map((home) => postgresqlStore(home, targetOf(saved(url))))
  const [first, second] = stores
  if (first === undefined || second === undefined) return t.fail()
  const day = 86_400_000
  const jumps = [0, 400, -400, 10_000, -10_000, 0, -1, 1, 3650, -3650]
  for (const [index, days] of jumps.entries()) {
    const restore = setClock(days * day)
    try {
      const who = index % 2
      const answer = await commitMany(homes[who] ?? homes[0], stores[who] ?? first, index + 1, 3 + index)
      t.is(answer, 'committed')
    } finally {
      restore()
    }
  }
  await expectWhole(t, second, jumps.length)
  const order = Array.from({ length: jumps.length }, (_, index) => jumps.length - index)
  t.deepEqual(
    (await first.history.heads(100)).map(({ revision }) => revision),
    order,
  )
  t.deepEqual(
    (await first.earlier.list()).map(({ revision }) => revision),
    order.map((one) => one - 1),
  )
  for (const revision of order.slice(1)) t.is((await second.earlier.read(revision)).users.length, 2 + revision)
})

/** Shifts the clock of this process, and gives it back. */
function setClock(by: number): () => void {
  const Real = globalThis.Date
  class Shifted extends Real {
    constructor(...parts: ConstructorParameters<typeof Date> | []) {
      if (parts.length === 0) super(Real.now() + by)
      else super(...parts)
    }
    static override now(): number {
      return Real.now() + by
    }
  }
  globalThis.Date = Shifted as DateConstructor
  return () => {
    globalThis.Date = Real
  }
}
