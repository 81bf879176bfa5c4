import type { DirectoryUser, Snapshot } from '../directory.ts'
import { domainOf } from '../domains.ts'
import type { Excluded, Reason, Skipped } from '../plan.ts'
import { syncProblem } from '../problems.ts'
import type { SyncSettings } from '../settings.ts'
import { compileExclusions, type ExclusionRule } from './exclusions.ts'
import { finder } from './finder.ts'
import { groupAccounts } from './group-archives.ts'
import { type Membership, membershipOf } from './membership.ts'
import { isInOrgUnit } from './org-units.ts'

/** An account that should be a user, and why. */
export type ScopedAccount = { account: DirectoryUser; reason: Reason }

/** Which accounts the settings ask for, each with the reason; and why the others are not asked for. */
export type Scope = {
  /** In the directory's own order. */
  accounts: ScopedAccount[]
  /** The account in scope that has this id. */
  find: (id: string) => ScopedAccount | undefined
  skipped: Skipped[]
  excluded: Excluded
  /** How many accounts are left as they are because Google did not say something: their state, or their unit. */
  unknown: { state: number; orgUnit: number }
  /** Whether a group inside the chosen ones could not be read, so that some members are not known. */
  hasUnreadGroups: boolean
  /** The verdict on any account, listed or not. */
  judge: (account: DirectoryUser) => Verdict
  /** An account of this domain that is in none of the chosen groups, as far as they were read. */
  findOutsider: (domain: string) => DirectoryUser | undefined
}

/** Whether an account is in scope, with the reason for either answer. */
export type Verdict = { inScope: boolean; reason: Reason }

/**
 * Decides the scope of a synchronization.
 *
 * @throws Problem `orgUnitEmpty` when nobody is in a chosen unit: a unit that was renamed looks like everybody leaving it
 */
export function scopeOf(snapshot: Snapshot, settings: SyncSettings): Scope {
  expectPeopleInUnits(snapshot.users, settings.orgUnits)
  const rules = compileExclusions(settings.exclusions)
  const membership = settings.groups.length === 0 ? null : membershipOf(snapshot, settings.groups)
  const outside = settings.excludedGroups.length === 0 ? null : membershipOf(snapshot, settings.excludedGroups)
  const judge = (account: DirectoryUser): Verdict => {
    const inclusion = judgeInclusion(account, membership, settings.orgUnits)
    return inclusion.inScope ? judgeExclusion(account, inclusion, { outside, rules, settings }) : inclusion
  }

  const accounts: ScopedAccount[] = []
  const unknown = { state: 0, orgUnit: 0 }
  const excluded = noneExcluded(settings)
  for (const account of snapshot.users) {
    const { inScope, reason } = judge(account)
    if (inScope) accounts.push({ account, reason })
    else if (reason.code === 'stateUnknown') unknown.state += 1
    else if (reason.code === 'orgUnitUnknown') unknown.orgUnit += 1
    else countExcluded(excluded, { account, reason, rules, settings })
  }
  for (const account of groupAccounts(snapshot, settings)) {
    accounts.push({ account, reason: { code: 'groupArchive', group: account.fullName } })
  }
  const find = finder(accounts, ({ account }) => account.id)
  const hasUnreadGroups = settings.groups.length > 0 && snapshot.foreignGroupIds.length > 0
  const findOutsider = (domain: string): DirectoryUser | undefined =>
    [...snapshot.users, ...(snapshot.bystanders ?? [])].find(
      (account) =>
        domainOf(account.primaryEmail) === domain &&
        membership?.pathTo(account) === undefined &&
        !membership?.isUnclear(account),
    )
  const skipped = membership?.skipped ?? []
  return { accounts, find, skipped, excluded, unknown, hasUnreadGroups, judge, findOutsider }
}

function expectPeopleInUnits(users: readonly DirectoryUser[], orgUnits: readonly string[]): void {
  for (const orgUnit of orgUnits) {
    const isThere = users.some(({ orgUnitPath }) => orgUnitPath !== null && isInOrgUnit(orgUnitPath, orgUnit))
    if (!isThere) throw syncProblem('orgUnitEmpty', { orgUnit })
  }
}

/** Groups and units together are a union. A group is named first, as it says more about a person. */
function judgeInclusion(account: DirectoryUser, membership: Membership | null, orgUnits: readonly string[]): Verdict {
  if (membership === null && orgUnits.length === 0) return { inScope: true, reason: { code: 'everyone' } }
  const path = membership?.pathTo(account)
  if (path !== undefined) return { inScope: true, reason: { code: 'memberOf', path } }
  const orgUnit = unitOf(account, orgUnits)
  if (orgUnit !== undefined) return { inScope: true, reason: { code: 'inOrgUnit', orgUnit } }
  if (membership?.isUnclear(account)) return { inScope: false, reason: { code: 'memberUnclear' } }
  if (account.orgUnitPath === null && orgUnits.length > 0) return { inScope: false, reason: { code: 'orgUnitUnknown' } }
  if (membership === null) return { inScope: false, reason: { code: 'leftOrgUnits' } }
  return { inScope: false, reason: { code: orgUnits.length === 0 ? 'leftGroups' : 'leftGroupsAndOrgUnits' } }
}

/** Of several units that an account is in, the innermost one says most, in whatever order they were chosen. */
function unitOf({ orgUnitPath }: DirectoryUser, orgUnits: readonly string[]): string | undefined {
  if (orgUnitPath === null) return undefined
  let innermost: string | undefined
  for (const orgUnit of orgUnits) {
    if (isInOrgUnit(orgUnitPath, orgUnit) && orgUnit.length > (innermost?.length ?? 0)) innermost = orgUnit
  }
  return innermost
}

type Exclusions = { outside: Membership | null; rules: readonly ExclusionRule[]; settings: SyncSettings }

/** The order of the questions decides which reason an account gets that several would fit. */
function judgeExclusion(account: DirectoryUser, included: Verdict, { outside, rules, settings }: Exclusions): Verdict {
  const out = (reason: Reason): Verdict => ({ inScope: false, reason })
  const path = outside?.pathTo(account)
  if (path !== undefined) return out({ code: 'excludedByGroup', path })
  const orgUnit = unitOf(account, settings.excludedOrgUnits)
  if (orgUnit !== undefined) return out({ code: 'excludedByOrgUnit', orgUnit })
  const rule = rules.find(({ matches }) => matches(account.primaryEmail))
  if (rule !== undefined) return out({ code: 'excludedByRule', rule: rule.rule })
  if (account.suspended && settings.suspended === 'exclude') return out({ code: 'suspended' })
  if (account.archived && settings.archived === 'exclude') return out({ code: 'archived' })
  // What Google did not say is not known to be a reason, and not known to be none: such an account neither becomes a user nor stops being one.
  if (outside?.isUnclear(account)) return out({ code: 'memberUnclear' })
  if (account.orgUnitPath === null && settings.excludedOrgUnits.length > 0) return out({ code: 'orgUnitUnknown' })
  const isUnknown =
    (account.suspended === null && settings.suspended === 'exclude') ||
    (account.archived === null && settings.archived === 'exclude')
  return isUnknown ? out({ code: 'stateUnknown' }) : included
}

const noneExcluded = ({ excludedGroups, excludedOrgUnits, exclusions }: SyncSettings): Excluded => ({
  suspended: 0,
  archived: 0,
  groups: excludedGroups.map(({ email }) => ({ group: email, hits: 0 })),
  orgUnits: excludedOrgUnits.map((orgUnit) => ({ orgUnit, hits: 0 })),
  rules: exclusions.map((rule) => ({ rule, hits: 0 })),
})

type Out = Pick<Exclusions, 'rules' | 'settings'> & { account: DirectoryUser; reason: Reason }

function countExcluded(excluded: Excluded, { account, reason, rules, settings }: Out): void {
  if (reason.code === 'suspended' || reason.code === 'archived') excluded[reason.code] += 1
  else if (reason.code === 'excludedByGroup') {
    const [top] = reason.path
    const group = settings.excludedGroups.find(({ name, email }) => (name === '' ? email : name) === top)
    for (const counter of excluded.groups) if (counter.group === group?.email) counter.hits += 1
  } else if (reason.code === 'excludedByOrgUnit') {
    for (const counter of excluded.orgUnits) if (counter.orgUnit === reason.orgUnit) counter.hits += 1
  } else if (reason.code === 'excludedByRule') {
    rules.forEach((rule, index) => {
      const counter = excluded.rules[index]
      if (counter !== undefined && rule.matches(account.primaryEmail)) counter.hits += 1
    })
  }
}
