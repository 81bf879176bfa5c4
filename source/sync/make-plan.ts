import { fold, userNameOf } from './addresses.ts'
import { markConflicts } from './conflicts.ts'
import { limitState } from './deletion-limit.ts'
import { judgeDeparture, type Lookups, withFresherAccounts } from './departures.ts'
import type { Snapshot } from './directory.ts'
import { matchUsers } from './match.ts'
import { renamesOf, withMovedRights } from './moved-rights.ts'
import { compareText } from './order.ts'
import { changedFields, ownedFields } from './owned-fields.ts'
import type { Action, ArchiveFacts, Change, Plan, Summary } from './plan.ts'
import type { Proposal } from './proposal.ts'
import { checkRenamedArchive, proposeDeparture, proposeForUser, proposeNewcomer } from './propose.ts'
import { type Scope, scopeOf } from './scope.ts'
import type { SyncSettings } from './settings.ts'
import type { User, UserStore } from './user.ts'
import { planWarnings } from './warnings.ts'

/** Everything a plan is made from. */
export type PlanInput = {
  store: UserStore
  snapshot: Snapshot
  /** One for each candidate that `openQuestions` named. */
  lookups: Lookups
  /** At least what `openQuestions` asked for. */
  archives: ArchiveFacts
  settings: SyncSettings
}

/**
 * Makes the plan that would bring the store in step with the directory: the same one for the same facts, whatever order
 * they come in.
 *
 * @throws Problem `listingIncomplete` when a direct look-up contradicts the lists
 */
export function makePlan({ store, snapshot, lookups, archives, settings }: PlanInput): Plan {
  const scope = scopeOf(withFresherAccounts(snapshot, lookups), settings)
  const proposals = propose(store, scope, lookups, archives, settings)
  const changes = proposals.map(toChange)
  const summary = summarize(changes, scope)
  const directoryUsers = store.users.filter((user) => user.authentication === 'directoryServices').length
  return {
    storeRevision: store.revision,
    summary,
    changes,
    skipped: scope.skipped,
    excluded: scope.excluded,
    warnings: planWarnings(store, changes),
    deletionLimit: limitState(summary.delete, settings.deletionLimit, directoryUsers),
  }
}

function propose(
  store: UserStore,
  scope: Scope,
  lookups: Lookups,
  archives: ArchiveFacts,
  settings: SyncSettings,
): Proposal[] {
  const { pairs, newcomers, candidates } = matchUsers(store, scope)
  const byName = new Map(store.users.map((user) => [fold(user.userName), user]))
  const holderOf = (userName: string): User | undefined => byName.get(fold(userName))

  const departures = candidates.map((user) => judgeDeparture(user, lookups.get(user.userName), scope))
  const leaving = new Set(departures.filter(({ leaves }) => leaves).map(({ user }) => user))
  const arrivals = newcomers.map((scoped) => {
    const holder = holderOf(userNameOf(scoped.account))
    return proposeNewcomer(scoped, settings, archives, holder, holder !== undefined && leaving.has(holder))
  })
  // A user whose name another account wants is shown in that account's row, and stays for as long as it is disputed.
  const held = new Set(arrivals.flatMap(({ conflict, before }) => (conflict?.code === 'otherAccount' ? [before] : [])))
  const leavers = departures
    .filter(({ user }) => !held.has(user))
    .map((departure) => proposeDeparture(departure, settings, archives))
  const freed = new Set(leavers.flatMap(({ after, before }) => (after === null && before !== null ? [before] : [])))
  const stayers = pairs.map((pair) => checkRenamedArchive(proposeForUser(pair), archives, holderOf, freed))

  const proposals = [...stayers, ...arrivals, ...leavers].sort(inOrder)
  markConflicts(
    proposals,
    store.users.filter((user) => user.authentication === 'integrated'),
  )
  return withRights(proposals)
}

/** Shows on each row that changes how the rights on renamed archives move with them. */
function withRights(proposals: readonly Proposal[]): Proposal[] {
  const renames = renamesOf(proposals.filter(({ conflict, action }) => conflict === null && action === 'rename'))
  return proposals.map((proposal) => {
    const { before, after, conflict, action } = proposal
    const changing = conflict === null && (action === 'rename' || action === 'update')
    return changing && before !== null && after !== null
      ? { ...proposal, after: withMovedRights(after, renames) }
      : proposal
  })
}

const shownUser = ({ action, before, after }: Proposal): User | null => (action === 'delete' ? before : after)

function inOrder(a: Proposal, b: Proposal): number {
  const [first, second] = [shownUser(a), shownUser(b)]
  return (
    compareText(first?.userName ?? '', second?.userName ?? '') ||
    compareText(first?.directoryId ?? '', second?.directoryId ?? '')
  )
}

function toChange(proposal: Proposal): Change {
  const { before, after, conflict } = proposal
  const shown = shownUser(proposal)
  const action: Action = conflict === null ? proposal.action : 'conflict'
  return {
    action,
    userName: shown?.userName ?? '',
    directoryId: shown?.directoryId ?? null,
    fields: fieldsOf(before, after),
    before,
    after,
    reason: conflict ?? proposal.reason,
    archive: conflict === null ? proposal.archive : null,
  }
}

function fieldsOf(before: User | null, after: User | null): string[] {
  if (after === null) return []
  if (before === null) return [...ownedFields]
  const rightsMove = before.privilegesOnFolders !== after.privilegesOnFolders
  return rightsMove ? [...changedFields(before, after), 'privilegesOnFolders'] : changedFields(before, after)
}

function summarize(changes: readonly Change[], scope: Scope): Summary {
  const summary: Summary = {
    create: 0,
    update: 0,
    rename: 0,
    delete: 0,
    gone: 0,
    conflict: 0,
    unchanged: 0,
    skipped: scope.skipped.length,
  }
  for (const { action } of changes) summary[action] += 1
  return summary
}
