import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import test from 'ava'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, serverPrograms, startCluster } from '../support/postgresql/cluster.ts'
import { usersOf } from '../support/postgresql/database-commit.ts'
import { startProgram } from '../support/programs.ts'

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

const withServer = serverPrograms() === null ? test.serial.skip : test.serial
const runs = process.env.ROLLCALL_LONG ? 250 : 8
for (const killed of ['client', 'server'] as const) {
  withServer(
    `a ${killed} that is killed at any instant leaves no half commit, none lost and none made twice`,
    async (t) => {
      t.timeout(900_000)
      const url = await cluster.makeDatabase()
      const home = temporaryHome(t)
      const saved = { url, password: null, passwordFile: null, archiveHost: null }
      await joinDatabase(saved, { home, takesArchives: false })
      const store = postgresqlStore(home, targetOf(saved))
      const start = () => startProgram('postgresql/database-committer.ts', [home.folder, url])
      const expectNothingWaiting = async (upTo: number): Promise<void> => {
        t.is((await store.status()).waiting, 0)
        if (upTo > 0) t.true(existsSync(join(home.archives, `revision-${upTo}`)))
      }
      let committer = start()
      // A test that failed must not leave it behind.
      t.teardown(() => committer.process.kill('SIGKILL'))
      t.is(await committer.line(), 'ready')
      // How long a commit takes here and now, so that every instant of it has its turn.
      let longest = 0
      for (let commit = 0; commit < 3; commit += 1) {
        committer.go()
        t.is(await committer.line(), 'begun')
        const begun = performance.now()
        t.is(await committer.line(), `committed ${commit + 1}`)
        longest = Math.max(longest, 1.2 * (performance.now() - begun))
      }
      let revision = 3
      const outcomes: Record<string, number> = {}
      for (let run = 0; run < runs; run += 1) {
        committer.go()
        t.is(await committer.line(), 'begun')
        await setTimeout(Math.random() * longest)
        let answer: string | null
        if (killed === 'client') {
          committer.process.kill('SIGKILL')
          await committer.ended
          answer = await committer.line()
          committer = start()
          t.is(await committer.line(), 'ready')
        } else {
          await cluster.kill()
          await cluster.start()
          answer = await committer.line()
        }
        const found = await store.read()
        const isThere = found.revision === revision + 1
        t.true(isThere || found.revision === revision, `revision ${found.revision} after ${revision}`)
        if (answer !== null) t.is(answer === `committed ${revision + 1}`, isThere, answer)
        t.not(answer, 'commitUnknown')
        t.deepEqual(found.users, usersOf(found.revision))
        t.is((await store.history.heads(10_000)).length, found.revision)
        for (const { problem, what } of await store.check()) t.is(problem, null, what)
        await withStoreLock(home, { command: 'sync' }, (lock) => store.recover(lock))
        // Work that a living process had begun is its own: its next run does it.
        if (killed === 'client') await expectNothingWaiting(found.revision)
        const outcome = `${isThere ? 'committed' : 'not committed'}, ${answer?.replace(/ \d+$/, '') ?? 'no answer'}`
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        revision = found.revision
      }
      committer.process.kill('SIGKILL')
      await committer.ended
      await withStoreLock(home, { command: 'sync' }, (lock) => store.recover(lock))
      await expectNothingWaiting(revision)
      t.log(`${runs} times the ${killed} was killed: ${JSON.stringify(outcomes)}`)
    },
  )
}

withServer(
  'two machines that commit at once commit one after the other, and no commit is lost or made twice',
  async (t) => {
    const url = await cluster.makeDatabase()
    const saved = { url, password: null, passwordFile: null, archiveHost: null }
    const homes = [temporaryHome(t), temporaryHome(t)]
    const [first] = homes
    if (first === undefined) return t.fail()
    await joinDatabase(saved, { home: first, takesArchives: false })
    const committers = homes.map(({ folder }) => startProgram('postgresql/database-committer.ts', [folder, url]))
    const answers: string[] = []
    await Promise.all(
      committers.map(async ({ line, go }) => {
        t.is(await line(), 'ready')
        for (let turn = 0; turn < 12; turn += 1) {
          go()
          t.is(await line(), 'begun')
          answers.push((await line()) ?? 'no answer')
        }
      }),
    )
    for (const { process: child, ended } of committers) {
      child.kill()
      await ended
    }
    const store = postgresqlStore(first, targetOf(saved))
    const { revision, users } = await store.read()
    const committed = answers.filter((answer) => answer.startsWith('committed '))
    // Each revision was made by one of them; whoever was too late was told so.
    t.deepEqual(
      committed.map((answer) => Number(answer.split(' ')[1])).sort((a, b) => a - b),
      Array.from({ length: revision }, (_, index) => index + 1),
    )
    for (const answer of answers) t.regex(answer, /^committed \d+$|^planStale$/)
    t.deepEqual(users, usersOf(revision))
    t.is((await store.history.heads(100)).length, revision)
    t.is((await store.status()).waiting, 0)
    t.log(`${committed.length} of ${answers.length} committed, the others were told that they were too late`)
  },
)
