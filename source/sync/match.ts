import { fold, userNameOf } from './addresses.ts'
import { compareText } from './order.ts'
import type { Scope, ScopedAccount } from './scope.ts'
import type { User, UserStore } from './user.ts'

/** How the accounts in scope and the users of the store belong together. */
export type Matching = {
  /** Accounts in scope that have a user. */
  pairs: { user: User; scoped: ScopedAccount }[]
  /** Accounts in scope without a user. */
  newcomers: ScopedAccount[]
  /** Directory Services users without an account in scope: candidates for deletion. */
  candidates: User[]
}

/**
 * Matches by `directoryId` first; then, for a Directory Services user that has none, by user name. Integrated users
 * match nothing.
 */
export function matchUsers(store: UserStore, scope: Scope): Matching {
  const pairs = new Map<string, Matching['pairs'][number]>()
  const candidates: User[] = []
  const withoutId: User[] = []
  for (const user of store.users) {
    if (user.authentication !== 'directoryServices') continue
    if (user.directoryId === null) {
      withoutId.push(user)
      continue
    }
    const scoped = scope.accounts.get(user.directoryId)
    const earlier = pairs.get(user.directoryId)
    if (scoped === undefined) candidates.push(user)
    else if (earlier === undefined) pairs.set(user.directoryId, { user, scoped })
    else {
      // A store that was edited by hand can hold an account twice. Which of the two is kept must not depend on their order.
      const [kept, other] = preferred(earlier.user, user, userNameOf(scoped.account))
      pairs.set(user.directoryId, { user: kept, scoped })
      candidates.push(other)
    }
  }
  if (withoutId.length > 0) matchByName(withoutId, scope, pairs, candidates)
  const newcomers = [...scope.accounts.values()].filter(({ account }) => !pairs.has(account.id))
  return { pairs: [...pairs.values()], newcomers, candidates }
}

function preferred(a: User, b: User, userName: string): [kept: User, other: User] {
  if (fold(a.userName) === userName) return [a, b]
  if (fold(b.userName) === userName) return [b, a]
  return compareText(a.userName, b.userName) < 0 ? [a, b] : [b, a]
}

function matchByName(
  users: readonly User[],
  scope: Scope,
  pairs: Map<string, Matching['pairs'][number]>,
  candidates: User[],
): void {
  const byName = new Map<string, ScopedAccount>()
  for (const scoped of scope.accounts.values()) {
    if (pairs.has(scoped.account.id)) continue
    const name = userNameOf(scoped.account)
    const known = byName.get(name)
    // Google has each address once; where an answer has it twice, the order of the answer must not decide.
    if (known === undefined || compareText(scoped.account.id, known.account.id) < 0) byName.set(name, scoped)
  }
  for (const user of users) {
    const scoped = byName.get(fold(user.userName))
    if (scoped === undefined || pairs.has(scoped.account.id)) candidates.push(user)
    else pairs.set(scoped.account.id, { user, scoped })
  }
}

/** What has to be found out about the archive folders and the candidates before a plan can be made. */
export type OpenQuestions = {
  /** Each is looked up directly in Google before it may be deleted. */
  candidates: User[]
  /** Archives that would be made, moved onto or removed: whether a folder is there and holds mail. */
  archiveNames: string[]
}

/** Lists what a plan needs to know beyond the snapshot. */
export function openQuestions(store: UserStore, scope: Scope): OpenQuestions {
  const { pairs, newcomers, candidates } = matchUsers(store, scope)
  const renamed = pairs.filter(({ user, scoped }) => user.userName !== userNameOf(scoped.account))
  const archiveNames = [
    ...newcomers.map(({ account }) => userNameOf(account)),
    ...renamed.flatMap(({ user, scoped }) => [user.userName, userNameOf(scoped.account)]),
    ...candidates.map((user) => user.userName),
  ]
  return { candidates, archiveNames: [...new Set(archiveNames)] }
}
