import { jsonOrNothing } from '../../../text/json/json-or-nothing.ts'
import type { Problem } from '../../../text/problem.ts'
import type { Lease, LeaseTimes } from '../../lock/lease.ts'
import type { Database } from '../connection/database.ts'
import { databaseProblem } from '../problems.ts'

/** A piece of archive work that somebody claimed. */
export type ClaimedWork = { archiveHost: string; revision: number; claimant: string }

/**
 * Renews a claim on archive work until `end` is called. Its confirmation stops the work before the next change once
 * another process has taken it over, or may have because no renewal got through for most of the lease's time.
 */
export function holdClaim(database: Database, claimed: ClaimedWork, { renewedEvery, diesAfter }: LeaseTimes): Lease {
  let confirmed = performance.now()
  let lostTo: Problem | null = null
  const renew = async (): Promise<void> => {
    const asked = performance.now()
    const rows = await database.query(
      `UPDATE rollcall.archive_work SET beat = beat + 1
       WHERE archive_host = $1 AND revision = $2 AND claimed_by = $3 RETURNING beat`,
      [claimed.archiveHost, claimed.revision, claimed.claimant],
    )
    if (rows.length > 0) confirmed = asked
    else lostTo = takenOver(await holderOf(database, claimed))
  }
  // A renewal that does not get through shows by its absence.
  const timer = setInterval(() => void renew().catch(() => undefined), renewedEvery).unref()
  return {
    confirm() {
      if (lostTo !== null) throw lostTo
      if (performance.now() - confirmed > diesAfter * 0.8) throw takenOver(null)
    },
    end: () => clearInterval(timer),
  }
}

/** The problem of work that another process took over; null: it may have. */
export const takenOver = (by: string | null): Problem =>
  databaseProblem('archiveWorkTakenOver', { by: by ?? 'another machine' })

/** Who has a piece of work now: the machine and its home; null when it is done, or nobody has it. */
export async function holderOf(
  database: Database,
  { archiveHost, revision }: Omit<ClaimedWork, 'claimant'>,
): Promise<string | null> {
  const [row] = await database.query(
    'SELECT claimed_by FROM rollcall.archive_work WHERE archive_host = $1 AND revision = $2',
    [archiveHost, revision],
  )
  const holder = jsonOrNothing(String(row?.claimed_by))
  return typeof holder === 'object' && holder !== null && 'home' in holder ? String(holder.home) : null
}
