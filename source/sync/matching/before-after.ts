import type { ScopedAccount } from '../scope/scope.ts'
import type { User } from '../user.ts'

/** An account in scope and the user that stands for it. */
export type Pair = ScopedAccount & { user: User }

/** The accounts and users of one id that stood side by side, and what is left over of both lists. */
export type SideBySide = { pairs: Pair[]; accountsLeft: ScopedAccount[]; usersLeft: User[] }

/**
 * Pairs accounts and users of one id in a single walk along both lists, without an index, which at 100,000 users would
 * take longer than everything else in a plan that changes little. Google sorts accounts by address and the store is in
 * order of name, so nearly all stand side by side. The names only decide which list to go on in: in any other order more
 * is left over, and nothing is paired wrongly.
 */
export function pairSideBySide(accounts: readonly ScopedAccount[], users: readonly User[]): SideBySide {
  const pairs: Pair[] = []
  const accountsLeft: ScopedAccount[] = []
  const usersLeft: User[] = []
  let place = 0
  for (const user of users) {
    let scoped = accounts[place]
    while (scoped !== undefined && comesBefore(scoped, user)) {
      accountsLeft.push(scoped)
      place += 1
      scoped = accounts[place]
    }
    if (scoped !== undefined && scoped.account.id === user.directoryId) {
      pairs.push({ account: scoped.account, reason: scoped.reason, user })
      place += 1
    } else usersLeft.push(user)
  }
  for (const scoped of accounts.slice(place)) accountsLeft.push(scoped)
  return { pairs, accountsLeft, usersLeft }
}

const comesBefore = ({ account }: ScopedAccount, { directoryId, userName }: User): boolean =>
  account.id !== directoryId && account.primaryEmail < userName
