import { fold } from './addresses.ts'
import { changeOf } from './change-of.ts'
import type { ArchiveFacts, Change, Reason } from './plan.ts'
import type { User, UserStore } from './user.ts'

/**
 * What would have to happen to one store to make its users those of another. Users belong together by `directoryId`,
 * those without one by name.
 */
export function storeDifference(from: UserStore, to: UserStore, reason: Reason, archives: ArchiveFacts): Change[] {
  const changes: (Change | null)[] = []
  const left = new Set(from.users)
  const find = userFinder(from)
  for (const after of to.users) {
    const found = find(after)
    const before = found !== undefined && left.delete(found) ? found : null
    changes.push(changeOf(before, after, reason, archives))
  }
  for (const before of left) changes.push(changeOf(before, null, reason, archives))
  return changes.filter((change) => change !== null)
}

/** Finds the user of a store that stands for the same person as a given one. */
export function userFinder({ users }: UserStore): (user: User) => User | undefined {
  const byId = new Map<string, User>()
  const byName = new Map<string, User>()
  for (const user of users) {
    if (user.directoryId !== null && !byId.has(user.directoryId)) byId.set(user.directoryId, user)
    byName.set(fold(user.userName), user)
  }
  return (user) => {
    const same = user.directoryId === null ? undefined : byId.get(user.directoryId)
    if (same !== undefined) return same
    const named = byName.get(fold(user.userName))
    // Two different accounts under one name, one after the other, are two users.
    const another = named !== undefined && named.directoryId !== null && user.directoryId !== null
    return another ? undefined : named
  }
}
