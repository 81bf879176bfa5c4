import { archiveExists, archiveHoldsMail } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { planByHand } from '../../sync/by-hand/plan-by-hand.ts'
import { asideName } from '../../sync/ownership/aside-name.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import { accountOf, nextOwner } from '../../sync/ownership/owner.ts'
import { type CommittedByHand, commitByHand } from '../users/commit-by-hand.ts'
import { archiveProblem } from './archive-problems.ts'

/** What became of an archive that was in the way: its new name, or null for one that was empty or not there. */
export type SetAside = CommittedByHand & { movedAside: string | null }

/**
 * Frees the name of an archive for the next user: the folder gets a name of its own, and its mail stays its owner's. One
 * that holds nothing is removed.
 *
 * @throws Problem `archiveNotSetAside`, and those of the lock, the store and the disk
 */
export async function setArchiveAside(home: Home, archive: string): Promise<SetAside> {
  let movedAside: string | null = null
  const committed = await commitByHand(home, {
    command: `archives set-aside ${archive}`,
    plan: (store) => {
      const owner = ownersIn(store)(archive)
      const user = store.users.find(({ userName }) => userName === archive)
      // A user who is not tied to an account any more still has the mail of the one before.
      const isFormers = user !== undefined && user.directoryId === null && accountOf(owner) !== null
      if (user !== undefined && !isFormers)
        throw archiveProblem('archiveNotSetAside', { archive, why: 'It belongs to the user of that name.' })
      const plan = planByHand(store, [])
      // The name is free already: what was wanted is so.
      if (!archiveExists(home, archive)) return { plan }
      if (!archiveHoldsMail(home, archive)) return { plan, archiveWork: [{ kind: 'remove', archive }] }
      const name = asideName(archive, store.revision + 1)
      if (archiveExists(home, name))
        throw archiveProblem('archiveNotSetAside', { archive, why: `There is an archive ${name} already.` })
      movedAside = name
      const archiveWork: ArchiveWork[] = [
        { kind: 'rename', from: archive, to: name },
        ...(isFormers ? [{ kind: 'create', archive } as const] : []),
      ]
      const decided = [
        ...(owner === null || owner === nextOwner ? [] : [{ archive: name, owner, previous: null }]),
        // What comes to the name from now on is not what an admin let go to its next user.
        ...(isFormers || owner === nextOwner ? [{ archive, owner: null, previous: owner }] : []),
      ]
      return { plan, archiveWork, decided }
    },
  })
  return { ...committed, movedAside }
}
