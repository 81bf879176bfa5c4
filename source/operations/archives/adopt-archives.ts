import { archiveExists } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { fold } from '../../sync/addresses.ts'
import { planByHand } from '../../sync/by-hand/plan-by-hand.ts'
import { isAside } from '../../sync/ownership/aside-name.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import { nextOwner } from '../../sync/ownership/owner.ts'
import type { UserStore } from '../../sync/user.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { archiveProblem } from './archive-problems.ts'
import { expectArchivesHere } from './archives-here.ts'
import { listOwnedArchives } from './list-archives.ts'

/**
 * Lists the archives that could go to the next user of their name: those without a user that hold mail of which nobody
 * knows whose it is, as they are there before Rollcall comes.
 *
 * @throws Problem when the disk fails or the store cannot be read
 */
export async function listAdoptable(home: Home): Promise<string[]> {
  const store = await (await openStore(home)).readOwned()
  const ownerOf = ownersIn(store)
  const archives = await listOwnedArchives(home)
  return archives.flatMap(({ archive, owner, messages }) =>
    archive !== null && owner === null && messages > 0 && ownerOf(archive) === null && !isAside(archive)
      ? [archive]
      : [],
  )
}

/**
 * Lets archives go to whoever gets their name next, by an admin's word: the next synchronization or `users add` takes
 * them up.
 *
 * @param archives their names
 * @throws Problem `archiveNotAdoptable`, and those of the lock, the store and the disk
 */
export async function adoptArchives(home: Home, archives: readonly string[]): Promise<CommittedByHand> {
  await expectArchivesHere(home)
  return commitByHand(home, {
    command: archives.length === 1 ? `archives adopt ${archives[0]}` : 'archives adopt',
    plan: (store) => {
      for (const archive of archives) checkAdoptable(home, store, archive)
      const ownerOf = ownersIn(store)
      const decided = archives
        .map((archive) => ({ archive, owner: nextOwner, previous: ownerOf(archive) }))
        .filter(({ previous }) => previous !== nextOwner)
      return { plan: planByHand(store, []), decided }
    },
  })
}

function checkAdoptable(home: Home, { users }: UserStore, archive: string): void {
  if (users.some(({ userName }) => fold(userName) === fold(archive))) {
    throw archiveProblem('archiveNotAdoptable', { archive, why: 'It belongs to the user of that name.' })
  }
  if (!archiveExists(home, archive))
    throw archiveProblem('archiveNotAdoptable', { archive, why: 'There is no such folder.' })
}
