import type { Problem } from '../../text/problem.ts'
import { addressesOf, fold, hasAddressesOf, userNameOf } from '../addresses.ts'
import type { DirectoryUser, Lookup, Snapshot } from '../directory.ts'
import type { Reason } from '../plan.ts'
import { syncProblem } from '../problems.ts'
import type { User } from '../user.ts'
import type { Scope } from './scope.ts'

/** A Directory Services user without an account in scope: it leaves, or nobody can say for sure that it should. */
export type Departure = { user: User; leaves: boolean; reason: Reason }

/** By user name as the store has it. */
export type Lookups = ReadonlyMap<string, Lookup>

/**
 * A direct look-up is fresher than the list, so it replaces what the list says about the same account. The same snapshot
 * comes back where the two agree.
 */
export function withFresherAccounts(snapshot: Snapshot, lookups: Lookups): Snapshot {
  const fresher = new Map<string, Snapshot['users'][number]>()
  for (const lookup of lookups.values()) {
    if (lookup.state === 'exists') fresher.set(lookup.user.id, lookup.user)
  }
  if (fresher.size === 0) return snapshot
  let agree = true
  const users = snapshot.users.map((listed) => {
    const found = fresher.get(listed.id) ?? listed
    agree &&= found === listed || isSameAccount(found, listed)
    return found
  })
  return agree ? snapshot : { ...snapshot, users }
}

const isSameAccount = (a: DirectoryUser, b: DirectoryUser): boolean =>
  a.primaryEmail === b.primaryEmail &&
  a.fullName === b.fullName &&
  a.suspended === b.suspended &&
  a.archived === b.archived &&
  a.orgUnitPath === b.orgUnitPath &&
  hasAddressesOf(addressesOf(a), b)

/** Reasons for which an account is out of scope, each by Google's word or the settings'. */
const outOfScope: ReadonlySet<Reason['code']> = new Set([
  'deletedInGoogle',
  'groupArchiveEnded',
  'leftGroups',
  'leftOrgUnits',
  'leftGroupsAndOrgUnits',
  'excludedByGroup',
  'excludedByOrgUnit',
  'excludedByRule',
  'suspended',
  'archived',
])

/** Whether a row is about a user who is out of scope, for this reason or another one. */
export const isOutOfScope = ({ code }: Reason): boolean => outOfScope.has(code) || code === 'leavesOn'

/** Reasons that are no grounds for a deletion: nobody can say for sure that the user should go. */
const doubts = ['stateUnknown', 'orgUnitUnknown', 'memberUnclear'] as const satisfies Reason['code'][]

/**
 * Judges one candidate for deletion by what Google said about that very user. Only Google's own "no" is one: a question
 * without an answer leaves the user as it is.
 *
 * @throws Problem `listingIncomplete` when the account exists and belongs in scope though no list had it
 */
export function judgeDeparture(user: User, lookup: Lookup | undefined, scope: Scope): Departure {
  // A group's archive ends by the settings alone; a group that is gone in Google stops the run before this.
  if (user.isGroup === true) return { user, leaves: true, reason: { code: 'groupArchiveEnded' } }
  if (lookup === undefined) throw new Error('A user without a direct look-up must never be judged for deletion.')
  if (lookup.state === 'deleted') return { user, leaves: true, reason: { code: 'deletedInGoogle' } }
  if (lookup.state === 'unreadable') return { user, leaves: false, reason: { code: 'accountUnreadable' } }

  const account = lookup.user
  if (user.directoryId === null && userNameOf(account) !== fold(user.userName)) {
    return { user, leaves: false, reason: { code: 'otherAccount', directoryId: account.id } }
  }
  const { inScope, reason } = scope.judge(account)
  if (inScope) {
    const listed = scope.find(account.id)
    if (listed === undefined) throw leftOut(user.userName, 'users')
    return { user, leaves: false, reason: { code: 'sameAccount', userName: userNameOf(listed.account) } }
  }
  if (doubts.some((code) => code === reason.code)) return { user, leaves: false, reason }
  const leftGroups = reason.code === 'leftGroups' || reason.code === 'leftGroupsAndOrgUnits'
  if (leftGroups && lookup.inChosenGroups !== false) {
    if (lookup.inChosenGroups === null) return { user, leaves: false, reason: { code: 'membershipUnknown' } }
    // A group that may not be read can have this member, and no list is wrong then.
    if (scope.hasUnreadGroups) return { user, leaves: false, reason: { code: 'memberOfUnreadGroup' } }
    throw leftOut(user.userName, 'group members')
  }
  // The list of an excluded group says "yes", and so must the direct question: the list could be another group's.
  if (reason.code === 'excludedByGroup' && lookup.inExcludedGroups !== true) {
    if (lookup.inExcludedGroups === null) return { user, reason: { code: 'membershipUnknown' }, leaves: false }
    throw syncProblem('listingIncomplete', {
      list: 'group members',
      why: `Google's list of an excluded group has ${user.userName}, but Google says the account is not a member.`,
      userName: user.userName,
      call: null,
    })
  }
  return { user, leaves: true, reason }
}

/** The account exists and belongs in scope, so the list that left it out can't be trusted. */
function leftOut(userName: string, list: 'users' | 'group members'): Problem {
  const why = `Google left ${userName} out of the list, but the account exists and is in scope.`
  return syncProblem('listingIncomplete', { list, why, userName, call: null })
}
