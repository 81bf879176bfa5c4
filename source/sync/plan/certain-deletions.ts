import { fold, userNameOf } from '../addresses.ts'
import { graceOf, type Today } from './grace-period.ts'
import type { Draft } from './plan-draft.ts'

/**
 * Counts the candidates whom nothing but Google's own answer can keep from being deleted: each has an account that no
 * other user has, and a name that no other account wants.
 */
export function certainDeletions({ settings, candidates, newcomers, store }: Draft, today: Today): number {
  if (!settings.automaticDeletion) return 0
  const wanted = new Set(newcomers.map(({ account }) => userNameOf(account)))
  const holders = new Map<string, number>()
  for (const { directoryId } of store.users) {
    if (directoryId !== null) holders.set(directoryId, (holders.get(directoryId) ?? 0) + 1)
  }
  return candidates.filter((user) => {
    const { directoryId, userName } = user
    const isAlone = directoryId !== null && holders.get(directoryId) === 1 && !wanted.has(fold(userName))
    return isAlone && graceOf(user, settings, today) === null
  }).length
}
