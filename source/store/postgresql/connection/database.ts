import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import Cursor from 'pg-cursor'
import { Problem } from '../../../text/problem.ts'
import { onDisk } from '../../disk/disk-problems.ts'
import { databaseProblem } from '../problems.ts'
import type { StoreTarget } from '../store-target.ts'
import { rowsOfCopy, type TextRow } from './copy-text.ts'
import { connectionProblem, isRefusal, lacksPassword, statementProblem } from './database-errors.ts'
import { addressWords, type StoreHost } from './store-address.ts'
import { tlsOptions, waysToSpeak } from './tls.ts'

/** One row of an answer, by column. */
export type Row = Readonly<Record<string, unknown>>

/**
 * A connection. Nothing on it lasts longer than a transaction, no named statement, no setting and no lock, because behind
 * pgbouncer the next transaction may be another server connection's. Every failure is a Problem; `isRefusal` of its
 * `cause` tells whether the server refused or the connection broke.
 */
export type Database = {
  target: StoreTarget
  query: (text: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Runs statements, and tells what the server called the last of them, such as `COMMIT`. */
  run: (text: string) => Promise<string>
  /** Sends rows to a `COPY ... FROM STDIN`, in pieces of its text format. */
  copyIn: (text: string, pieces: Iterable<string>) => Promise<void>
  /** Yields the rows of a `COPY ... TO STDOUT`, so many at a time as have arrived. They are to be read to the last one. */
  copyOut: (text: string) => AsyncIterable<TextRow[]>
  /** Yields the rows of a query that may be long, so many at a time. Only within a transaction. */
  pages: (text: string, values: readonly unknown[], size: number) => AsyncIterable<Row[]>
  /** Calls back with the payload of each notification that arrives, and once when the connection breaks. */
  onNews: (heard: (payload: string) => void, lost: () => void) => void
  close: () => Promise<void>
}

/**
 * Connects to the first server that answers.
 *
 * @throws Problem `databaseUnreachable`, `databaseSignIn`, `databaseTls` and others of the catalogue
 */
export async function connect(target: StoreTarget): Promise<Database> {
  const { address } = target
  let first: unknown = null
  let readOnly: unknown = null
  for (const host of address.hosts) {
    const where = host.host.startsWith('/') ? `${host.host}/.s.PGSQL.${host.port}` : `${host.host} port ${host.port}`
    try {
      const client = await connectTo(target, host)
      if (!address.writable || (await isWritable(client))) return databaseOf(client, target)
      await end(client)
      readOnly = databaseProblem('databaseReadOnly', { place: addressWords(address) })
    } catch (error) {
      first ??= connectionProblem(error, address, where)
    }
  }
  throw readOnly ?? first
}

async function connectTo(target: StoreTarget, host: StoreHost): Promise<Client> {
  const { address, password, passwordFile } = target
  const known = passwordFile === null ? password : readPassword(passwordFile)
  let first: unknown = null
  for (const way of waysToSpeak(address, host)) {
    const config: ClientConfig = {
      host: host.host,
      port: host.port,
      user: address.user,
      database: address.database,
      // Without one, pg looks into PGPASSFILE or ~/.pgpass.
      ...(known === null ? {} : { password: known }),
      ssl: way === 'tls' ? tlsOptions(address, host) : false,
      application_name: address.applicationName,
      connectionTimeoutMillis: address.connectTimeout,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    }
    const client = new Client(config)
    // A connection that breaks while nothing is asked of it is found out by the next question.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      await end(client)
      // What `prefer` falls back from is a server without TLS; one that refuses a password refuses it either way.
      if (isServersAnswer(error) || lacksPassword(error)) throw error
      first = first === null || speaksNoTls(first) ? error : first
    }
  }
  throw first
}

const speaksNoTls = (error: unknown): boolean =>
  error instanceof Error && /^The server does not support SSL/.test(error.message)

const isServersAnswer = (error: unknown): boolean =>
  error instanceof Error &&
  'severity' in error &&
  error.severity !== undefined &&
  'code' in error &&
  error.code !== '28000'

/** Says goodbye to the server. */
const end = (client: Client): Promise<void> => soon(client.end())

/** Waits for what a server should answer at once, and not for one that never will. */
async function soon(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController()
  const late = setTimeout(2000, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([work.catch(() => undefined), late])
  patience.abort()
}

function readPassword(path: string): string {
  return onDisk('read', path, () => readFileSync(path, 'utf8')).replace(/\r?\n$/, '')
}

async function isWritable(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS copy",
  )
  return rows[0]?.copy === false
}

/** How much of a long answer may wait to be read, in bytes. */
const copyPiece = 1024 * 1024

function databaseOf(client: Client, target: StoreTarget): Database {
  const asProblem = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw statementProblem(error, target.address)
    }
  }
  // Cursors and COPY do not always notice by themselves that the connection is gone.
  const gone = new Promise<never>((_resolve, reject) => {
    client.once('end', () => reject(new Error('Connection terminated unexpectedly')))
  })
  gone.catch(() => undefined)
  return {
    target,
    query: (text, values = []) => asProblem(async () => (await client.query<Row>(text, [...values])).rows),
    run: (text) =>
      asProblem(async () => {
        const answers = [await client.query(text)].flat()
        return answers.at(-1)?.command ?? ''
      }),
    copyIn: (text, pieces) =>
      asProblem(() => Promise.race([pipeline(Readable.from(pieces), client.query(copyFrom(text))), gone])),
    async *copyOut(text) {
      const stream = client.query(copyTo(text, { highWaterMark: copyPiece }))
      gone.catch((error: Error) => stream.destroy(error))
      stream.setEncoding('utf8')
      try {
        yield* rowsOfCopy(stream)
      } catch (error) {
        throw statementProblem(error, target.address)
      }
    },
    async *pages(text, values, size) {
      const cursor = client.query(new Cursor<Row>(text, [...values]))
      let isOpen = true
      try {
        for (;;) {
          const rows = await asProblem(() => Promise.race([cursor.read(size), gone])).catch((error: unknown) => {
            isOpen = false
            throw error
          })
          isOpen = rows.length === size
          if (rows.length > 0) yield rows
          if (!isOpen) return
        }
      } finally {
        // Only somebody who read no further leaves it open. A broken connection never says that it is closed.
        if (isOpen) await soon(cursor.close())
      }
    },
    onNews(heard, lost) {
      client.on('notification', ({ payload }) => heard(payload ?? ''))
      client.once('end', lost)
    },
    async close() {
      await end(client)
    },
  }
}

/**
 * Does work in one transaction, whole or not at all.
 *
 * @param begin how the transaction begins, such as `BEGIN`
 * @throws Problem that the work threw, after taking it back; `databaseUnsure` when nobody knows whether it was committed
 */
export async function inTransaction<T>(database: Database, begin: string, work: () => Promise<T>): Promise<T> {
  let result: T
  try {
    await database.run(begin)
    result = await work()
  } catch (error) {
    await database.run('ROLLBACK').catch(() => undefined)
    throw error
  }
  await commit(database, begin)
  return result
}

/**
 * Whether a transaction's connection broke after COMMIT was sent and before the server answered: either side of it looks
 * the same from here.
 */
export const isUnsure = (error: unknown): boolean => error instanceof Problem && error.code === 'databaseUnsure'

async function commit(database: Database, begin: string): Promise<void> {
  let command: string
  try {
    command = await database.run('COMMIT')
  } catch (error) {
    // Whoever only read knows that nothing was changed.
    if (begin === beginReading || (error instanceof Error && isRefusal(error.cause))) throw error
    throw databaseProblem('databaseUnsure', { place: addressWords(database.target.address) }, error)
  }
  // A transaction that failed before answers COMMIT with ROLLBACK.
  if (command !== 'COMMIT')
    throw statementProblem(new Error(`COMMIT was answered with ${command}`), database.target.address)
}

/** Begins a transaction that changes something. A client that stands still does not hold the others up for long. */
export const beginChange =
  "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL lock_timeout = '60s'"

/** Begins one that reads everything as of one moment. */
export const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/** Connects for one piece of work. */
export async function withDatabase<T>(target: StoreTarget, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await connect(target)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
