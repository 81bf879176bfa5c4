import { fold, userNameOf } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { Scope, ScopedAccount } from '../scope/scope.ts'
import type { User, UserStore } from '../user.ts'
import { type Pair, pairSideBySide, type SideBySide } from './before-after.ts'

/** How the accounts in scope and the users of the store belong together. */
export type Matching = {
  /** Accounts in scope that have a user. */
  pairs: Pair[]
  /** Accounts in scope without a user. */
  newcomers: ScopedAccount[]
  /** Directory Services users without an account in scope: candidates for deletion. */
  candidates: User[]
}

/**
 * Matches by `directoryId` first; then, for a Directory Services user that has none, by user name. Integrated users
 * match nothing.
 */
export function matchUsers(store: UserStore, { accounts }: Scope): Matching {
  const users = store.users.filter(({ authentication }) => authentication === 'directoryServices')
  const sideBySide = pairSideBySide(accounts, users)
  if (sideBySide.usersLeft.length === 0) {
    return { pairs: sideBySide.pairs, newcomers: sideBySide.accountsLeft, candidates: [] }
  }
  const byId = matchById(sideBySide)
  const withoutId = sideBySide.usersLeft.filter(({ directoryId }) => directoryId === null)
  return withoutId.length === 0 ? byId : matchByName(byId, withoutId)
}

/** Finds the accounts of users that stood elsewhere. */
function matchById({ pairs, accountsLeft, usersLeft }: SideBySide): Matching {
  const matching: Matching = { pairs, newcomers: [], candidates: [] }
  const usersById = indexById(usersLeft)
  const take = ({ account }: ScopedAccount): User[] => {
    const users = usersById.get(account.id) ?? []
    if (users.length > 0) usersById.delete(account.id)
    return users
  }
  // A store that was edited by hand can hold an account twice. Which of the two is kept must not depend on their order.
  for (const pair of pairs) {
    const rivals = take(pair)
    if (rivals.length === 0) continue
    const [kept = pair.user, ...others] = byPreference([pair.user, ...rivals], pair)
    pair.user = kept
    matching.candidates.push(...others)
  }
  for (const scoped of accountsLeft) {
    const [kept, ...others] = byPreference(take(scoped), scoped)
    if (kept === undefined) matching.newcomers.push(scoped)
    else matching.pairs.push({ ...scoped, user: kept })
    matching.candidates.push(...others)
  }
  for (const users of usersById.values()) matching.candidates.push(...users)
  return matching
}

/** Those left over are few in most runs, and the accounts many; so the index is made of the former. */
function indexById(users: readonly User[]): Map<string, User[]> {
  const byId = new Map<string, User[]>()
  for (const user of users) {
    if (user.directoryId === null) continue
    const known = byId.get(user.directoryId)
    if (known === undefined) byId.set(user.directoryId, [user])
    else known.push(user)
  }
  return byId
}

/** The user that has the account's name first, then by name. */
function byPreference(users: readonly User[], { account }: ScopedAccount): readonly User[] {
  if (users.length < 2) return users
  const rank = ({ userName }: User): number => (fold(userName) === userNameOf(account) ? 0 : 1)
  return [...users].sort((a, b) => rank(a) - rank(b) || compareText(a.userName, b.userName))
}

function matchByName({ pairs, newcomers, candidates }: Matching, users: readonly User[]): Matching {
  const byName = new Map<string, ScopedAccount>()
  for (const scoped of newcomers) {
    const name = userNameOf(scoped.account)
    const known = byName.get(name)
    // Google has each address once; where an answer has it twice, the order of the answer must not decide.
    if (known === undefined || compareText(scoped.account.id, known.account.id) < 0) byName.set(name, scoped)
  }
  const found = new Set<ScopedAccount>()
  for (const user of users) {
    const scoped = byName.get(fold(user.userName))
    if (scoped === undefined || found.has(scoped)) candidates.push(user)
    else {
      found.add(scoped)
      pairs.push({ ...scoped, user })
    }
  }
  return { pairs, newcomers: newcomers.filter((scoped) => !found.has(scoped)), candidates }
}
