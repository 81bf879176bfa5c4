import { fold, userNameOf } from './addresses.ts'
import { markConflicts } from './conflicts.ts'
import { limitState } from './deletion-limit.ts'
import { judgeDeparture, type Lookups, withFresherAccounts } from './departures.ts'
import { type Draft, draftPlan } from './draft.ts'
import { renamesOf, withMovedRights } from './moved-rights.ts'
import { compareText } from './order.ts'
import { changedFields, ownedFields } from './owned-fields.ts'
import type { Action, ArchiveFacts, Change, Plan, Summary } from './plan.ts'
import type { Proposal } from './proposal.ts'
import { checkRenamedArchive, proposeDeparture, proposeForUser, proposeNewcomer } from './propose.ts'
import type { Scope } from './scope.ts'
import type { User, UserStore } from './user.ts'
import { planWarnings } from './warnings.ts'

/** The answers to the open questions of a draft. */
export type Answers = {
  /** One for each candidate. */
  lookups: Lookups
  /** At least the archives that were asked for. */
  archives: ArchiveFacts
}

/**
 * Makes the plan that would bring the store in step with the directory: the same one for the same facts, whatever order
 * they come in.
 *
 * @throws Problem `listingIncomplete` when a direct look-up contradicts the lists
 */
export function makePlan(draft: Draft, answers: Answers): Plan {
  const { store, settings } = draft
  const snapshot = withFresherAccounts(draft.snapshot, answers.lookups)
  const current = snapshot === draft.snapshot ? draft : draftPlan(store, snapshot, settings)
  const changes = propose(current, answers).map(toChange)
  const summary = summarize(changes, current.scope)
  return {
    storeRevision: store.revision,
    summary,
    changes,
    skipped: current.scope.skipped,
    excluded: current.scope.excluded,
    warnings: planWarnings(store, changes),
    deletionLimit: limitState(summary.delete, settings.deletionLimit, countDirectoryUsers(store)),
  }
}

function propose({ store, settings, scope, matching }: Draft, { lookups, archives }: Answers): readonly Proposal[] {
  const { pairs, newcomers, candidates } = matching
  const holderOf = nameFinder(store)
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
  const stayers: Proposal[] = []
  for (const [scoped, user] of pairs) {
    stayers.push(checkRenamedArchive(proposeForUser(user, scoped), archives, holderOf, freed))
  }
  const proposals = [...stayers, ...arrivals, ...leavers].sort(inOrder)
  markConflicts(
    proposals,
    store.users.filter((user) => user.authentication === 'integrated'),
  )
  return withRights(proposals)
}

/** Finds users by name without case; the names are read only when somebody asks, which most runs never do. */
function nameFinder({ users }: UserStore): (userName: string) => User | undefined {
  let byName: Map<string, User> | undefined
  return (userName) => {
    byName ??= new Map(users.map((user) => [fold(user.userName), user]))
    return byName.get(fold(userName))
  }
}

/** Shows on each row that changes how the rights on renamed archives move with them. Changes the rows in place. */
function withRights(proposals: readonly Proposal[]): readonly Proposal[] {
  const changing = proposals.filter(
    ({ action, conflict }) => conflict === null && (action === 'rename' || action === 'update'),
  )
  const renames = renamesOf(changing)
  for (const proposal of changing) {
    if (proposal.after !== null) proposal.after = withMovedRights(proposal.after, renames)
  }
  return proposals
}

const countDirectoryUsers = ({ users }: UserStore): number =>
  users.reduce((count, { authentication }) => (authentication === 'directoryServices' ? count + 1 : count), 0)

const shownUser = ({ action, before, after }: Proposal): User | null => (action === 'delete' ? before : after)

function inOrder(a: Proposal, b: Proposal): number {
  const first = shownUser(a)
  const second = shownUser(b)
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
  if (after === null || after === before) return []
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
