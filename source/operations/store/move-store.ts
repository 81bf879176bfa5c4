import { readSettings } from '../../settings/settings.ts'
import type { HistoryHead } from '../../store/history/history-record.ts'
import type { Home } from '../../store/home.ts'
import { withStoreLock } from '../../store/lock/lock.ts'
import { openStore, storeIn } from '../../store/open-store.ts'
import { readStoreTarget, type SavedTarget, saveStoreTarget } from '../../store/postgresql/store-target.ts'
import { storeProblem } from '../../store/problems.ts'
import type { Store } from '../../store/store.ts'
import type { UserStore } from '../../sync/user.ts'

/** What was moved. */
export type MovedStore = { from: string; to: string; revision: number; users: number; commits: number }

/**
 * Moves the store of a home to another place: everything is copied, the copy is compared with what was copied, the former
 * place is closed for commits, and only then the home is switched over.
 *
 * @param destination a database, or null for the files of the home
 * @throws Problem `storeNotEmpty`, `copyDiffers`, `planStale` when somebody committed meanwhile, and those of both places
 */
export async function moveStore(home: Home, destination: SavedTarget | null): Promise<MovedStore> {
  return withStoreLock(home, { command: 'store move' }, async (lock) => {
    const from = await openStore(home)
    if ((readStoreTarget(home)?.url ?? null) === (destination?.url ?? null))
      throw storeProblem('storeAlreadyThere', { place: from.moving.place })
    const to = await storeIn(home, destination)
    await from.recover(lock)
    await to.moving.fill(from)
    const { revision, users } = await from.readOwned()
    const commits = await expectSame(from, to)
    await to.tellMailServers(await readSettings(home))
    await from.moving.close(revision, to.moving.place)
    saveStoreTarget(home, destination)
    await from.moving.putAway()
    return { from: from.moving.place, to: to.moving.place, revision, users: users.length, commits }
  })
}

/** Compares everything but what a place says about itself, letter for letter. */
async function expectSame(from: Store, to: Store): Promise<number> {
  const differs = (what: string) => storeProblem('copyDiffers', { place: to.moving.place, what })
  const [wanted, found] = [await from.readOwned(), await to.readOwned()]
  if (wanted.revision !== found.revision) throw differs('The revisions')
  if (!sameUsers(wanted, found)) throw differs('The users')
  if (ownersText(wanted) !== ownersText(found)) throw differs('The owners of archives')
  const [wantedHistory, foundHistory] = [await historyOf(from), await historyOf(to)]
  if (JSON.stringify(wantedHistory) !== JSON.stringify(foundHistory)) throw differs('The commits')
  if (JSON.stringify(await from.sessions.read()) !== JSON.stringify(await to.sessions.read()))
    throw differs('The sessions')
  return wantedHistory.length
}

function sameUsers({ users: wanted }: UserStore, { users: found }: UserStore): boolean {
  // A file that somebody edited may have them in another order.
  const byName = new Map(found.map((user) => [user.userName, user]))
  return (
    wanted.length === found.length &&
    wanted.every((user) => JSON.stringify(user) === JSON.stringify(byName.get(user.userName)))
  )
}

const ownersText = ({ archiveOwners }: UserStore): string =>
  JSON.stringify((archiveOwners?.archives ?? []).map((one) => JSON.stringify(one)).sort())

/** The heads say who, what and when; the changes are compared by their numbers, which the heads hold. */
async function historyOf(store: Store): Promise<HistoryHead[]> {
  const heads: (HistoryHead & { changes?: unknown })[] = await store.history.heads(Number.POSITIVE_INFINITY)
  // Files give the changes of small commits along.
  return heads.map(({ changes: _changes, ...head }) => head)
}
