import type { Home } from '../../store/home.ts'
import { hashPassword } from '../../store/users/password.ts'
import { fold } from '../../sync/addresses.ts'
import { planByHand, proposeEdit } from '../../sync/by-hand/plan-by-hand.ts'
import { differingFields } from '../../sync/by-hand/user-differences.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
import { localOwner } from '../../sync/ownership/owner.ts'
import { passwordFault } from '../../sync/password-fault.ts'
import { withoutGroupRights } from '../../sync/plan/group-rights.ts'
import type { Proposal } from '../../sync/plan/proposal.ts'
import { withClaimedArchive } from '../../sync/plan/propose.ts'
import { privilegeFaults } from '../../sync/privileges.ts'
import type { FolderRight, Privilege, User, UserStore } from '../../sync/user.ts'
import { archiveConflict } from '../archives/archive-problems.ts'
import { readPlanFacts } from '../archives/plan-facts.ts'
import { type CommittedByHand, commitByHand, type PlannedByHand } from './commit-by-hand.ts'
import { findUser } from './find-user.ts'
import { userProblem } from './user-problems.ts'

/** What can be set of a user by hand. What is left away stays as it is. */
export type UserChange = {
  fullName?: string | undefined
  emailAddresses?: string[] | undefined
  pop3UserNames?: string[] | undefined
  privileges?: Privilege[] | undefined
  /** Replaces all rights on folders. */
  privilegesOnFolders?: FolderRight[] | undefined
  /** In the clear; only its hash is kept. */
  password?: string | undefined
}

/**
 * Adds an integrated user with an archive of its own, which it may read unless rights are given.
 *
 * @throws Problem `userInvalid`, `userConflict`, and those of the store
 */
export async function addUser(home: Home, userName: string, change: UserChange): Promise<CommittedByHand> {
  const name = fold(userName.trim())
  const { password, ...values } = change
  const hash = password === undefined ? {} : { password: await hashPassword(checkPassword(name, password)) }
  return commitByHand(home, {
    command: 'users add',
    plan: async (store) => {
      const user: User = {
        userName: name,
        fullName: values.fullName ?? '',
        distinguishedName: null,
        authentication: 'integrated',
        directoryId: null,
        emailAddresses: values.emailAddresses ?? [],
        pop3UserNames: values.pop3UserNames ?? [],
        privileges: values.privileges ?? ['login'],
        privilegesOnFolders: values.privilegesOnFolders ?? [{ folder: name, privileges: ['read'] }],
        ...hash,
      }
      const archives = await readPlanFacts(home, store, [name])
      const proposal = {
        action: 'create',
        before: null,
        after: checkUser(user),
        reason: { code: 'byHand' },
        archive: 'create',
        conflict: null,
      } as const
      // A new user is nobody who was there before, so mail goes along only by an admin's word.
      const wants = localOwner(store.revision + 1, name)
      return planOne(store, withClaimedArchive(proposal, wants, archives, ownersIn(store)))
    },
  })
}

/**
 * Changes a user. What the directory owns (full name, addresses) and the password can be changed of integrated users only.
 *
 * @throws Problem `userNotFound`, `notIntegrated`, `userInvalid`, `userConflict`, and those of the store
 */
export async function editUser(home: Home, userName: string, change: UserChange): Promise<CommittedByHand> {
  const { password, ...values } = change
  const hash = password === undefined ? {} : { password: await hashPassword(checkPassword(userName, password)) }
  return commitByHand(home, {
    command: 'users edit',
    plan: (store) => {
      const before = findUser(store, userName)
      const owned = values.fullName !== undefined || values.emailAddresses !== undefined || password !== undefined
      if (owned && before.authentication !== 'integrated')
        throw userProblem('notIntegrated', { userName: before.userName, what: 'given a name, addresses or a password' })
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
      const after = checkUser({ ...before, ...given, ...hash })
      return differingFields(before, after).length === 0
        ? { plan: planByHand(store, []) }
        : planOne(store, proposeEdit(before, after))
    },
  })
}

/**
 * Makes a user one that comes from the directory: the next synchronization matches it by its name, whatever account had
 * it before. For an integrated user whose name a Google account has, and for a user whose account was made anew. Its
 * password, which Google keeps from now on, is forgotten.
 *
 * @throws Problem `userNotFound`, `alreadyTakenOver`, and those of the store
 */
export async function takeOverUser(home: Home, userName: string): Promise<CommittedByHand> {
  return commitByHand(home, {
    command: 'users take-over',
    plan: (store) => {
      const before = findUser(store, userName)
      if (before.authentication === 'directoryServices' && before.directoryId === null) {
        throw userProblem('alreadyTakenOver', { userName: before.userName })
      }
      const { password: _hash, ...kept } = withoutGroupRights(before, store.users)
      const privileges = kept.privileges.filter((privilege) => privilege !== 'changePassword')
      const after: User = {
        ...kept,
        authentication: 'directoryServices',
        directoryId: null,
        privileges: privileges.length === 0 ? ['none'] : privileges,
      }
      return planOne(store, proposeEdit(before, after))
    },
  })
}

/**
 * Cuts a user's tie to the directory: it becomes an integrated user, which no synchronization touches. It has no password
 * until one is set.
 *
 * @throws Problem `userNotFound`, `alreadyIntegrated`, and those of the store
 */
export async function releaseUser(home: Home, userName: string): Promise<CommittedByHand> {
  return commitByHand(home, {
    command: 'users release',
    plan: (store) => {
      const before = findUser(store, userName)
      if (before.authentication === 'integrated') throw userProblem('alreadyIntegrated', { userName: before.userName })
      // From now on it does not matter what Google says about the account.
      const {
        suspended: _mark,
        leaving: _due,
        givenByGroups: _given,
        isGroup: _group,
        ...kept
      } = withoutGroupRights(before, store.users)
      return planOne(store, proposeEdit(before, { ...kept, authentication: 'integrated', directoryId: null }))
    },
  })
}

/** A plan of one row; what stands in its way is a problem. */
export function planOne(store: UserStore, proposal: Proposal): PlannedByHand {
  const plan = planByHand(store, [proposal])
  const conflict = plan.changes.find(({ action }) => action === 'conflict')
  if (conflict !== undefined) {
    const { userName, reason } = conflict
    if ('folder' in reason) throw archiveConflict(reason)
    const { address, userName: holder } = reason.code === 'addressTaken' ? reason : { address: null, userName: null }
    throw userProblem('userConflict', { userName, address, holder })
  }
  return { plan }
}

function checkUser(user: User): User {
  const faults = privilegeFaults(user)
  if (user.userName === '' || /[\p{Cc}\s]/u.test(user.userName))
    faults.push('A user name has no spaces and no control characters.')
  for (const address of user.emailAddresses) {
    if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(address)) faults.push(`${address} is not an e-mail address.`)
  }
  if (faults.length > 0) throw userProblem('userInvalid', { userName: user.userName, faults })
  return user
}

function checkPassword(userName: string, password: string): string {
  const fault = passwordFault(password)
  if (fault !== null) throw userProblem('userInvalid', { userName, faults: [fault] })
  return password
}
