import { readSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import { archiveExists, archiveHoldsMail } from '../../store/archives/archives.ts'
import type { Home } from '../../store/home.ts'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { planByHand, proposeEdit, proposeRightsAlong } from '../../sync/by-hand/plan-by-hand.ts'
import { asideName } from '../../sync/ownership/aside-name.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import { accountOf, nextOwner } from '../../sync/ownership/owner.ts'
import type { Proposal } from '../../sync/plan/proposal.ts'
import type { User, UserStore } from '../../sync/user.ts'
import { type CommittedByHand, commitByHand, type PlannedByHand } from '../users/commit-by-hand.ts'
import { archiveProblem } from './archive-problems.ts'
import { expectArchivesHere } from './archives-here.ts'

/** What became of an archive that was in the way: its new name, or null for one that was empty or not there. */
export type SetAside = CommittedByHand & { movedAside: string | null }

/**
 * Frees the name of an archive for the next user: the folder gets a name of its own, and its mail stays its owner's, with
 * the rights that others have on it. One that holds nothing is removed. A user of that name who is not tied to an account
 * any more becomes a new user: what the account before might do is nothing that the next one may.
 *
 * @throws Problem `archiveNotSetAside`, and those of the lock, the settings, the store and the disk
 */
export async function setArchiveAside(home: Home, archive: string): Promise<SetAside> {
  await expectArchivesHere(home)
  let movedAside: string | null = null
  const committed = await commitByHand(home, {
    command: `archives set-aside ${archive}`,
    plan: async (store) => {
      const planned = planAside(home, store, archive, await readSettings(home))
      movedAside = planned.movedAside
      return planned
    },
  })
  return { ...committed, movedAside }
}

function planAside(
  home: Home,
  store: UserStore,
  archive: string,
  settings: Settings,
): PlannedByHand & { movedAside: string | null } {
  const refuse = (why: string): Error => archiveProblem('archiveNotSetAside', { archive, why })
  const owner = ownersIn(store)(archive)
  const user = store.users.find(({ userName }) => userName === archive)
  // A user who is not tied to an account any more still has the mail of the one before.
  const isFormers = user !== undefined && user.directoryId === null && accountOf(owner) !== null
  if (user !== undefined && !isFormers) throw refuse('It belongs to the user of that name.')
  const begun = isFormers ? [proposeEdit(user, asNewUser(user, settings))] : []
  // What comes to the name from now on is not what an admin let go to its next user.
  const freed = isFormers || owner === nextOwner ? [{ archive, owner: null, previous: owner }] : []
  if (!archiveExists(home, archive) || !archiveHoldsMail(home, archive)) {
    const archiveWork: ArchiveWork[] = !isFormers && archiveExists(home, archive) ? [{ kind: 'remove', archive }] : []
    return { plan: planByHand(store, begun), archiveWork, decided: isFormers ? freed : [], movedAside: null }
  }
  const movedAside = asideName(archive, store.revision + 1)
  if (archiveExists(home, movedAside)) throw refuse(`There is an archive ${movedAside} already.`)
  const along: Proposal[] = proposeRightsAlong(store.users, archive, movedAside)
  return {
    plan: planByHand(store, [...begun, ...along]),
    archiveWork: [
      { kind: 'rename', from: archive, to: movedAside },
      ...(isFormers ? [{ kind: 'create', archive } as const] : []),
    ],
    decided: [
      ...(owner === null || owner === nextOwner ? [] : [{ archive: movedAside, owner, previous: null }]),
      ...freed,
    ],
    movedAside,
  }
}

/** The user with what the settings give to new users. */
function asNewUser(user: User, { defaultPrivileges, ownArchivePrivileges }: Settings): User {
  const own = { folder: user.userName, privileges: [...ownArchivePrivileges] }
  return {
    ...user,
    privileges: [...defaultPrivileges],
    privilegesOnFolders: own.privileges.length === 0 ? [] : [own],
  }
}
