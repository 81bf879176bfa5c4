import { execFile } from 'node:child_process'
import type { Home } from '../../store/home.ts'
import { type LastFailure, readLastFailure } from '../../store/last-failure.ts'
import { type RunRecord, readRunLog } from '../../store/run-log.ts'
import { heldDeletionsState } from '../synchronize/approve-deletions.ts'

/** How things stand between two syncs. */
export type Status = {
  /** The newest first. */
  runs: RunRecord[]
  /** ISO 8601 in UTC; null where no sync succeeded, or none was written down. */
  lastSuccess: string | null
  /** The failure that lasts. */
  failure: LastFailure | null
  /** The user names of conflicts that the last sync left. */
  conflicts: string[]
  /** The deletions that wait for an approval, and since when the first does (ISO 8601, UTC). */
  heldDeletions: { userNames: string[]; since: string } | null
  /** When systemd starts the timer next, in its own words; null where it has none. */
  nextRun: string | null
  /** Whether a failure lasts, or a conflict or a deletion waits. */
  needsYou: boolean
}

/** Reads how things stand from the home, and asks systemd for the timer. */
export async function readStatus(home: Home): Promise<Status> {
  const { runs, lastSuccess } = readRunLog(home)
  const failure = readLastFailure(home)
  const { conflicts, heldDeletions } = await readDecisions(home)
  const needsYou = failure !== null || conflicts.length > 0 || heldDeletions !== null
  return { runs, lastSuccess, failure, conflicts, heldDeletions, nextRun: await nextTimerRun(), needsYou }
}

/** What waits for somebody's decision. */
export type Decisions = Pick<Status, 'conflicts' | 'heldDeletions'>

/** Reads what waits for somebody's decision. Throws Problem where the list of deletions or the store can't be read. */
export async function readDecisions(home: Home): Promise<Decisions> {
  const conflicts = readRunLog(home).runs.find(({ outcome }) => outcome !== 'failed')?.conflicts ?? []
  return { conflicts, heldDeletions: await heldDeletionsState(home) }
}

/** How long systemd may take to answer, in milliseconds. */
const patience = 3000

function nextTimerRun(): Promise<string | null> {
  const args = ['show', 'rollcall.timer', '--property=NextElapseUSecRealtime', '--value']
  return new Promise((resolve) => {
    execFile('systemctl', args, { timeout: patience }, (error, stdout) => {
      const words = stdout.trim()
      resolve(error !== null || words === '' || words === 'n/a' ? null : words)
    })
  })
}
