import { fold, userNameOf } from './addresses.ts'
import { compareText } from './order.ts'
import type { Scope, ScopedAccount } from './scope.ts'
import type { User, UserStore } from './user.ts'

type Pairs = Map<ScopedAccount, User>

/** How the accounts in scope and the users of the store belong together. */
export type Matching = {
  /** Accounts in scope that have a user. */
  pairs: Pairs
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
  const pairs: Pairs = new Map()
  const candidates: User[] = []
  const withoutId: User[] = []
  for (const user of store.users) {
    if (user.authentication !== 'directoryServices') continue
    if (user.directoryId === null) {
      withoutId.push(user)
      continue
    }
    const scoped = scope.accounts.get(user.directoryId)
    const earlier = scoped === undefined ? undefined : pairs.get(scoped)
    if (scoped === undefined) candidates.push(user)
    else if (earlier === undefined) pairs.set(scoped, user)
    else {
      // A store that was edited by hand can hold an account twice. Which of the two is kept must not depend on their order.
      const [kept, other] = preferred(earlier, user, userNameOf(scoped.account))
      pairs.set(scoped, kept)
      candidates.push(other)
    }
  }
  if (withoutId.length > 0) matchByName(withoutId, scope, pairs, candidates)
  const newcomers: ScopedAccount[] = []
  for (const scoped of scope.accounts.values()) if (!pairs.has(scoped)) newcomers.push(scoped)
  return { pairs, newcomers, candidates }
}

function preferred(a: User, b: User, userName: string): [kept: User, other: User] {
  if (fold(a.userName) === userName) return [a, b]
  if (fold(b.userName) === userName) return [b, a]
  return compareText(a.userName, b.userName) < 0 ? [a, b] : [b, a]
}

function matchByName(users: readonly User[], scope: Scope, pairs: Pairs, candidates: User[]): void {
  const byName = new Map<string, ScopedAccount>()
  for (const scoped of scope.accounts.values()) {
    if (pairs.has(scoped)) continue
    const name = userNameOf(scoped.account)
    const known = byName.get(name)
    // Google has each address once; where an answer has it twice, the order of the answer must not decide.
    if (known === undefined || compareText(scoped.account.id, known.account.id) < 0) byName.set(name, scoped)
  }
  for (const user of users) {
    const scoped = byName.get(fold(user.userName))
    if (scoped === undefined || pairs.has(scoped)) candidates.push(user)
    else pairs.set(scoped, user)
  }
}
