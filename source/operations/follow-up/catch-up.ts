import type { Home } from '../../store/home.ts'
import { withStoreLock } from '../../store/lock/lock.ts'
import { openStore } from '../../store/open-store.ts'
import { followUp } from './follow-up.ts'
import type { FollowUpReport } from './follow-up-state.ts'

/**
 * Brings exports up to date without a commit: after a change of settings. A command that is set now counts from the next
 * commit on.
 *
 * @returns what was done; null where there was nothing to do
 * @throws Problem of the lock, the store and the disk
 */
export async function catchUp(home: Home): Promise<FollowUpReport | null> {
  return withStoreLock(home, { command: 'setup' }, async (lock) => {
    const kept = await openStore(home)
    await kept.recover(lock)
    return followUp(lock, kept, await kept.read(), null)
  })
}
