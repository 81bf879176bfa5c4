import type { UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import { pendingProblem, removeTemporaries } from '../commit/recovery.ts'
import { disk } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import type { Store } from '../store.ts'
import { StoreUnavailable } from '../users/follow/follow-store.ts'
import { commitToDatabase } from './commit.ts'
import { beginReading, type Database, inTransaction, withDatabase } from './connection/database.ts'
import { databaseMoving } from './database-moving.ts'
import { checkDatabase, databaseStatus } from './database-status.ts'
import { listEarlier, readEarlier } from './earlier.ts'
import type { DatabaseFollower } from './follow/database-follower.ts'
import { shareFollower } from './follow/shared-follower.ts'
import { findCommitRow, readHeads, readOfRevision, readRecords, readSince } from './history.ts'
import { noteHost, readPlace } from './hosts.ts'
import { writeMailSettings } from './mail-settings.ts'
import { readState } from './schema/migrate.ts'
import { changeSessionKeys, changeSessions, readSessions } from './sessions.ts'
import { archiveHostOf, type StoreTarget } from './store-target.ts'
import { readUsers } from './users/read-users.ts'
import { workOnArchives } from './work/archive-queue.ts'

/** What this process last read, by home, for as long as somebody else needs it anyway. */
const lastRead = new Map<string, WeakRef<UserStore>>()

/** How long readers go on with what they have while the database is away, in milliseconds. */
const longestSilence = 10 * 60 * 1000

/** The store of a home that keeps it in a PostgreSQL database. */
export function postgresqlStore(home: Home, target: StoreTarget): Store {
  const key = JSON.stringify([home.folder, target.url])
  const ask = <T>(work: (database: Database) => Promise<T>): Promise<T> =>
    withDatabase(target, async (database) => {
      await readState(database)
      return work(database)
    })
  const read = (): Promise<UserStore> =>
    ask((database) =>
      inTransaction(database, beginReading, async () => {
        const store = await readUsers(database, await readState(database), await readPlace(database, home))
        lastRead.set(key, new WeakRef(store))
        return store
      }),
    )
  const follower = (): Promise<DatabaseFollower> =>
    shareFollower(home, target, () => void workForArchives(home, target))
  return {
    read,
    // A commit keeps the record of owners up to date in the same transaction.
    readOwned: read,
    recover: async (lock) => {
      removeTemporaries(lock)
      return ask(async (database) => {
        await noteHost(database, home)
        const { archiveHost } = await readState(database)
        if (archiveHost !== archiveHostOf(target)) return { state: 'nothing' }
        const { done, problem } = await workOnArchives(home, lock.files, database)
        if (problem !== null) throw pendingProblem(problem)
        const revision = [...done.keys()].at(-1)
        return revision === undefined
          ? { state: 'nothing' }
          : { state: 'finished', revision, archives: [...done.values()].flat() }
      })
    },
    commit: (lock, commit) =>
      commitToDatabase(lock, target, commit, { before: lastRead.get(key)?.deref() ?? null }).then((committed) => {
        lastRead.set(key, new WeakRef(commit.next))
        return committed
      }),
    tellMailServers: (settings) => ask((database) => writeMailSettings(database, settings)),
    history: {
      records: (limit) => ask((database) => readRecords(database, limit)),
      heads: (limit) => ask((database) => readHeads(database, limit)),
      ofRevision: (revision) => ask((database) => readOfRevision(database, revision)),
      since: (revision) => ask((database) => readSince(database, revision)),
      find: (pick) => ask((database) => findCommitRow(database, pick)),
    },
    earlier: {
      list: () => ask(listEarlier),
      read: (revision) => ask((database) => readEarlier(database, revision)),
    },
    sessions: {
      read: () => ask(async (database) => (await readSessions(database)).list),
      change: (change) => changeSessions(target, change),
      follow: async () => {
        const { sessions, sessionKeys, close } = await follower()
        return { newest: sessions, keys: sessionKeys, close }
      },
      changeKeys: (change) => changeSessionKeys(target, change),
    },
    follow: async () => {
      const following = await unlessAway(follower())
      return {
        current: () => {
          const fault = following.fault()
          if (fault !== null && following.silentFor() > longestSilence)
            return Promise.reject(new StoreUnavailable(fault))
          const reading = following.reading()
          return reading === null ? following.users() : reading.then(() => following.users())
        },
        unsettled: following.unsettled,
        fault: following.fault,
        close: following.close,
      }
    },
    archivesElsewhere: () =>
      ask(async (database) => {
        const [{ archiveHost }, own] = [await readState(database), archiveHostOf(target)]
        return archiveHost === null || archiveHost === own ? null : { host: archiveHost, own }
      }),
    status: () => ask(databaseStatus),
    check: () => ask((database) => checkDatabase(home, database)),
    moving: databaseMoving(home, target),
  }
}

async function unlessAway<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Problem) throw new StoreUnavailable(error.title)
    throw error
  }
}

/** A service on the machine that has the archives does what commits of other machines left for it. */
async function workForArchives(home: Home, target: StoreTarget): Promise<void> {
  try {
    await withDatabase(target, async (database) => {
      const { archiveHost } = await readState(database)
      if (archiveHost === archiveHostOf(target)) await workOnArchives(home, disk, database)
    })
  } catch (error) {
    // The next change, or the next run, does it.
    if (!(error instanceof Problem)) throw error
  }
}
