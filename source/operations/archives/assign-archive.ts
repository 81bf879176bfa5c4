import { archiveExists, archiveHoldsMail } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { fold } from '../../sync/addresses.ts'
import { planByHand } from '../../sync/by-hand/plan-by-hand.ts'
import { isAsideOf } from '../../sync/ownership/aside-name.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { findUser } from '../users/find-user.ts'
import { archiveProblem } from './archive-problems.ts'
import { expectArchivesHere } from './archives-here.ts'

/**
 * Gives an archive without a user to a user, by an admin's word: the folder takes the user's name. Mail of two owners is
 * never mixed: a user whose own archive holds mail gets only what history knows to be the same user's, or what was set
 * aside under the user's own name; that is joined with it.
 *
 * @throws Problem `archiveNotAssignable`, `userNotFound`, and those of the lock, the store and the disk
 */
export async function assignArchive(home: Home, archive: string, userName: string): Promise<CommittedByHand> {
  await expectArchivesHere(home)
  return commitByHand(home, {
    command: `archives assign ${archive} ${userName}`,
    plan: (store) => {
      const user = findUser(store, userName)
      const joins = checkAssignable(home, store, archive, user)
      return {
        plan: planByHand(store, []),
        archiveWork: [
          ...(joins ? [] : [{ kind: 'remove', archive: user.userName } as const]),
          { kind: 'rename', from: archive, to: user.userName, ...(joins ? { joins } : {}) },
        ],
      }
    },
  })
}

/** Tells whether the mail is to be joined with mail of the same owner. */
function checkAssignable(home: Home, store: UserStore, archive: string, user: User): boolean {
  if (store.users.some((one) => fold(one.userName) === fold(archive) && (one !== user || one.userName === archive))) {
    throw archiveProblem('archiveNotAssignable', { archive, why: 'It belongs to the user of that name.' })
  }
  if (!archiveExists(home, archive))
    throw archiveProblem('archiveNotAssignable', { archive, why: 'There is no such folder.' })
  if (!archiveHoldsMail(home, user.userName)) return false
  const ownerOf = ownersIn(store)
  const owner = ownerOf(archive)
  const isOwn = owner === null ? isAsideOf(archive, user.userName) : owner === ownerOf(user.userName)
  if (isOwn) return true
  throw archiveProblem('archiveNotAssignable', {
    archive,
    why: `The archive of ${user.userName} holds mail of its own, which is never mixed.`,
  })
}
