import type { CheckStage } from '../../../operations/connection/check-stages.ts'

/** When each part of a check began, and how long it took once it is over; by the part's id, in milliseconds. */
export type StageTimes = ReadonlyMap<string, { began: number; took: number | null }>

/** Takes the parts of a check as they are now into the times. A check that begins again begins with no times. */
export function timeStages(times: StageTimes, stages: readonly CheckStage[], now: number): StageTimes {
  const next = new Map(times)
  for (const { id, state } of stages) {
    const known = next.get(id)
    if (state === 'waiting') next.delete(id)
    else if (state === 'running' && (known === undefined || known.took !== null))
      next.set(id, { began: now, took: null })
    else if ((state === 'passed' || state === 'failed') && known?.took === null) {
      next.set(id, { ...known, took: now - known.began })
    }
  }
  return next
}

/** A time as it stands behind a part: `0.1 s`. */
export function secondsWords(milliseconds: number): string {
  const seconds = milliseconds / 1000
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`
}
