import { fold } from '../addresses.ts'
import type { DirectoryUser, Lookup } from '../directory.ts'
import { ownersIn } from '../ownership/claim.ts'
import { accountOwner } from '../ownership/owner.ts'
import { settleRights } from '../ownership/settle-rights.ts'
import type { ArchiveFacts, Change, Plan } from '../plan.ts'
import { finder } from '../scope/finder.ts'
import { judgeDeparture, type Lookups, withFresherAccounts } from '../scope/leavers.ts'
import type { User, UserStore } from '../user.ts'
import { concernedUsers, textsOf } from './affected-users.ts'
import { markConflicts } from './conflicts.ts'
import { limitState } from './deletion-limit.ts'
import type { Today } from './grace-period.ts'
import { settleGroupRights } from './group-rights.ts'
import { type Draft, draftPlan } from './plan-draft.ts'
import type { Proposal } from './proposal.ts'
import {
  type Arrival,
  arrivalOf,
  checkRenamedArchive,
  proposeChange,
  proposeDeparture,
  proposeNewcomer,
} from './propose.ts'
import { compareRows, rowOf, summarize } from './rows.ts'
import { idleExclusions, planWarnings, unknownWarnings } from './warnings.ts'

/** The answers to the open questions of a draft. */
export type Answers = {
  /** One for each candidate. */
  lookups: Lookups
  /** At least the archives that were asked for. */
  archives: ArchiveFacts
  /** Decides who is due to be deleted. */
  today: Today
}

/**
 * Makes the plan that would bring the store in step with the directory: the same one for the same facts, whatever order
 * they come in.
 *
 * @throws Problem `listingIncomplete` when a direct look-up contradicts the lists
 */
export function makePlan(draft: Draft, answers: Answers): Plan {
  if (!draft.settings.holdDeletions) return planOf(draft, answers)
  const plan = planOf({ ...draft, settings: { ...draft.settings, holdDeletions: false } }, answers)
  if (plan.summary.delete === 0) return plan
  // Made as if these users stayed, because they do: nobody else gets their names and addresses before the approval.
  const held = plan.changes.filter(({ action }) => action === 'delete')
  const waiting = new Set(held.map(({ before }) => before))
  const rest = planOf(draft, answers)
  const changes = rest.changes.map(
    (row): Change => (row.action !== 'conflict' && waiting.has(row.before) ? { ...row, waits: true } : row),
  )
  return { ...rest, changes, held }
}

function planOf(draft: Draft, answers: Answers): Plan {
  const { store, settings } = draft
  const snapshot = withFresherAccounts(draft.snapshot, answers.lookups)
  const current = snapshot === draft.snapshot ? draft : draftPlan(store, snapshot, settings)
  const arrivals = current.newcomers.map((scoped) => arrivalOf(scoped, settings, current.grants))
  const concerned = concernedUsers(store.users, textsOf([...arrivals, ...current.changing].map(({ after }) => after)))
  const wanted = propose(current, answers, arrivals, concerned)
  markConflicts(wanted, concerned)
  const rights = settleRights(store, wanted, concerned, ownersIn(store))
  const settled = [...wanted, ...rights.added]
  const reading = settleGroupRights(current, answers.lookups, settled, ownersIn(store))
  const losing = new Set([...rights.added, ...reading].map(({ before }) => before))
  const changing = [...settled, ...reading].map(rowOf).sort(compareRows)
  const unchanged =
    losing.size === 0 ? current.unchanged : current.unchanged.filter(({ before }) => !losing.has(before))
  const changes = [...unchanged, ...changing].sort(compareRows)
  const summary = summarize(changes, current.scope.skipped.length)
  return {
    storeRevision: store.revision,
    summary,
    changes,
    skipped: current.scope.skipped,
    excluded: current.scope.excluded,
    warnings: [
      ...unknownWarnings(current.scope.unknown),
      ...planWarnings(concerned, changing, answers.archives),
      ...rights.warnings,
      ...idleExclusions(current.scope.excluded),
    ],
    deletionLimit: limitState(summary.delete, settings.deletionLimit, countDirectoryUsers(store)),
  }
}

/** What is wanted where something is to change, before anybody asks whether it all goes together. */
function propose(
  draft: Draft,
  { lookups, archives, today }: Answers,
  arrivals: readonly Arrival[],
  concerned: readonly User[],
): Proposal[] {
  const { settings, scope } = draft
  const ownerOf = ownersIn(draft.store)
  const findHolder = finder(concerned, ({ userName }) => fold(userName))
  const holderOf = (userName: string): User | undefined => findHolder(fold(userName))
  const departures = draft.candidates.map((user) => judgeDeparture(user, lookups.get(user.userName), scope))
  const leaving = new Set(departures.filter(({ leaves }) => leaves).map(({ user }) => user))
  const newcomers = arrivals.map((arrival) => {
    const holder = holderOf(arrival.after.userName)
    return proposeNewcomer(arrival, archives, ownerOf, holder, holder !== undefined && leaving.has(holder))
  })
  // A user whose name another account wants is shown in that account's row, and stays for as long as it is disputed.
  const held = new Set(newcomers.flatMap(({ conflict, before }) => (conflict?.code === 'otherAccount' ? [before] : [])))
  const leavers = departures
    .filter(({ user }) => !held.has(user))
    .map((departure) =>
      proposeDeparture(
        departure,
        accountOf(lookups.get(departure.user.userName)),
        settings,
        archives,
        today,
        draft.grants,
      ),
    )
  const freed = new Set(leavers.flatMap(({ after, before }) => (after === null && before !== null ? [before] : [])))
  const stayers = draft.changing.map((change) => {
    const wants = change.after.directoryId === null ? null : accountOwner(change.after.directoryId)
    const proposal = proposeChange(change, ownerOf)
    return checkRenamedArchive(proposal, wants, archives, ownerOf, holderOf, freed)
  })
  return [...stayers, ...newcomers, ...leavers]
}

const accountOf = (lookup: Lookup | undefined): DirectoryUser | null =>
  lookup?.state === 'exists' ? lookup.user : null

/** Counts the users that come from the directory, of whom the limit may be a share. */
export const countDirectoryUsers = ({ users }: UserStore): number =>
  users.reduce((count, { authentication }) => (authentication === 'directoryServices' ? count + 1 : count), 0)
