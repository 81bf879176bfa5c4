import { type Archive, archiveExists, archiveHoldsMail, listArchives } from '../store/archives/archives.ts'
import { commitStore } from '../store/commit/commit.ts'
import { recover } from '../store/commit/recovery.ts'
import type { Home } from '../store/home.ts'
import { withStoreLock } from '../store/lock/lock.ts'
import { readStore } from '../store/users/user-store.ts'
import { fold } from '../sync/addresses.ts'
import { planByHand } from '../sync/by-hand/plan-by-hand.ts'
import type { CommittedByHand } from './users/commit-by-hand.ts'
import { findUser } from './users/find-user.ts'
import { userProblem } from './users/user-problems.ts'

/** An archive folder and the user it belongs to; null: nobody's. */
export type OwnedArchive = Archive & { owner: string | null }

/**
 * Lists the archive folders with their number of messages and size.
 *
 * @throws Problem when the disk fails or the store cannot be read
 */
export async function listOwnedArchives(home: Home): Promise<OwnedArchive[]> {
  const owners = new Map((await readStore(home)).users.map(({ userName }) => [fold(userName), userName]))
  const archives = await listArchives(home)
  return archives.map((archive) => ({
    ...archive,
    owner: archive.archive === null ? null : (owners.get(fold(archive.archive)) ?? null),
  }))
}

/**
 * Gives an archive without a user to a user whose own archive is missing or holds nothing: the folder takes the user's
 * name. Mail is never mixed.
 *
 * @throws Problem `archiveNotAssignable`, `userNotFound`, and those of the lock, the store and the disk
 */
export async function assignArchive(home: Home, archive: string, userName: string): Promise<CommittedByHand> {
  return withStoreLock(home, { command: 'archives assign' }, async (lock) => {
    await recover(lock)
    const store = await readStore(home)
    const user = findUser(store, userName)
    if (store.users.some((one) => fold(one.userName) === fold(archive))) {
      throw userProblem('archiveNotAssignable', { archive, why: 'It belongs to the user of this name.' })
    }
    if (!archiveExists(home, archive))
      throw userProblem('archiveNotAssignable', { archive, why: 'There is no folder of this name.' })
    if (archiveHoldsMail(home, user.userName)) {
      throw userProblem('archiveNotAssignable', {
        archive,
        why: `The archive of ${user.userName} holds mail already. Rollcall never mixes mail.`,
      })
    }
    const plan = planByHand(store, [])
    const { revision, archives } = await commitStore(lock, {
      expectedRevision: store.revision,
      next: { ...store, revision: store.revision + 1 },
      archiveWork: [
        { kind: 'remove', archive: user.userName },
        { kind: 'rename', from: archive, to: user.userName },
      ],
      record: { command: `archives assign ${archive} ${user.userName}`, summary: plan.summary, changes: [] },
    })
    return { plan, committed: true, storeRevision: revision, archives }
  })
}
