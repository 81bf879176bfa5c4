import { useCallback, useState } from 'react'
import type { CheckStage } from '../../operations/connection/check-stages.ts'
import { type StageTimes, timeStages } from '../components/messages/stage-times.ts'

/** The parts of a check as they are now, and how long each took. */
export type TimedStages = { stages: readonly CheckStage[]; times: StageTimes }

/** Keeps the parts of a check, and takes their times as they are told and not as they are drawn. */
export function useTimedStages(): [TimedStages, (stages: readonly CheckStage[]) => void] {
  const [timed, setTimed] = useState<TimedStages>({ stages: [], times: new Map() })
  const take = useCallback((stages: readonly CheckStage[]): void => {
    const now = performance.now()
    setTimed(({ times }) => ({ stages, times: timeStages(times, stages, now) }))
  }, [])
  return [timed, take]
}
