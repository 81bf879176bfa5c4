import { syncProblem } from '../../sync/problems.ts'
import { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'
import { refusedAnswer } from './directory-problems.ts'

/** A listing that is not proven to be complete. Acting on it could delete users by mistake. */
export function brokenListing(call: CallName, why: string): Problem {
  return syncProblem('listingIncomplete', { list: call.replace('.list', ''), why, userName: null, call })
}

/** An answer to a single question that is not what Google documents, or is about something else. */
export function brokenAnswer(call: CallName, why: string): Problem {
  return refusedAnswer('answerUnreadable', { call, why })
}

/** Questions about one person, on whose answer a deletion can hang. */
const lookUps: readonly string[] = ['users.get', 'members.hasMember'] satisfies CallName[]
const listings: readonly string[] = ['users.list', 'members.list', 'groups.list', 'groups.get'] satisfies CallName[]

/**
 * Turns an answer that is in no form of Google's, or a refusal of a look-up that Google does not document, into a guard's
 * stop: it is silence on a question on which deletions hang, and silence is not a "no". Everything else stays as it is.
 */
export function stopsTheRun(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const { code, title, why, remedy, facts, outline } = error
  const call = facts.call ?? ''
  const isForeign = code === 'notGoogle' && (lookUps.includes(call) || listings.includes(call))
  const isUndocumented = code === 'requestRefused' && lookUps.includes(call)
  if (!isForeign && !isUndocumented) return error
  return new Problem(
    { code, kind: 'stopped', title, cause: `${why} Nothing was changed.`, remedy, facts, outline },
    error,
  )
}
