import { fold } from '../../sync/addresses.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { userNotFound } from './user-problems.ts'

/**
 * The user with this name, compared without case.
 *
 * @throws Problem `userNotFound`
 */
export function findUser(store: UserStore, userName: string): User {
  const user = store.users.find((one) => fold(one.userName) === fold(userName))
  if (user === undefined) throw userNotFound(userName)
  return user
}
