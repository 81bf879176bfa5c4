import { fold } from '../../sync/addresses.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { nearest } from '../../text/nearest.ts'
import { userProblem } from './user-problems.ts'

/**
 * The user with this name, compared without case.
 *
 * @throws Problem `userNotFound`
 */
export function findUser(store: UserStore, userName: string): User {
  const user = store.users.find((one) => fold(one.userName) === fold(userName))
  if (user !== undefined) return user
  const names = store.users.map((one) => one.userName)
  throw userProblem('userNotFound', { userName: userName.trim(), near: nearest(fold(userName), names) })
}
