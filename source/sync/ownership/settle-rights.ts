import { renamesOf } from '../apply/renamed-privileges.ts'
import type { Proposal } from '../plan/proposal.ts'
import type { Warning } from '../plan.ts'
import type { FolderRight, User, UserStore } from '../user.ts'
import { type FindOwner, ownersIn } from './claim.ts'
import { endedRights, handedOver, withRightsAfter } from './ended-rights.ts'
import { closeRecord, type OwnerDecision, openRecord, recordCommit } from './record-owners.ts'

/** Who owned the archives when a user's earlier rights were given; null: nobody knows any more. */
export type RightsOfThen = { ownerThen: FindOwner | null; decided?: readonly OwnerDecision[] | undefined }

/**
 * Ends the rights on archives that go to somebody else, each with a row and a warning, and moves rights along with
 * archives. Users who get back what they had get back only the rights on archives that have the same owner again.
 * Changes the proposals in place.
 *
 * @param users those of the store who may have rights on the archives in question
 * @returns rows for users who had none
 */
export function settleRights(
  store: UserStore,
  proposals: readonly Proposal[],
  users: readonly User[],
  ownerOf: FindOwner,
  then: RightsOfThen | null = null,
): { added: Proposal[]; warnings: Warning[] } {
  const changing = proposals.filter(({ action, conflict }) => conflict === null && action !== 'gone')
  const renames = renamesOf(changing)
  const ended = handedOver(changing, ownerOf)
  const warnings: Warning[] = []
  const warn = ({ userName }: User, folders: readonly string[]): void => {
    for (const folder of folders) warnings.push(rightsEnd(userName, folder))
  }
  let ownerAfter: FindOwner | null = null
  const isSameOwner = (folder: string): boolean => {
    if (then?.ownerThen == null) return false
    ownerAfter ??= ownersAfter(store, changing, then.decided)
    return then.ownerThen(folder) === ownerAfter(folder)
  }
  for (const proposal of changing) {
    const { before, after, reason } = proposal
    if (after === null) continue
    const isBack = reason.code === 'undone' || reason.code === 'restored'
    if (isBack) {
      const held = before === null ? [] : withRightsAfter(before, renames, ended).privilegesOnFolders
      const rights = rightsBack(after, held, isSameOwner)
      if (rights === after.privilegesOnFolders) continue
      warn(after, foldersMissing(after.privilegesOnFolders, rights))
      proposal.after = { ...after, privilegesOnFolders: rights }
    } else if (before !== null) {
      if (reason.code !== 'byHand') warn(after, endedRights(after, renames, ended))
      // Who gives rights by hand gives them for whoever has the archive then.
      const endedHere = reason.code === 'byHand' ? none : ended
      proposal.after = withRightsAfter(after, renames, endedHere)
    }
  }
  const added: Proposal[] = []
  if (ended.size > 0) {
    const touched = new Set(changing.map(({ before }) => before))
    const shown = new Set(proposals.map(({ before }) => before))
    for (const user of users) {
      const [folder, ...others] = touched.has(user) ? [] : endedRights(user, renames, ended)
      if (folder === undefined) continue
      warn(user, [folder, ...others])
      // A user who stays as it is has a row that says why; its rights end all the same.
      if (shown.has(user)) continue
      const after = withRightsAfter(user, renames, ended)
      const reason = { code: 'rightsEnd', folder } as const
      added.push({ action: 'update', before: user, after, reason, archive: null, conflict: null })
    }
  }
  return { added, warnings }
}

const none: ReadonlySet<string> = new Set()

/** The rights of then on archives that have the same owner again, and of the others those that the user has now. */
function rightsBack(
  { userName, privilegesOnFolders }: User,
  held: readonly FolderRight[],
  isSameOwner: (folder: string) => boolean,
): FolderRight[] {
  let isSame = true
  const rights = privilegesOnFolders.flatMap((right) => {
    if (right.folder === userName) return [right]
    const now = held.find(({ folder }) => folder === right.folder)
    if ((now !== undefined && isSameRight(now, right)) || isSameOwner(right.folder)) return [right]
    isSame = false
    return now === undefined ? [] : [now]
  })
  return isSame ? privilegesOnFolders : rights
}

const isSameRight = (a: FolderRight, b: FolderRight): boolean =>
  [...a.privileges].sort().join() === [...b.privileges].sort().join()

const foldersMissing = (wanted: readonly FolderRight[], given: readonly FolderRight[]): string[] =>
  wanted.filter((right) => !given.includes(right)).map(({ folder }) => folder)

/** Whose mail the archives hold when all this is done. */
function ownersAfter(
  store: UserStore,
  changes: readonly Proposal[],
  decided: readonly OwnerDecision[] | undefined,
): FindOwner {
  const revision = store.revision + 1
  const record = openRecord(store.archiveOwners)
  recordCommit(record, { revision, changes, decided })
  const touched = new Set(changes.map(({ before }) => before))
  const users = [
    ...store.users.filter((user) => !touched.has(user)),
    ...changes.flatMap(({ after }) => (after === null ? [] : [after])),
  ]
  return ownersIn({ ...store, users, archiveOwners: closeRecord(record, revision) })
}

const rightsEnd = (userName: string, folder: string): Warning => ({
  code: 'rightsEnd',
  message: `${userName} has no rights on the archive ${folder} any more: it goes to another account. You can give rights again with "rollcall users edit".`,
})
