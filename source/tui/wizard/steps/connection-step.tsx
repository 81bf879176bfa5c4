import { useEffect, useState } from 'react'
import type { Progress } from '../../../operations/context.ts'
import { progressWords } from '../../../views/progress-words.ts'
import { useApp } from '../../app-context.ts'
import { CheckedStages } from '../../components/messages/checked-stages.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { useCountdown } from '../../hooks/use-countdown.ts'
import { useTask } from '../../hooks/use-task.ts'
import { useTimedStages } from '../../hooks/use-timed-stages.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'

/** Step 4: the connection, checked live and step by step. */
export function ConnectionStep() {
  return (
    <StepFrame step="connection" about="Checking the connection to Google. If a check fails, you'll see how to fix it.">
      <Check />
    </StepFrame>
  )
}

function Check() {
  const app = useApp()
  const wizard = useWizard()
  const task = useTask<null>(app.onBusy)
  const [{ stages, times }, setStages] = useTimedStages()
  const { services } = app
  const { start } = task
  /** The newest progress of which nothing needs to be said any more. */
  const [over, setOver] = useState<Progress | null>(null)
  const progress = task.state === 'running' && task.progress !== over ? task.progress : null
  const waiting = useCountdown(progress?.stage === 'waiting' ? progress : null)
  const [attempt, setAttempt] = useState(1)
  useEffect(() => {
    if (attempt === 0) return
    start(async (tools) => {
      let last: Progress | null = null
      const onProgress = (progress: Progress): void => {
        last = progress
        tools.onProgress(progress)
      }
      await services.checkConnection({ ...tools, onProgress }, (now) => {
        setStages(now)
        // A part that came to its end does not wait any more.
        setOver(last)
      })
      return null
    })
  }, [attempt, services, start, setStages])

  const isRunning = task.state === 'running' || task.state === 'idle'
  const failure =
    task.state === 'failed' ? task.error : (stages.find(({ state }) => state === 'failed')?.problem ?? null)
  // Enter that comes before the answers is not lost: keys that are typed ahead count.
  const [goesOn, setGoesOn] = useState(false)
  const isGood = task.state === 'done' && failure === null
  useEffect(() => {
    if (!goesOn || isRunning) return
    setGoesOn(false)
    if (isGood) wizard.next()
  }, [goesOn, isRunning, isGood, wizard])
  const goOn = (): void => {
    if (isRunning) {
      setGoesOn(true)
      app.say('Continues when all checks pass.')
    } else wizard.next()
  }
  const checkAgain = (): void => setAttempt((current) => current + 1)
  useActions(
    [
      {
        keys: failure === null ? 'r' : ['accept', 'r'],
        does: 'retry',
        run: checkAgain,
        when: !isRunning,
        rank: failure === null ? 'late' : 'first',
      },
      { keys: 'accept', does: wizard.isSingle ? 'back' : 'continue', run: goOn, when: failure === null, rank: 'first' },
    ],
    { layer: 'part' },
  )
  const closing = isRunning
    ? waiting === null
      ? ''
      : progressWords(waiting)
    : failure !== null
      ? ''
      : 'All checks passed. Press Enter to continue.'
  return <CheckedStages stages={stages} times={times} failure={failure} closing={closing} />
}
