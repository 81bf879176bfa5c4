import { archiveExists } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import { planByHand } from '../../sync/by-hand/plan-by-hand.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { expectArchivesHere } from './archives-here.ts'

/**
 * Makes an empty archive for every user who has none, also when all of them are gone.
 *
 * @throws Problem those of the lock, the store and the disk
 */
export async function createMissingArchives(home: Home): Promise<CommittedByHand> {
  await expectArchivesHere(home)
  return commitByHand(home, {
    command: 'archives create',
    mayMissArchives: true,
    plan: (store) => ({
      plan: planByHand(store, []),
      archiveWork: store.users
        .filter(({ userName }) => !archiveExists(home, userName))
        .map(({ userName }) => ({ kind: 'create', archive: userName, takesUp: true })),
    }),
  })
}
