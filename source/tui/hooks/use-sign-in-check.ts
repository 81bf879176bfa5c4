import { useEffect, useState } from 'react'
import { useApp } from '../app-context.ts'
import { useTask } from './use-task.ts'
import { type TimedStages, useTimedStages } from './use-timed-stages.ts'

/** A check whether browsers reach the sign-in, as it runs. */
export type SignInCheck = TimedStages & {
  /** What failed first; null while nothing has. */
  failure: unknown
  isRunning: boolean
  /** Begins it again. */
  again: () => void
}

/** Runs the check of the sign-in, once when its screen opens and again when it is asked to. */
export function useSignInCheck(): SignInCheck {
  const { services, onBusy } = useApp()
  const task = useTask<null>(onBusy)
  const [{ stages, times }, setStages] = useTimedStages()
  const { start } = task
  const [attempt, setAttempt] = useState(1)
  useEffect(() => {
    if (attempt === 0) return
    start(async (tools) => {
      await services.checkSignIn(tools, setStages)
      return null
    })
  }, [attempt, services, start, setStages])
  return {
    stages,
    times,
    failure: task.state === 'failed' ? task.error : (stages.find(({ state }) => state === 'failed')?.problem ?? null),
    isRunning: task.state === 'running' || task.state === 'idle',
    again: () => setAttempt((current) => current + 1),
  }
}
