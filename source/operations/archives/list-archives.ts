import { type Archive, listArchives } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import { accountOf, nextOwner } from '../../sync/ownership/owner.ts'
import type { UserStore } from '../../sync/user.ts'
import { expectArchivesHere } from './archives-here.ts'

/** Whom the mail of an archive without a user was delivered for, as far as it was written down. */
export type FormerOwner =
  /** A Google account, and the user that it is today, if it is one. */
  | { kind: 'account'; directoryId: string; userName: string | null }
  /** A user without a Google account, who is gone. */
  | { kind: 'formerUser' }
  /** By an admin's word, whoever gets the name next. */
  | { kind: 'nextUser' }

/** An archive folder and the user it belongs to; null: nobody's. */
export type OwnedArchive = Archive & {
  owner: string | null
  /** Null for a user's archive, and where nobody knows. */
  mailOf: FormerOwner | null
}

/**
 * Lists the archive folders with their number of messages and size, and whose mail those without a user hold.
 *
 * @throws Problem when the disk fails or the store cannot be read
 */
export async function listOwnedArchives(home: Home): Promise<OwnedArchive[]> {
  await expectArchivesHere(home)
  const store = await (await openStore(home)).readOwned()
  const names = new Set(store.users.map(({ userName }) => userName))
  const formerOwner = formerOwners(store)
  const archives = await listArchives(home)
  return archives.map((one) => {
    const owner = one.archive !== null && names.has(one.archive) ? one.archive : null
    return { ...one, owner, mailOf: owner === null && one.archive !== null ? formerOwner(one.archive) : null }
  })
}

/** Tells whose mail an archive without a user holds. */
export function formerOwners(store: UserStore): (archive: string) => FormerOwner | null {
  const ownerOf = ownersIn(store)
  let byId: Map<string | null, string> | null = null
  return (archive) => {
    const owner = ownerOf(archive)
    if (owner === null) return null
    if (owner === nextOwner) return { kind: 'nextUser' }
    const directoryId = accountOf(owner)
    if (directoryId === null) return { kind: 'formerUser' }
    byId ??= new Map(store.users.map((user) => [user.directoryId, user.userName]))
    return { kind: 'account', directoryId, userName: byId.get(directoryId) ?? null }
  }
}
