import { fold, userNameOf } from './addresses.ts'
import { markConflicts } from './conflicts.ts'
import { limitState } from './deletion-limit.ts'
import { judgeDeparture, type Lookups, withFresherAccounts } from './departures.ts'
import { type Draft, draftPlan } from './draft.ts'
import { renamesOf, withMovedRights } from './moved-rights.ts'
import { withOwnedFields } from './owned-fields.ts'
import type { ArchiveFacts, Change, Plan } from './plan.ts'
import type { Proposal } from './proposal.ts'
import { checkRenamedArchive, proposeChange, proposeDeparture, proposeNewcomer } from './propose.ts'
import { compareRows, rowOf, summarize, unchangedRow } from './rows.ts'
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
  const changes = rowsFor(current, answers)
  const summary = summarize(changes, current.scope.skipped.length)
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

function rowsFor(draft: Draft, answers: Answers): Change[] {
  const unchanged: Change[] = []
  const changing: Proposal[] = []
  for (const [{ account, reason }, user] of draft.matching.pairs) {
    const after = withOwnedFields(user, account)
    if (after === user) unchanged.push(unchangedRow(user, reason))
    else changing.push(proposeChange(user, after, reason))
  }
  const wanted = propose(draft, answers, changing)
  markConflicts(wanted, [
    ...draft.store.users.filter(({ authentication }) => authentication === 'integrated'),
    ...unchanged.flatMap(({ after }) => after ?? []),
  ])
  return [...unchanged, ...withRights(wanted).map(rowOf)].sort(compareRows)
}

/** What is wanted where something is to change, before anybody asks whether it all goes together. */
function propose(draft: Draft, { lookups, archives }: Answers, changing: readonly Proposal[]): Proposal[] {
  const { store, settings, scope, matching } = draft
  const holderOf = nameFinder(store)
  const departures = matching.candidates.map((user) => judgeDeparture(user, lookups.get(user.userName), scope))
  const leaving = new Set(departures.filter(({ leaves }) => leaves).map(({ user }) => user))
  const arrivals = matching.newcomers.map((scoped) => {
    const holder = holderOf(userNameOf(scoped.account))
    return proposeNewcomer(scoped, settings, archives, holder, holder !== undefined && leaving.has(holder))
  })
  // A user whose name another account wants is shown in that account's row, and stays for as long as it is disputed.
  const held = new Set(arrivals.flatMap(({ conflict, before }) => (conflict?.code === 'otherAccount' ? [before] : [])))
  const leavers = departures
    .filter(({ user }) => !held.has(user))
    .map((departure) => proposeDeparture(departure, settings, archives))
  const freed = new Set(leavers.flatMap(({ after, before }) => (after === null && before !== null ? [before] : [])))
  const stayers = changing.map((proposal) => checkRenamedArchive(proposal, archives, holderOf, freed))
  return [...stayers, ...arrivals, ...leavers]
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
function withRights(proposals: Proposal[]): Proposal[] {
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
