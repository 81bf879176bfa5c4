import * as z from 'zod'
import { Problem } from '../../../text/problem.ts'
import { archiveWorkSchema } from '../../archives/archive-work-schema.ts'
import { foldersOf, type UnsettledFolders } from '../../archives/unsettled-archives.ts'
import type { Home } from '../../home.ts'
import type { SessionList } from '../../sessions/session-list.ts'
import type { ChangingStoreView } from '../../users/follow/store-view.ts'
import { connect, type Database } from '../connection/database.ts'
import { addressWords } from '../connection/store-address.ts'
import { noteHost } from '../hosts.ts'
import { databaseProblem } from '../problems.ts'
import { readState } from '../schema/migrate.ts'
import { readSessions, type VersionedSessions } from '../sessions.ts'
import type { StoreTarget } from '../store-target.ts'
import { catchUp } from './catch-up.ts'
import { createWakeUp } from './wake-up.ts'

/** How a database is followed, in milliseconds. */
export type FollowTimes = {
  /** How often the revision is asked for, also where nothing is heard: behind pgbouncer nobody hears a notification. */
  pollEvery: number
  /** A question that takes longer than this is given up, with its connection. */
  answersWithin: number
  /** How often it is written down that this home still reads. */
  notedEvery: number
}

/** The times that a service uses. */
const usualFollowTimes: FollowTimes = { pollEvery: 1000, answersWithin: 10_000, notedEvery: 20_000 }

/** The users and sessions of this moment, kept in memory, with one connection for both. */
export type DatabaseFollower = {
  /** The newest users that were read. */
  users: () => ChangingStoreView
  sessions: () => SessionList
  /** The folders that commits have still to move. */
  unsettled: () => UnsettledFolders
  /** The text that holds the keys of sessions; null before the first one. */
  sessionKeys: () => string | null
  /** Being read at the moment; resolves when it is done. */
  reading: () => Promise<void> | null
  /** Why nothing new can be heard; null while all is well. */
  fault: () => string | null
  /** For how long nothing was heard, in milliseconds. */
  silentFor: () => number
  close: () => Promise<void>
}

/**
 * Reads users and sessions, and follows them from then on. When the database goes away, what is known stays, and the
 * connection is made again when it is back.
 *
 * @param onChange told after each change of the users, and after each new connection
 * @throws Problem when the database cannot be read at the start
 */
export async function followDatabase(
  home: Home,
  target: StoreTarget,
  onChange: () => void = () => undefined,
  times: FollowTimes = usualFollowTimes,
): Promise<DatabaseFollower> {
  const wakeUp = createWakeUp()
  let isClosed = false
  let fault: string | null = null
  let heard = performance.now()
  let noted = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  let database: Database | null = null

  const open = async (): Promise<Database> => {
    const opened = await within(connect(target), times.answersWithin, target)
    opened.onNews(wakeUp.now, wakeUp.now)
    // A service may be the first to meet an older schema, which it cannot bring up to date while it only reads.
    await readState(opened)
    // Through pgbouncer this is accepted and never heard.
    await within(opened.query('LISTEN rollcall'), times.answersWithin, target)
    noted = Number.NEGATIVE_INFINITY
    return opened
  }
  database = await open()
  let view: ChangingStoreView = await catchUp(database, null)
  let unsettled = await readUnsettled(database)
  let sessions: VersionedSessions = await readSessions(database)

  const refresh = async (from: Database, revision: number, version: number): Promise<void> => {
    if (revision !== view.revision()) {
      view = await catchUp(from, view)
      // Read after the users: work that is not there any more is done.
      unsettled = await readUnsettled(from)
      onChange()
    }
    if (version !== sessions.version) sessions = await readSessions(from)
  }
  const look = async (from: Database): Promise<void> => {
    if (performance.now() - noted > times.notedEvery) {
      await within(noteHost(from, home, true), times.answersWithin, target)
      noted = performance.now()
    }
    const { revision } = await within(readState(from), times.answersWithin, target)
    const [row] = await within(from.query('SELECT version FROM rollcall.sessions'), times.answersWithin, target)
    const version = Number(row?.version ?? 0)
    if (unsettled.size > 0) unsettled = await within(readUnsettled(from), times.answersWithin, target)
    if (revision !== view.revision() || version !== sessions.version) {
      reading = refresh(from, revision, version).finally(() => {
        reading = null
      })
      await reading
    }
    fault = null
    heard = performance.now()
  }
  const run = async (): Promise<void> => {
    while (!isClosed) {
      try {
        const isNew = database === null
        database ??= await open()
        await look(database)
        if (isNew) onChange()
      } catch (error) {
        fault = error instanceof Problem ? `${error.title}. ${error.why}` : 'It cannot be read.'
        await database?.close()
        database = null
      }
      if (!isClosed) await wakeUp.wait(times.pollEvery)
    }
  }
  const running = run()
  onChange()
  return {
    users: () => view,
    unsettled: () => unsettled,
    sessions: () => sessions.list,
    sessionKeys: () => sessions.keys,
    reading: () => reading?.catch(() => undefined) ?? null,
    fault: () => fault,
    silentFor: () => performance.now() - heard,
    async close() {
      isClosed = true
      wakeUp.now()
      await running
      if (database === null) return
      await noteHost(database, home, false).catch(() => undefined)
      await database.close()
    },
  }
}

const workList = z.array(archiveWorkSchema)

/** The folders of all hosts that commits have still to move. */
async function readUnsettled(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.query('SELECT work FROM rollcall.archive_work')
  return new Set(rows.flatMap(({ work }) => [...foldersOf(workList.parse(JSON.parse(String(work))))]))
}

/** A server that stands still is not waited for: its connection is given up. */
async function within<T>(work: Promise<T>, milliseconds: number, { address }: StoreTarget): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const problem = databaseProblem('databaseLost', {
      place: addressWords(address),
      why: 'The server does not answer.',
    })
    timer = setTimeout(() => reject(problem), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
