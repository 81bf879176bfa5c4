import { createInterface } from 'node:readline'
import { homeAt } from '../../../../source/store/home.ts'
import { withStoreLock } from '../../../../source/store/lock/lock.ts'
import { postgresqlStore } from '../../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../../source/store/postgresql/store-target.ts'
import { Problem } from '../../../../source/text/problem.ts'
import { databaseCommit } from './database-commit.ts'

// Commits one revision more for each line that arrives, and says what came of it. It is killed while it does, or the
// server is.
const [folder = '', url = ''] = process.argv.slice(2)
const home = homeAt(folder)
const store = postgresqlStore(home, targetOf({ url, password: null, passwordFile: null, archiveHost: null }))
process.stdout.write('ready\n')
for await (const _line of createInterface(process.stdin)) {
  process.stdout.write('begun\n')
  process.stdout.write(`${await commitOne()}\n`)
}

async function commitOne(): Promise<string> {
  try {
    return await withStoreLock(home, { command: 'sync' }, async (lock) => {
      await store.recover(lock)
      const { revision } = await store.read()
      await store.commit(lock, databaseCommit(revision + 1))
      return `committed ${revision + 1}`
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}
