import type { Ownership } from '../../../sync/ownership/owner.ts'
import type { User, UserStore } from '../../../sync/user.ts'
import { rowName } from './user-rows.ts'

/** What makes one store out of another, as rows: the only thing that a commit writes. */
export type StoreDifference = {
  /** The store before had nobody and no owners. */
  fromNothing: boolean
  /** Users that are new or different, each with the one that it replaces. */
  written: readonly { before: User | null; after: User }[]
  removed: readonly User[]
  owners: { written: readonly { before: Ownership | null; after: Ownership }[]; removed: readonly Ownership[] }
  /** JSON of everything beside revision, users and owners. */
  head: { before: string; after: string }
}

/** Compares two stores. Users that are the same object are the same without a look. */
export function storeDifference(before: UserStore, after: UserStore): StoreDifference {
  const former = new Map(before.users.map((user) => [rowName(user.userName), user]))
  const written: { before: User | null; after: User }[] = []
  for (const user of after.users) {
    const name = rowName(user.userName)
    const known = former.get(name) ?? null
    former.delete(name)
    if (known === user || (known !== null && JSON.stringify(known) === JSON.stringify(user))) continue
    written.push({ before: known, after: user })
  }
  const head = { before: headText(before), after: headText(after) }
  const owners = ownerDifference(before, after)
  const fromNothing = before.users.length === 0 && (before.archiveOwners?.archives.length ?? 0) === 0
  return { fromNothing, written, removed: [...former.values()], owners, head }
}

function ownerDifference(before: UserStore, after: UserStore): StoreDifference['owners'] {
  const former = new Map(before.archiveOwners?.archives.map((one) => [one.archive, one]))
  const written: { before: Ownership | null; after: Ownership }[] = []
  for (const one of after.archiveOwners?.archives ?? []) {
    const known = former.get(one.archive) ?? null
    former.delete(one.archive)
    if (known !== null && known.owner === one.owner && known.since === one.since) continue
    written.push({ before: known, after: one })
  }
  return { written, removed: [...former.values()] }
}

/**
 * JSON of a store without what has columns and rows of its own. The folder of the archives is left out too: on each machine
 * it is another one.
 */
export function headText({ revision: _revision, users: _users, archiveOwners, ...rest }: UserStore): string {
  if (archiveOwners === undefined) return JSON.stringify(rest)
  const { archives: _archives, place: _place, ...owners } = archiveOwners
  return JSON.stringify({ ...rest, archiveOwners: owners })
}
