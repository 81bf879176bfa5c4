import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import { jsonOrNothing } from '../../../text/json/json-or-nothing.ts'
import type { Problem } from '../../../text/problem.ts'
import { archiveReports } from '../../archives/archive-report.ts'
import { type ArchiveOutcome, type ArchiveTask, doArchiveWork, syncArchives } from '../../archives/archive-work.ts'
import { archiveWorkSchema } from '../../archives/archive-work-schema.ts'
import { diskProblem } from '../../disk/disk-problems.ts'
import type { FileOperations } from '../../disk/file-operations.ts'
import type { Home } from '../../home.ts'
import { fencedDisk } from '../../lock/fence.ts'
import { type LeaseTimes, usualTimes } from '../../lock/lease.ts'
import { type ProcessIdentity, stateOfProcess, thisProcess } from '../../lock/process-identity.ts'
import { beginChange, type Database, inTransaction } from '../connection/database.ts'
import { archiveHostOf, homeName } from '../store-target.ts'
import { holdClaim, holderOf, takenOver } from './claim.ts'

/** What became of the work that waited for this machine. */
export type QueueResult = {
  /** The outcomes of what was done here, by revision, the oldest first. */
  done: ReadonlyMap<number, ArchiveOutcome[]>
  /** The disk refused: this and everything after it waits for the next run. */
  problem: Problem | null
}

/** How the queue is worked on. */
export type QueueOptions = {
  onDone?: ((done: number, of: number) => void) | undefined
  times?: LeaseTimes
  /** Who does the work; this process unless given. */
  identity?: ProcessIdentity
}

/**
 * Does the work on archives that waits for this machine, in the order of the commits. Each piece belongs to the one who
 * claimed it. What another process of this archive host claimed is left to it, unless that has provably ended or was
 * watched for the lease's time without a sign of life.
 *
 * @throws Problem when the database cannot be reached; what was done before stays done
 */
export async function workOnArchives(
  home: Home,
  files: FileOperations,
  database: Database,
  { onDone, times = usualTimes, identity = thisProcess() }: QueueOptions = {},
): Promise<QueueResult> {
  const archiveHost = archiveHostOf(database.target)
  const claimant = JSON.stringify({ ...identity, home: homeName(home) })
  const done = new Map<number, ArchiveOutcome[]>()
  for (;;) {
    const claimed = await claimNext(database, archiveHost, claimant, times, identity)
    if (claimed === null) return { done, problem: null }
    const claim = holdClaim(database, { archiveHost, revision: claimed.revision, claimant }, times)
    let outcomes: ArchiveOutcome[]
    let problem: Problem | null
    try {
      outcomes = await doArchiveWork(home, fencedDisk(files, claim), claimed, {
        enterSecondRound: () => enterSecondRound(database, archiveHost, claimed.revision, claimant),
        onDone,
      })
      problem = outcomes.find(({ outcome }) => outcome === 'pending')?.problem ?? null
      if (problem === null) await syncArchives(home, files, claimed.work)
    } catch (error) {
      throw diskProblem(error, 'finish the work in', home.archives)
    } finally {
      claim.end()
    }
    done.set(claimed.revision, outcomes)
    await settle(database, archiveHost, claimed, claimant, outcomes, problem !== null)
    if (problem !== null) return { done, problem }
  }
}

type Claimed = ArchiveTask & { isLate: boolean }

const workList = z.array(archiveWorkSchema)

/** Claims the oldest piece of work; null when there is none, or somebody else is at it. */
async function claimNext(
  database: Database,
  archiveHost: string,
  claimant: string,
  times: LeaseTimes,
  identity: ProcessIdentity,
): Promise<Claimed | null> {
  for (;;) {
    const [next] = await database.query(
      `SELECT revision, claimed_by, beat FROM rollcall.archive_work
       WHERE archive_host = $1 ORDER BY revision LIMIT 1`,
      [archiveHost],
    )
    if (next === undefined) return null
    const holder = next.claimed_by === null ? null : String(next.claimed_by)
    if (holder !== null && holder !== claimant && !(await isDead(database, archiveHost, next, times, identity)))
      return null
    const [row] = await database.query(
      `UPDATE rollcall.archive_work SET claimed_by = $4, beat = beat + 1
       WHERE archive_host = $1 AND revision = $2 AND claimed_by IS NOT DISTINCT FROM $3 AND beat = $5
       RETURNING work, round, is_late`,
      [archiveHost, next.revision, holder, claimant, next.beat],
    )
    // Somebody else came first.
    if (row === undefined) continue
    return {
      revision: Number(next.revision),
      work: workList.parse(jsonOrNothing(String(row.work))),
      round: row.round === 'in' ? 'in' : 'out',
      isLate: row.is_late === true,
    }
  }
}

const processIdentity = z.object({
  pid: z.int(),
  host: z.string(),
  namespace: z.string().nullable(),
  startTime: z.string().nullable(),
})

/** Whether the one who claimed a piece of work will never finish it. No clock is compared: only signs of life count. */
async function isDead(
  database: Database,
  archiveHost: string,
  { revision, claimed_by: claimedBy, beat }: Readonly<Record<string, unknown>>,
  { renewedEvery, diesAfter }: LeaseTimes,
  from: ProcessIdentity,
): Promise<boolean> {
  const holder = processIdentity.safeParse(jsonOrNothing(String(claimedBy)))
  const state = holder.success ? stateOfProcess(holder.data, from) : 'unknown'
  if (state !== 'unknown') return state === 'ended'
  const pause = renewedEvery / 5
  for (let watched = 0, last = performance.now(); watched < diesAfter; ) {
    await setTimeout(pause)
    const [row] = await database.query(
      'SELECT claimed_by, beat FROM rollcall.archive_work WHERE archive_host = $1 AND revision = $2',
      [archiveHost, revision],
    )
    if (row === undefined || row.claimed_by !== claimedBy || row.beat !== beat) return false
    const now = performance.now()
    // Time in which this process, or the database, stood still itself is not one in which the holder was silent.
    watched += Math.min(now - last, 2 * pause)
    last = now
  }
  return true
}

async function enterSecondRound(
  database: Database,
  archiveHost: string,
  revision: number,
  claimant: string,
): Promise<void> {
  const rows = await database.query(
    `UPDATE rollcall.archive_work SET round = 'in', beat = beat + 1
     WHERE archive_host = $1 AND revision = $2 AND claimed_by = $3 RETURNING revision`,
    [archiveHost, revision, claimant],
  )
  if (rows.length === 0) throw takenOver(await holderOf(database, { archiveHost, revision }))
}

/** Takes finished work off the list and says in the history what did not go as planned; or leaves it for the next run. */
async function settle(
  database: Database,
  archiveHost: string,
  { revision, isLate }: Claimed,
  claimant: string,
  outcomes: readonly ArchiveOutcome[],
  isPending: boolean,
): Promise<void> {
  const reports = archiveReports(outcomes)
  await inTransaction(database, beginChange, async () => {
    const where = 'WHERE archive_host = $1 AND revision = $2 AND claimed_by = $3'
    const values = [archiveHost, revision, claimant]
    if (isPending)
      await database.query(`UPDATE rollcall.archive_work SET claimed_by = NULL, is_late = true ${where}`, values)
    else await database.query(`DELETE FROM rollcall.archive_work ${where}`, values)
    if (reports.length === 0 && !isLate) return
    await database.query(
      `UPDATE rollcall.commits SET archives = $2
       WHERE id = (SELECT max(id) FROM rollcall.commits WHERE revision = $1)`,
      [revision, JSON.stringify(reports)],
    )
  })
}
