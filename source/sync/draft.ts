import { userNameOf } from './addresses.ts'
import type { Snapshot } from './directory.ts'
import { type Matching, matchUsers } from './match.ts'
import { type Scope, scopeOf } from './scope.ts'
import type { SyncSettings } from './settings.ts'
import type { User, UserStore } from './user.ts'

/** A plan before its open questions are answered. */
export type Draft = {
  store: UserStore
  snapshot: Snapshot
  settings: SyncSettings
  scope: Scope
  matching: Matching
}

/** Decides the scope and matches it with the store. */
export function draftPlan(store: UserStore, snapshot: Snapshot, settings: SyncSettings): Draft {
  const scope = scopeOf(snapshot, settings)
  return { store, snapshot, settings, scope, matching: matchUsers(store, scope) }
}

/** What has to be found out about the archive folders and the candidates before a plan can be made. */
export type OpenQuestions = {
  /** Each is looked up directly in Google before it may be deleted. */
  candidates: User[]
  /** Archives that would be made, moved, moved onto or removed: whether a folder is there and holds mail. */
  archiveNames: string[]
}

/** Lists what a plan needs to know beyond the snapshot. */
export function openQuestions({ matching: { pairs, newcomers, candidates } }: Draft): OpenQuestions {
  const archiveNames = new Set(candidates.map((user) => user.userName))
  for (const { account } of newcomers) archiveNames.add(userNameOf(account))
  for (const [{ account }, user] of pairs) {
    const wanted = userNameOf(account)
    if (user.userName !== wanted) archiveNames.add(user.userName).add(wanted)
  }
  return { candidates, archiveNames: [...archiveNames] }
}
