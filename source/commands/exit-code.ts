import type { ProblemKind } from '../sync/problem.ts'

/** The exit code of each kind of failure. */
export const exitCodes: Readonly<Record<ProblemKind, number>> = {
  failed: 1,
  stopped: 3,
  refused: 4,
  locked: 5,
  usage: 64,
  badData: 65,
  interrupted: 130,
}

/** `plan --detailed-exitcode`: a synchronization would change something. */
export const changesPending = 2
