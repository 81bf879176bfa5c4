import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { Problem } from '../../text/problem.ts'
import { parseSessionList, type SessionList } from '../sessions/session-list.ts'
import { beginChange, type Database, inTransaction, isUnsure, withDatabase } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { databaseProblem } from './problems.ts'
import { readState } from './schema/migrate.ts'
import type { StoreTarget } from './store-target.ts'

/** The list of sessions, and the number that grows with every change of it. */
export type VersionedSessions = { version: number; list: SessionList }

/**
 * Reads the list of sessions.
 *
 * @throws Problem `sessionsUnusable`, and those of the connection
 */
export async function readSessions(database: Database): Promise<VersionedSessions> {
  const [row] = await database.query('SELECT version, list FROM rollcall.sessions')
  const place = `rollcall.sessions in ${addressWords(database.target.address)}`
  return { version: Number(row?.version ?? 0), list: parseSessionList(jsonOrNothing(String(row?.list)), place) }
}

/** How often a change is tried whose outcome the connection did not tell. Each one can be made twice. */
const attempts = 3

/** Changes the list as its only writer, and waits for another writer. */
export async function changeSessions(
  target: StoreTarget,
  change: (list: SessionList) => SessionList,
): Promise<SessionList> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withDatabase(target, async (database) => {
        await readState(database)
        return inTransaction(database, beginChange, async () => {
          await database.query('SELECT version FROM rollcall.sessions FOR UPDATE')
          const list = change((await readSessions(database)).list)
          await database.query('UPDATE rollcall.sessions SET version = version + 1, list = $1', [JSON.stringify(list)])
          await database.query("SELECT pg_notify('rollcall', 'sessions')")
          return list
        })
      })
    } catch (error) {
      if (!isLost(error)) throw error
      if (attempt < attempts) continue
      const why = 'It broke each time that the list of sessions was to be changed.'
      throw databaseProblem('databaseLost', { place: addressWords(target.address), why }, error)
    }
  }
}

const isLost = (error: unknown): boolean =>
  isUnsure(error) || (error instanceof Problem && error.code === 'databaseLost')
