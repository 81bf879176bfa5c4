import { isDeepStrictEqual } from 'node:util'
import { readSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { applyPlan } from '../../sync/apply/apply.ts'
import { limitState } from '../../sync/plan/deletion-limit.ts'
import { countDirectoryUsers } from '../../sync/plan/make-plan.ts'
import { summarize } from '../../sync/plan/rows.ts'
import type { Change, Plan, Warning } from '../../sync/plan.ts'
import { interrupted } from '../../sync/problems.ts'
import { type UserStore, withoutPassword } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import type { OperationContext } from '../context.ts'
import { operationProblem } from '../problems.ts'
import { type CommittedByHand, commitByHand, type PlannedByHand } from '../users/commit-by-hand.ts'
import { forgetHeldDeletions, isFoundWith, keyOf, readHeldDeletions } from './held-deletions.ts'
import { makeCurrentPlan } from './make-current-plan.ts'

/** After so many days without a sync that confirmed it, a list of deletions is too old to be committed. */
export const approvalDays = 7

const milliseconds = approvalDays * 24 * 60 * 60 * 1000

/**
 * Shows the deletions that wait for an approval, as a plan of the store as it is; an empty one where none waits. Asks Google
 * nothing.
 *
 * @throws Problem `heldDeletionsStale`, `heldDeletionsOld`, `heldDeletionsUnusable`, and those of the store and the settings
 */
export async function previewHeldDeletions(home: Home, now = new Date()): Promise<Plan> {
  return waitingPlan(home, await (await openStore(home)).readOwned(), now)
}

/** How deletions are approved. */
export type Approval = {
  /** What somebody saw; none: whatever waits. */
  seen?: Plan | undefined
  /** The admin's word past the deletion limit: exactly the number of deletions that wait. */
  allowDeletions?: number | undefined
  now?: Date
}

/**
 * Commits the deletions that wait for an approval. Google is asked for everybody once more: who came back in between stays.
 *
 * @throws Problem as `previewHeldDeletions` does, `deletionLimit`, and what Google, the network or the disk answered
 */
export async function approveHeldDeletions(
  context: OperationContext,
  approval: Approval,
): Promise<CommittedByHand & { userCount: number }> {
  const { home, onProgress } = context
  const { seen, allowDeletions, now = new Date() } = approval
  const commandLine = { words: 'rollcall plan approve' }
  let confirmed: string | null = null
  let userCount = 0
  const plan = async (store: UserStore): Promise<PlannedByHand> => {
    userCount = store.users.length
    confirmed = readHeldDeletions(home)?.confirmed ?? null
    const waiting = await waitingPlan(home, store, now)
    if (waiting.changes.length === 0) return { plan: waiting }
    if (seen !== undefined && !isDeepStrictEqual(seen.changes, waiting.changes)) {
      throw operationProblem('heldDeletionsStale', { changed: 'The list of deletions' })
    }
    // The word is about what waits, however many of them go in the end.
    applyPlan(store, waiting, { allowDeletions, command: commandLine })
    const { plan: current } = await makeCurrentPlan(context, store, { holdsDeletions: true })
    const gone = new Set((current.held ?? []).map(keyOf))
    const [going, staying] = [true, false].map((goes) =>
      waiting.changes.filter((change) => gone.has(keyOf(change)) === goes),
    ) as [Change[], Change[]]
    if (context.signal.aborted) throw interrupted()
    userCount -= going.length
    onProgress({ stage: 'committing' })
    return { plan: deletionPlan(store, going, staying), allowDeletions: going.length }
  }
  const committed = await commitByHand(home, { command: 'plan approve', commandLine, plan })
  // A sync that ended meanwhile has made a list of its own.
  if (readHeldDeletions(home)?.confirmed === confirmed) forgetHeldDeletions(home)
  return { ...committed, userCount }
}

async function waitingPlan(home: Home, store: UserStore, now: Date): Promise<Plan> {
  const held = readHeldDeletions(home)
  if (held === null) return deletionPlan(store, [], [])
  const users = new Map(store.users.map((user) => [user.userName, user]))
  const rows = held.rows.flatMap(({ change }) => {
    const user = users.get(change.userName)
    return user === undefined || user.directoryId !== change.directoryId ? [] : [{ user, change }]
  })
  if (rows.length === 0) return deletionPlan(store, [], [])
  if (now.getTime() - Date.parse(held.confirmed) > milliseconds) {
    throw operationProblem('heldDeletionsOld', { confirmed: held.confirmed, days: approvalDays })
  }
  const settings = await readSettings(home)
  if (!isFoundWith(held, settings)) {
    throw operationProblem('heldDeletionsStale', { changed: 'The settings' })
  }
  const changed = rows.find(({ user, change }) => !isDeepStrictEqual(withoutPassword(user), change.before))
  if (changed !== undefined) {
    throw operationProblem('heldDeletionsStale', { changed: `The user ${changed.user.userName}` })
  }
  const changes = rows.map(({ user, change }) => ({ ...change, before: user }))
  const deletionLimit = limitState(changes.length, settings.deletionLimit, countDirectoryUsers(store))
  return { ...deletionPlan(store, changes, []), deletionLimit }
}

/** A plan of deletions alone; who came back is worth knowing. */
function deletionPlan(store: UserStore, changes: Change[], returned: readonly Change[]): Plan {
  const warnings = returned.map(
    ({ userName }): Warning => ({
      code: 'cameBack',
      message: `${safeText(userName)} is in scope again, and stays.`,
    }),
  )
  return {
    storeRevision: store.revision,
    summary: summarize(changes, 0),
    changes,
    skipped: [],
    excluded: { suspended: 0, archived: 0, groups: [], orgUnits: [], rules: [] },
    warnings,
    deletionLimit: { deletions: changes.length, limit: changes.length, exceeded: false },
  }
}

/**
 * Counts the deletions that wait, without those whose user is gone already; null where none does.
 *
 * @throws Problem as `previewHeldDeletions` does, but for a list that is stale or old
 */
export async function heldDeletionsState(home: Home): Promise<{ userNames: string[]; since: string } | null> {
  const held = readHeldDeletions(home)
  if (held === null) return null
  const { users } = await (await openStore(home)).read()
  const accounts = new Map(users.map(({ userName, directoryId }) => [userName, directoryId]))
  const rows = held.rows.filter(({ change }) => accounts.get(change.userName) === change.directoryId)
  const since = rows.map((row) => row.since).sort()[0]
  return since === undefined ? null : { userNames: rows.map(({ change }) => change.userName), since }
}
