import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { Problem } from '../../text/problem.ts'
import { parseSessionList, type SessionList } from '../sessions/session-list.ts'
import { beginChange, type Database, inTransaction, isUnsure, withDatabase } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { databaseProblem } from './problems.ts'
import { readState } from './schema/migrate.ts'
import type { StoreTarget } from './store-target.ts'

/** The list of sessions with the text of their keys, and the number that grows with every change of either. */
export type VersionedSessions = { version: number; list: SessionList; keys: string | null }

/**
 * Reads the list of sessions.
 *
 * @throws Problem `sessionsUnusable`, and those of the connection
 */
export async function readSessions(database: Database): Promise<VersionedSessions> {
  const [row] = await database.query('SELECT version, list, keys FROM rollcall.sessions')
  const place = `rollcall.sessions in ${addressWords(database.target.address)}`
  return {
    version: Number(row?.version ?? 0),
    list: parseSessionList(jsonOrNothing(String(row?.list)), place),
    keys: typeof row?.keys === 'string' ? row.keys : null,
  }
}

/** How often a change is tried whose outcome the connection did not tell. Each one can be made twice. */
const attempts = 3

/** Changes the list as its only writer, and waits for another writer. */
export function changeSessions(target: StoreTarget, change: (list: SessionList) => SessionList): Promise<SessionList> {
  return asOnlyWriter(target, async (database, found) => {
    const list = change(found.list)
    await database.query('UPDATE rollcall.sessions SET version = version + 1, list = $1', [JSON.stringify(list)])
    return list
  })
}

/** Changes the text of the keys as its only writer, and waits for another writer. Null leaves it as it is. */
export function changeSessionKeys(
  target: StoreTarget,
  change: (keys: string | null) => Promise<string | null>,
): Promise<string | null> {
  return asOnlyWriter(target, async (database, { keys }) => {
    const next = await change(keys)
    if (next === null) return keys
    await database.query('UPDATE rollcall.sessions SET version = version + 1, keys = $1', [next])
    return next
  })
}

async function asOnlyWriter<Result>(
  target: StoreTarget,
  write: (database: Database, found: VersionedSessions) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withDatabase(target, async (database) => {
        await readState(database)
        return inTransaction(database, beginChange, async () => {
          await database.query('SELECT version FROM rollcall.sessions FOR UPDATE')
          const result = await write(database, await readSessions(database))
          await database.query("SELECT pg_notify('rollcall', 'sessions')")
          return result
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
