import { Problem } from '../../text/problem.ts'
import { listBackups, newestGoodBackup } from '../commit/backups.ts'
import { readJournal } from '../commit/journal.ts'
import { disk } from '../disk/file-operations.ts'
import { readHistoryHeads } from '../history/history.ts'
import type { Home } from '../home.ts'
import { readSessionList } from '../sessions/session-list.ts'
import type { StoreFinding, StoreStatus } from '../store-status.ts'
import { readStore } from '../users/user-store.ts'

/** Tells about a store that is in files. */
export async function fileStatus(home: Home): Promise<StoreStatus> {
  const { revision, users } = await readStore(home)
  const [last] = await readHistoryHeads(home, 1)
  const journal = readJournal(home, disk)
  return {
    kind: 'files',
    place: home.users,
    revision,
    users: users.length,
    changed: last?.time ?? null,
    waiting: journal === null || journal.work.length === 0 ? 0 : 1,
    database: null,
  }
}

/** Reads everything that is kept in files. */
export async function checkFiles(home: Home): Promise<StoreFinding[]> {
  return [
    await finding('Users', async () => `${(await readStore(home)).users.length}`),
    await finding('History', async () => `${(await readHistoryHeads(home, Number.POSITIVE_INFINITY)).length} commits`),
    await finding('Backups', async () => {
      const newest = await newestGoodBackup(home)
      return newest === null ? 'none yet' : `${listBackups(home).length}, the newest good one of revision ${newest}`
    }),
    await finding('Journal', async () => (readJournal(home, disk) === null ? 'nothing unfinished' : 'unfinished work')),
    await finding('Sessions', async () => `${readSessionList(home).open.length}`),
  ]
}

/** One thing that is looked at; a Problem is what is wrong with it. */
export async function finding(what: string, look: () => Promise<string>): Promise<StoreFinding> {
  try {
    return { what, detail: await look(), problem: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { what, detail: error.title, problem: error }
  }
}
