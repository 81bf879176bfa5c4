import { userNameOf } from '../addresses.ts'
import type { Snapshot } from '../directory.ts'
import { matchUsers } from '../matching/match.ts'
import type { Change, Reason } from '../plan.ts'
import { type Scope, type ScopedAccount, scopeOf } from '../scope/scope.ts'
import type { SyncSettings } from '../settings.ts'
import type { User, UserStore } from '../user.ts'
import {
  type Granted,
  type PrivilegeGrants,
  privilegeChange,
  privilegeGrants,
  withGroupPrivileges,
} from './group-privileges.ts'
import { withOwnedFields } from './owned-fields.ts'
import { unchangedRow } from './rows.ts'

/** A plan before its open questions are answered. */
export type Draft = {
  store: UserStore
  snapshot: Snapshot
  settings: SyncSettings
  scope: Scope
  /** What the groups of the settings give an account. */
  grants: PrivilegeGrants
  /** The rows of users that are as their accounts want them. */
  unchanged: Change[]
  changing: ChangingUser[]
  /** Accounts in scope without a user. */
  newcomers: ScopedAccount[]
  /** Directory Services users without an account in scope: candidates for deletion. */
  candidates: User[]
}

/** A user whose account wants it to be another way. */
export type ChangingUser = { before: User; after: User; reason: Reason }

/** Decides the scope, matches it with the store, and compares. */
export function draftPlan(store: UserStore, snapshot: Snapshot, settings: SyncSettings): Draft {
  const scope = scopeOf(snapshot, settings)
  const { pairs, newcomers, candidates } = matchUsers(store, scope)
  const grants = privilegeGrants(snapshot, settings)
  const unchanged: Change[] = []
  const changing: ChangingUser[] = []
  for (const { account, reason, user } of pairs) {
    const owned = withOwnedFields(user, account)
    if ((!settings.followGroups || account.isGroup === true) && owned === user) {
      unchanged.push(unchangedRow(user, reason))
      continue
    }
    const followed =
      settings.followGroups && account.isGroup !== true
        ? followedUser(user, owned, grants(account))
        : { after: owned, reason: null }
    if (followed.after === user) unchanged.push(unchangedRow(user, reason))
    else changing.push({ before: user, after: followed.after, reason: followed.reason ?? reason })
  }
  return { store, snapshot, settings, scope, grants, unchanged, changing, newcomers, candidates }
}

/** The user as its groups want it; with a reason where they change what it may do. */
function followedUser(before: User, owned: User, granted: Granted): { after: User; reason: Reason | null } {
  const after = withGroupPrivileges(owned, granted)
  const change = privilegeChange(before, after, granted)
  return { after, reason: change === null ? null : { code: 'privilegesByGroup', ...change } }
}

/** What has to be found out about the archive folders and the candidates before a plan can be made. */
export type OpenQuestions = {
  /** Each is looked up directly in Google before it may be deleted. */
  candidates: User[]
  /** Archives that would be made, moved, moved onto or removed: whether a folder is there and holds mail. */
  archiveNames: string[]
}

/** Lists what a plan needs to know beyond the snapshot. */
export function openQuestions({ changing, newcomers, candidates }: Draft): OpenQuestions {
  const archiveNames = new Set(candidates.map((user) => user.userName))
  for (const { account } of newcomers) archiveNames.add(userNameOf(account))
  for (const { before, after } of changing) {
    // A user who is tied to an account only now may have mail of another one.
    if (before.directoryId === null) archiveNames.add(before.userName)
    if (before.userName !== after.userName) archiveNames.add(before.userName).add(after.userName)
  }
  return { candidates: candidates.filter(({ isGroup }) => isGroup !== true), archiveNames: [...archiveNames] }
}
