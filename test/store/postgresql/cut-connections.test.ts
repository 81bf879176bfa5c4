import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { commitToDatabase } from '../../../source/store/postgresql/commit.ts'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { type StoreTarget, targetOf } from '../../../source/store/postgresql/store-target.ts'
import { Problem } from '../../../source/text/problem.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, serverPrograms, startCluster, urlOf } from '../support/postgresql/cluster.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/postgresql/cutting-proxy.ts'
import { databaseCommit, usersOf } from '../support/postgresql/database-commit.ts'

let cluster: Cluster
let proxy: CuttingProxy
test.before(async () => {
  cluster = await startCluster()
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-cut-'))
  proxy = await startCuttingProxy(cluster.folder, folder)
})
test.after.always(async () => {
  await proxy.close()
  await cluster.close()
})

// PGlite answers all clients one after the other, so that nobody can look what became of a transaction beside it.
const withServer = serverPrograms() === null ? test.serial.skip : test.serial

for (const where of ['before', 'after'] as const) {
  withServer(
    `a connection cut ${where} the server gets a message leaves no half commit, and the answer is true`,
    async (t) => {
      const url = await cluster.makeDatabase()
      const home = temporaryHome(t)
      const saved = { url, password: null, passwordFile: null, archiveHost: null }
      await joinDatabase(saved, { home, takesArchives: false })
      const direct = postgresqlStore(home, targetOf(saved))
      const { database } = targetOf(saved).address
      const cutting = targetOf({ ...saved, url: urlOf(proxy.folder, database) })

      // The first commit has another number of messages than those that change something.
      await commit(cutting, 1)
      proxy.cutAt(null)
      await commit(cutting, 2)
      const [messages, commitAt] = [proxy.sent(), proxy.numberOf('COMMIT')]
      t.true(commitAt > 30 && messages > commitAt + 10, `${commitAt} of ${messages}`)
      let revision = 2
      const outcomes = { committed: 0, refused: 0 }
      for (const message of chosen(messages, commitAt)) {
        proxy.cutAt(message, where)
        const answer = await commit(cutting, revision + 1)
        const wasCut = proxy.wasCut()
        proxy.cutAt(null)
        t.true(wasCut, `message ${message}`)
        const found = await direct.read()
        const isThere = found.revision === revision + 1
        // The database can be reached again, so the answer is never that nobody knows.
        t.true(answer === 'committed' ? isThere : !isThere, `message ${message}: ${answer}`)
        t.true(['committed', 'databaseLost', 'databaseUnreachable'].includes(answer), `message ${message}: ${answer}`)
        t.is(isThere, where === 'before' ? message > commitAt : message >= commitAt, `message ${message}`)
        await expectWhole(t, found.revision)
        outcomes[isThere ? 'committed' : 'refused'] += 1
        revision = found.revision
      }
      t.log(
        `cut ${where} a message, at ${outcomes.committed + outcomes.refused} of ${messages}: ${JSON.stringify(outcomes)}`,
      )

      async function commit(target: StoreTarget, to: number): Promise<string> {
        try {
          await withStoreLock(home, { command: 'sync' }, (lock) =>
            commitToDatabase(lock, target, databaseCommit(to), { before: null }),
          )
          return 'committed'
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          return error.code
        }
      }

      async function expectWhole(context: ExecutionContext, at: number): Promise<void> {
        context.deepEqual((await direct.read()).users, usersOf(at))
        context.is((await direct.history.heads(10_000)).length, at)
        for (const { problem, what } of await direct.check()) context.is(problem, null, what)
        // The archive that could not be made because of the cut is made by the next run.
        await withStoreLock(home, { command: 'sync' }, (lock) => direct.recover(lock))
        context.is((await direct.status()).waiting, 0)
        context.true(existsSync(join(home.archives, `revision-${at}`)))
        context.false(existsSync(join(home.archives, `revision-${at + 1}`)))
      }
    },
  )
}

/** Every message in the long run; else each eighth, and those around the commit. */
function chosen(messages: number, commitAt: number): number[] {
  const all = Array.from({ length: messages - 1 }, (_, index) => index + 1)
  if (process.env.ROLLCALL_LONG) return all
  return all.filter((message) => message % 8 === 1 || Math.abs(message - commitAt) <= 1)
}
