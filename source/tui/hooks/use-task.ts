import { useCallback, useEffect, useRef, useState } from 'react'
import type { Progress } from '../../operations/context.ts'
import type { TaskTools } from '../services.ts'

/** A use case as it runs. */
export type TaskState<T> =
  | { state: 'idle' }
  | { state: 'running'; progress: Progress | null; isCommitting: boolean }
  | { state: 'done'; value: T }
  | { state: 'failed'; error: unknown }

/** A use case that can be started, cancelled and started again. */
export type Task<T> = TaskState<T> & {
  start: (work: (tools: TaskTools) => Promise<T>) => void
  /** Ends it; a commit that has begun goes on to its end. */
  cancel: () => void
  reset: () => void
}

/** Progress is shown this often at most, in milliseconds; what matters arrives at once. */
const progressInterval = 100

/**
 * Runs one use case at a time for a screen. Leaving the screen cancels it.
 * @param onBusy told when a task begins and ends, so that the program waits for it before it ends
 */
export function useTask<T>(onBusy: (work: Promise<unknown>) => void): Task<T> {
  const [task, setTask] = useState<TaskState<T>>({ state: 'idle' })
  const current = useRef<AbortController | null>(null)

  const cancel = useCallback(() => {
    current.current?.abort()
  }, [])
  useEffect(() => cancel, [cancel])

  const start = useCallback(
    (work: (tools: TaskTools) => Promise<T>) => {
      current.current?.abort()
      const controller = new AbortController()
      current.current = controller
      const isCurrent = (): boolean => current.current === controller
      let isCommitting = false
      let lastShown = 0
      const onProgress = (progress: Progress): void => {
        if (!isCurrent()) return
        isCommitting ||= progress.stage === 'committing'
        const matters = progress.stage === 'waiting' || progress.stage === 'committing' || progress.stage === 'planning'
        const now = performance.now()
        if (!matters && now - lastShown < progressInterval) return
        lastShown = now
        setTask({ state: 'running', progress, isCommitting })
      }
      setTask({ state: 'running', progress: null, isCommitting: false })
      const running = work({ signal: controller.signal, onProgress }).then(
        (value) => {
          if (isCurrent()) setTask({ state: 'done', value })
        },
        (error: unknown) => {
          if (isCurrent()) setTask({ state: 'failed', error })
        },
      )
      onBusy(running)
    },
    [onBusy],
  )
  const reset = useCallback(() => {
    current.current?.abort()
    current.current = null
    setTask({ state: 'idle' })
  }, [])
  return { ...task, start, cancel, reset }
}
