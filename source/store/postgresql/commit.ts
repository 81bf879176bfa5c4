import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { syncProblem } from '../../sync/problems.ts'
import type { UserStore } from '../../sync/user.ts'
import { Problem } from '../../text/problem.ts'
import type { ArchiveOutcome } from '../archives/archive-work.ts'
import type { Commit, Committed } from '../commit/commit.ts'
import { historyRecord } from '../history/history-record.ts'
import type { StoreLock } from '../lock/lock.ts'
import { storeProblem } from '../problems.ts'
import { checkStore } from '../users/parse-store.ts'
import { beginChange, type Database, inTransaction, isUnsure, withDatabase } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { noteHost, notePlace } from './hosts.ts'
import { insertCommit } from './insert-commit.ts'
import { databaseProblem } from './problems.ts'
import { knownSchema, readState } from './schema/migrate.ts'
import { archiveHostOf, type StoreTarget } from './store-target.ts'
import { readUsers } from './users/read-users.ts'
import { headText, storeDifference } from './users/store-difference.ts'
import { writeDifference, writeWhole } from './users/write-difference.ts'
import { type QueueResult, workOnArchives } from './work/archive-queue.ts'

/** What committing to a database needs beside the commit itself. */
export type CommitOptions = {
  /** The store at the expected revision, when this process has it in memory. */
  before: UserStore | null
  /** How long a database that went away during COMMIT is waited for, in milliseconds. */
  patience?: number
}

/**
 * Commits a change in one transaction: the revision is compared and grows, only what changed is written, the history gets
 * its rows, and the work on archives is put on its list. When the connection breaks during COMMIT the database is asked
 * what became of it. Then the work on archives is done, if they are on this machine.
 *
 * @throws Problem `planStale` when the store is not the expected one; `changeRefused` when the new store is not valid;
 *   `commitUnknown` when the connection broke in the very moment and the database stays away; what the database refused.
 *   But for the unknown one nothing has changed then.
 */
export async function commitToDatabase(
  { home, files }: StoreLock,
  target: StoreTarget,
  commit: Commit,
  { before, patience = usualPatience }: CommitOptions,
): Promise<Committed> {
  const { expectedRevision, next, archiveWork } = commit
  const checked = await checkStore(next)
  if (checked.state === 'bad') throw storeProblem('changeRefused', { why: checked.why })
  if (expectedRevision !== null && next.revision !== expectedRevision + 1)
    throw new Error(`revision ${next.revision} after ${expectedRevision}`)
  const uuid = randomUUID()
  try {
    await withDatabase(target, async (database) => {
      await readState(database)
      await inTransaction(database, beginChange, () => write(database, uuid, commit, before))
    })
  } catch (error) {
    if (!isUnsure(error)) throw error
    if (!(await wasCommitted(target, uuid, next.revision, patience))) {
      const why = 'The server did not get to the commit.'
      throw databaseProblem('databaseLost', { place: addressWords(target.address), why }, error)
    }
  }
  const { onArchives } = commit
  const result = await afterCommit(target, async (database) => {
    const { archiveHost } = await readState(database)
    if (archiveHost !== archiveHostOf(target)) return nothingDone
    const worked = await workOnArchives(home, files, database, { onDone: onArchives })
    await noteHost(database, home)
    await notePlace(database, home)
    return worked
  })
  const { problem } = result
  const left = archiveWork.map(
    (work): ArchiveOutcome =>
      problem === null ? { work, outcome: 'elsewhere' } : { work, outcome: 'pending', problem },
  )
  return { revision: next.revision, archives: result.done.get(next.revision) ?? left }
}

const usualPatience = 30_000

const nothingDone: QueueResult = { done: new Map(), problem: null }

/** The commit stands whatever happens from now on: what cannot be done waits for the next run. */
async function afterCommit(
  target: StoreTarget,
  work: (database: Database) => Promise<QueueResult>,
): Promise<QueueResult> {
  try {
    return await withDatabase(target, work)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { done: new Map(), problem: error }
  }
}

async function write(database: Database, uuid: string, commit: Commit, known: UserStore | null): Promise<void> {
  const { expectedRevision, next, archiveWork, record } = commit
  const state = await readState(database)
  const expected = expectedRevision ?? state.revision
  const revision = expectedRevision === null ? state.revision + 1 : next.revision
  // Read before the row is taken: then nobody waits for it, and the comparison of revisions covers both.
  const before =
    expectedRevision === null || known?.revision === expectedRevision ? known : await readUsers(database, state, null)
  const [row] = await database.query(
    `UPDATE rollcall.state SET revision = revision + 1, changed = now(), head = $2,
       archive_host = coalesce(archive_host, $3)
     WHERE revision = $1 AND moved_to IS NULL AND schema_version = $4 RETURNING archive_host`,
    [expected, headText(next), archiveHostOf(database.target), knownSchema],
  )
  if (row === undefined) {
    const { revision: foundRevision } = await readState(database)
    throw syncProblem('planStale', { changed: 'The user store', expectedRevision: expected, foundRevision })
  }
  if (expectedRevision === null || before === null) await writeWhole(database, revision, next, state.head)
  else await writeDifference(database, revision, storeDifference(before, next))
  await insertCommit(database, uuid, historyRecord(revision, record))
  if (archiveWork.length > 0)
    await database.query('INSERT INTO rollcall.archive_work (revision, archive_host, work) VALUES ($1, $2, $3)', [
      revision,
      row.archive_host,
      JSON.stringify(archiveWork),
    ])
  await database.query("SELECT pg_notify('rollcall', $1)", [String(revision)])
}

/**
 * Finds out what became of a transaction whose COMMIT was not answered. The state row is taken first: the transaction had
 * it, so once it is free the server has done with it, one way or the other.
 */
async function wasCommitted(target: StoreTarget, uuid: string, revision: number, patience: number): Promise<boolean> {
  const begun = performance.now()
  for (let pause = 50; ; pause = Math.min(2 * pause, 2000)) {
    try {
      return await withDatabase(target, async (database) => {
        await database.run(beginChange)
        await database.query('SELECT revision FROM rollcall.state FOR UPDATE')
        const found = await database.query('SELECT id FROM rollcall.commits WHERE uuid = $1', [uuid])
        await database.run('ROLLBACK')
        return found.length > 0
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (performance.now() - begun > patience)
        throw databaseProblem('commitUnknown', { place: addressWords(target.address), revision, commit: uuid }, error)
    }
    await setTimeout(pause)
  }
}
