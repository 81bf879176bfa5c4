import type { RunRecord } from '../../store/run-log.ts'
import type { Problem } from '../../text/problem.ts'
import type { SynchronizeResult } from '../synchronize/synchronize.ts'

/** When a run began, how many seconds it took, and how many requests it made to Google. */
export type RunCosts = { began: Date; seconds: number; requests: number }

/** The record of a run that came to its end. */
export function recordOf({ plan, committed }: SynchronizeResult, { began, seconds, requests }: RunCosts): RunRecord {
  return {
    time: began.toISOString(),
    seconds,
    outcome: committed ? 'changed' : 'unchanged',
    code: null,
    title: null,
    summary: plan.summary,
    conflicts: plan.changes.filter(({ action }) => action === 'conflict').map(({ userName }) => userName),
    waiting: (plan.held ?? []).map(({ userName }) => userName),
    requests,
  }
}

/** The record of a run that failed; null for what somebody caused on purpose, or another run answers for. */
export function recordOfFailure(
  { code, title, kind }: Problem,
  { began, seconds, requests }: RunCosts,
): RunRecord | null {
  if (['interrupted', 'usage', 'locked'].includes(kind)) return null
  return {
    time: began.toISOString(),
    seconds,
    outcome: 'failed',
    code,
    title,
    summary: null,
    conflicts: [],
    waiting: [],
    requests,
  }
}
