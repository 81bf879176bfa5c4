import { connectionProblems } from '../../google/problems/connection.ts'
import { StoreUnavailable } from '../../store/users/follow/follow-store.ts'
import { Problem } from '../../text/problem.ts'

/** Why a sign-in failed: a stable code for the log and the page, and whether it is worth another try later. */
export type Failure = { code: string; isTemporary: boolean }

/** What went wrong in a sign-in. Messages may hold codes and tokens, so only what is known here is passed on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreUnavailable) return { code: 'storeUnavailable', isTemporary: true }
  if (!(error instanceof Problem)) return { code: 'unexpected', isTemporary: false }
  return { code: error.code, isTemporary: Object.hasOwn(connectionProblems, error.code) }
}
