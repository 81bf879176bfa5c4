import type { Renames } from '../apply/renamed-privileges.ts'
import { withMovedRights } from '../apply/renamed-privileges.ts'
import type { Change } from '../plan.ts'
import type { User } from '../user.ts'
import type { FindOwner } from './claim.ts'
import { accountOf, accountOwner } from './owner.ts'

/** What a row says of an archive's next holder. */
type Row = Pick<Change, 'before' | 'after' | 'reason' | 'archive'>

/**
 * Lists the archives that go to somebody else than before. A right belongs to the owner of the mail, as the mail does: it
 * was given for that person's mail, so it ends where another one takes the name. It stays where the same one comes back,
 * and where an admin says that the user goes on as another account (take-over, release).
 *
 * @param rows those that change something
 */
export function handedOver(rows: Iterable<Row>, ownerOf: FindOwner): Set<string> {
  const names = new Set<string>()
  for (const row of rows) {
    const { before, after } = row
    if (after === null) continue
    const isOther =
      before === null || before.userName !== after.userName ? !comesBack(row, ownerOf) : isOtherAccount(row, ownerOf)
    if (isOther) names.add(after.userName)
  }
  return names
}

/** Whether the name goes to the one whose mail it holds, or held. */
function comesBack({ after, reason, archive }: Row, ownerOf: FindOwner): boolean {
  if (after === null) return false
  if (after.directoryId !== null) return ownerOf(after.userName) === accountOwner(after.directoryId)
  return archive === 'reuse' && (reason.code === 'undone' || reason.code === 'restored')
}

/** Whether a user is tied to another account than the one that is known to have had it. */
function isOtherAccount({ before, after }: Row, ownerOf: FindOwner): boolean {
  if (before === null || after === null || after.directoryId === null) return false
  const earlier = before.directoryId ?? accountOf(ownerOf(before.userName))
  return earlier !== null && earlier !== after.directoryId
}

/**
 * The user with the rights that are left after a commit. The same object comes back where nothing changes.
 *
 * @param renames archives that move, and rights with them
 * @param ended archives whose rights end, but for a user's own
 */
export function withRightsAfter(user: User, renames: Renames, ended: ReadonlySet<string>): User {
  const left = endedRights(user, renames, ended)
  const kept =
    left.length === 0
      ? user
      : { ...user, privilegesOnFolders: user.privilegesOnFolders.filter(({ folder }) => !left.includes(folder)) }
  return withMovedRights(kept, renames)
}

/** The archives on which a user has rights that end. */
export function endedRights(user: User, renames: Renames, ended: ReadonlySet<string>): string[] {
  if (ended.size === 0) return []
  return user.privilegesOnFolders.flatMap(({ folder }) =>
    ended.has(folder) && !renames.has(folder) && folder !== user.userName ? [folder] : [],
  )
}
