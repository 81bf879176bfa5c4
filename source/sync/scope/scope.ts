import type { DirectoryUser, Snapshot } from '../directory.ts'
import { domainOf } from '../domains.ts'
import type { Excluded, Reason, Skipped } from '../plan.ts'
import type { SyncSettings } from '../settings.ts'
import { compileExclusions, type ExclusionRule } from './exclusions.ts'
import { finder } from './finder.ts'
import { type Membership, membershipOf } from './membership.ts'

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
  /** Accounts that are left as they are because Google did not say whether they are suspended or archived. */
  withoutState: number
  /** Whether a group inside the chosen ones could not be read, so that some members are not known. */
  hasUnreadGroups: boolean
  /** The verdict on any account, listed or not. */
  judge: (account: DirectoryUser) => Verdict
  /** An account of this domain that is in none of the chosen groups, as far as they were read. */
  findOutsider: (domain: string) => DirectoryUser | undefined
}

/** Whether an account is in scope, with the reason for either answer. */
export type Verdict = { inScope: boolean; reason: Reason }

/** Decides the scope of a synchronization. */
export function scopeOf(snapshot: Snapshot, settings: SyncSettings): Scope {
  const rules = compileExclusions(settings.exclusions)
  const membership = settings.groups.length === 0 ? null : membershipOf(snapshot, settings.groups)
  const judge = (account: DirectoryUser): Verdict => judgeAccount(account, membership, rules, settings)

  const accounts: ScopedAccount[] = []
  let withoutState = 0
  const excluded: Excluded = {
    suspended: 0,
    archived: 0,
    rules: settings.exclusions.map((rule) => ({ rule, hits: 0 })),
  }
  for (const account of snapshot.users) {
    const { inScope, reason } = judge(account)
    if (inScope) accounts.push({ account, reason })
    else if (reason.code === 'suspended' || reason.code === 'archived') excluded[reason.code] += 1
    else if (reason.code === 'stateUnknown') withoutState += 1
    else if (reason.code === 'excludedByRule') countHits(excluded, rules, account)
  }
  const find = finder(accounts, ({ account }) => account.id)
  const hasUnreadGroups = settings.groups.length > 0 && snapshot.foreignGroupIds.length > 0
  const findOutsider = (domain: string): DirectoryUser | undefined =>
    [...snapshot.users, ...(snapshot.bystanders ?? [])].find(
      (account) => domainOf(account.primaryEmail) === domain && judge(account).reason.code === 'leftGroups',
    )
  const skipped = membership?.skipped ?? []
  return { accounts, find, skipped, excluded, withoutState, hasUnreadGroups, judge, findOutsider }
}

/** The order of the questions decides which reason an account gets that several would fit. */
function judgeAccount(
  account: DirectoryUser,
  membership: Membership | null,
  rules: readonly ExclusionRule[],
  settings: SyncSettings,
): Verdict {
  const path = membership === null ? null : membership.pathTo(account)
  if (path === undefined) {
    return { inScope: false, reason: { code: membership?.isUnclear(account) ? 'memberUnclear' : 'leftGroups' } }
  }
  const rule = rules.find(({ matches }) => matches(account.primaryEmail))
  if (rule !== undefined) return { inScope: false, reason: { code: 'excludedByRule', rule: rule.rule } }
  if (account.suspended && settings.suspended === 'exclude') return { inScope: false, reason: { code: 'suspended' } }
  if (account.archived && settings.archived === 'exclude') return { inScope: false, reason: { code: 'archived' } }
  const isUnknown =
    (account.suspended === null && settings.suspended === 'exclude') ||
    (account.archived === null && settings.archived === 'exclude')
  // It is not known to be active, and not known to be anything else: it neither becomes a user nor stops being one.
  if (isUnknown) return { inScope: false, reason: { code: 'stateUnknown' } }
  return { inScope: true, reason: path === null ? { code: 'everyone' } : { code: 'memberOf', path } }
}

function countHits(excluded: Excluded, rules: readonly ExclusionRule[], account: DirectoryUser): void {
  rules.forEach((rule, index) => {
    const counter = excluded.rules[index]
    if (counter !== undefined && rule.matches(account.primaryEmail)) counter.hits += 1
  })
}
