import type { ArchiveFacts } from '../plan.ts'
import type { UserStore } from '../user.ts'
import { nextOwner, type Owner, ownerOfUser } from './owner.ts'

/** Tells whose mail an archive holds; null where nobody knows. */
export type FindOwner = (archive: string) => Owner | null

/** The owners that are written down in a store, by archive. */
export const writtenOwners = ({ archiveOwners }: UserStore): Map<string, Owner> =>
  new Map(archiveOwners?.archives.map((one) => [one.archive, one.owner]))

/** Answers for the archives of a store. The indexes are made when it is first asked: in most runs nobody asks. */
export function ownersIn(store: UserStore): FindOwner {
  let written: Map<string, Owner> | null = null
  let byName: Map<string, UserStore['users'][number]> | null = null
  return (archive) => {
    written ??= writtenOwners(store)
    byName ??= new Map(store.users.map((user) => [user.userName, user]))
    const user = byName.get(archive)
    return user === undefined ? (written.get(archive) ?? null) : ownerOfUser(user, written.get(archive))
  }
}

/**
 * How an archive stands to somebody who would get it: it holds nothing, or mail of theirs, mail of somebody else, or
 * mail of which nobody knows whose it is.
 */
export type Claim = 'free' | 'own' | 'others' | 'unknown'

/**
 * Decides whether an archive may become somebody's. Every way to join a user to an archive asks here: only what is `free`
 * or `own` may be joined without an admin's word.
 *
 * @param wants whom the archive would be for; null: nobody knows yet
 */
export function claimOn(archive: string, wants: Owner | null, archives: ArchiveFacts, ownerOf: FindOwner): Claim {
  if (archives.folders.get(archive)?.holdsMail !== true) return 'free'
  const owner = ownerOf(archive)
  if (owner === null) return 'unknown'
  return owner === wants || owner === nextOwner ? 'own' : 'others'
}
