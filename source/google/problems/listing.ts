import { syncProblem } from '../../sync/problems.ts'
import type { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'

/** A listing that is not proven to be complete. Acting on it could delete users by mistake. */
export function brokenListing(call: CallName, why: string): Problem {
  return syncProblem('listingIncomplete', { list: call.replace('.list', ''), why, userName: null, call })
}
