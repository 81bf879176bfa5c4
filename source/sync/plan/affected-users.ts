import { fold } from '../addresses.ts'
import { appearance, isPlain } from '../matching/name-clashes.ts'
import type { User } from '../user.ts'

/** The names and addresses of users that are to come or to change. */
export function textsOf(users: Iterable<User>): Set<string> {
  const texts = new Set<string>()
  for (const { userName, emailAddresses } of users) {
    texts.add(fold(userName)).add(appearance(userName))
    for (const address of emailAddresses) texts.add(fold(address))
  }
  return texts
}

/**
 * The users of a store whom names or addresses concern: who has one of them, has rights on an archive of that name, or
 * has a name that may only look like it. All questions about clashes are put to them alone; to put each to 100,000
 * users would take longer than the rest of a plan.
 */
export function concernedUsers(users: readonly User[], texts: ReadonlySet<string>): User[] {
  return texts.size === 0 ? [] : users.filter((user) => isConcerned(user, texts))
}

function isConcerned({ userName, emailAddresses, privilegesOnFolders }: User, texts: ReadonlySet<string>): boolean {
  if (texts.has(fold(userName)) || !isPlain(userName)) return true
  // The first address and the own archive are most often the name itself; to compare is cheaper than to look up.
  for (const address of emailAddresses) if (address !== userName && texts.has(fold(address))) return true
  for (const { folder } of privilegesOnFolders) if (folder !== userName && texts.has(fold(folder))) return true
  return false
}
