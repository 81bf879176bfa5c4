import type { ProblemKind } from '../../text/problem.ts'

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

/** What each exit code means, in order: for the help and the manual page. */
export const exitCodeMeanings: readonly [code: number, meaning: string][] = [
  [0, 'done'],
  [exitCodes.failed, 'failed'],
  [changesPending, 'changes are pending (plan --detailed-exitcode only)'],
  [exitCodes.stopped, 'stopped by the deletion limit or an incomplete listing'],
  [exitCodes.refused, 'Google refused: credentials, delegation, rights, API off'],
  [exitCodes.locked, 'another run holds the lock'],
  [exitCodes.usage, 'wrong usage'],
  [exitCodes.badData, 'bad input data: key file, store, plan, org file'],
  [exitCodes.interrupted, 'interrupted'],
]
