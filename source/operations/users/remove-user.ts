import { leavingArchive } from '../../sync/plan/leaving-archive.ts'
import type { Plan, Reason } from '../../sync/plan.ts'
import { isOutOfScope } from '../../sync/scope/leavers.ts'
import type { User } from '../../sync/user.ts'
import { readPlanFacts } from '../archives/plan-facts.ts'
import type { OperationContext } from '../context.ts'
import { planOne } from './change-users.ts'
import { type CommittedByHand, commitByHand } from './commit-by-hand.ts'
import { findUser } from './find-user.ts'
import { userProblem } from './user-problems.ts'

/**
 * Removes an integrated user, or a directory user who is gone from Google or out of scope, which Google is asked for. The
 * archive goes with the user only when it holds nothing.
 *
 * @throws Problem `userNotFound`, `notIntegrated` for somebody whom Google still has, `deletionLimit`, and those of the
 *   store and of a synchronization
 */
export async function removeUser(
  context: OperationContext,
  userName: string,
  allowDeletions?: number,
): Promise<CommittedByHand> {
  const { home } = context
  return commitByHand(home, {
    command: 'users remove',
    commandLine: { words: 'rollcall users remove --yes', name: userName },
    allowDeletions,
    plan: async (store) => {
      const before = findUser(store, userName)
      let reason: Reason = { code: 'byHand' }
      if (before.authentication !== 'integrated') {
        // Loaded only when it is needed: most users who are removed by hand were made by hand.
        const { makeCurrentPlan } = await import('../synchronize/make-current-plan.ts')
        const { plan } = await makeCurrentPlan(context, store, { onlyUser: before.userName })
        reason = departureOf(before, plan)
      }
      const archive = leavingArchive(before.userName, await readPlanFacts(home, store, [before.userName]))
      return planOne(store, { action: 'delete', before, after: null, reason, archive, conflict: null })
    },
  })
}

/**
 * Why a directory user may go: a synchronization would delete it, or keeps it only because of a conflict about its name,
 * or because Google gave no word on it, in whose place an admin's counts.
 */
function departureOf(user: User, { changes }: Plan): Reason {
  const row = changes.find(({ before }) => before?.userName === user.userName)
  if (row?.reason.code === 'leavesOn') return row.reason.because
  // An update is a user who stays for now and of whom something else changed: that the account is suspended.
  const isGone = row?.action === 'gone' || row?.action === 'delete' || row?.action === 'update'
  if (isGone && isOutOfScope(row.reason)) return row.reason
  if (row?.action === 'conflict' && row.reason.code === 'otherAccount' && row.after?.directoryId !== user.directoryId) {
    return { code: 'byHand' }
  }
  const nobodysAccount = row?.reason.code === 'otherAccount' && row.after === row.before
  if (row?.action === 'conflict' && nobodysAccount) return { code: 'byHand' }
  if (row?.action === 'conflict' && withoutWord.has(row.reason.code)) return { code: 'byHand' }
  throw userProblem('notIntegrated', { userName: user.userName, what: 'removed' })
}

/** Reasons for which a user is kept who is in no list. */
const withoutWord: ReadonlySet<Reason['code']> = new Set([
  'membershipUnknown',
  'memberOfUnreadGroup',
  'accountUnreadable',
])
