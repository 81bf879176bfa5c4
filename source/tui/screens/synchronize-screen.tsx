import { useEffect } from 'react'
import type { TestedPlan } from '../../operations/synchronize/make-current-plan.ts'
import type { SynchronizeResult } from '../../operations/synchronize/synchronize.ts'
import { safeText } from '../../text/safe-text.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { useApp } from '../app-context.ts'
import { ProblemBox } from '../components/messages/problem-box.tsx'
import { ProgressView } from '../components/messages/progress-view.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { useTask } from '../hooks/use-task.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { PlanView } from '../plan/plan-view.tsx'
import { ResultView } from '../plan/result-view.tsx'
import { type Line, segmentsOf } from '../text/line.ts'
import { ScreenFrame } from './screen-frame.tsx'

type SynchronizeScreenProps = {
  /** Asks for the commit as soon as the plan is there. */
  wantsCommit: boolean
  title: string
  /** Where in the set-up this is. */
  step?: Line
  onBack: () => void
  /** Ends the set-up without synchronizing. */
  onFinish?: () => void
  /** Told as soon as the commit is done, before anybody has seen its result. */
  onSynchronized?: () => void
  onDone: () => void
}

/** Test Settings, the plan, and the commit of exactly that plan. */
export function SynchronizeScreen(props: SynchronizeScreenProps) {
  const { wantsCommit, title, step = '', onBack, onFinish, onSynchronized, onDone } = props
  const app = useApp()
  const test = useTask<TestedPlan>(app.onBusy)
  const commit = useTask<SynchronizeResult>(app.onBusy)
  const { services, setResult, refresh, fail } = app
  const { start } = test
  useEffect(() => start((tools) => services.testSettings(tools)), [start, services])

  const testAgain = (): void => {
    commit.reset()
    start((tools) => services.testSettings(tools))
  }
  const takeOver = async (userName: string): Promise<void> => {
    await services.takeOverUser(userName)
    app.say(`Took over ${safeText(userName)}.`)
    testAgain()
  }
  const synchronize = (tested: TestedPlan, allowDeletions: number | undefined): void => {
    commit.start(async (tools) => {
      const result = await services.synchronize(tools, { tested, allowDeletions })
      setResult(result.committed ? `${summarySentence(result.plan, 'done')}.` : 'Nothing had to be changed.')
      onSynchronized?.()
      // The commit is done, whatever the next reading of the home comes to.
      await refresh().catch(fail)
      return result
    })
  }
  if (commit.state === 'done') return <ResultView of="synchronization" result={commit.value} onClose={onDone} />
  const isCommitting = commit.state === 'running'
  const failure = commit.state === 'failed' ? commit : test.state === 'failed' ? test : null
  if (failure !== null) {
    return <Failed error={failure.error} step={step} title={title} onAgain={testAgain} onBack={onBack} />
  }
  if (test.state === 'done' && !isCommitting) {
    return (
      <PlanView
        plan={test.value.plan}
        title={title}
        asksAtOnce={wantsCommit}
        onSynchronize={(allowDeletions) => synchronize(test.value, allowDeletions)}
        onTestAgain={testAgain}
        onTakeOver={(userName) => app.hold(takeOver(userName).catch(app.fail))}
        step={step}
        onBack={onBack}
        {...(onFinish && { onFinish })}
      />
    )
  }
  const task = isCommitting ? commit : test
  return (
    <Running
      step={step}
      title={isCommitting ? 'Synchronizing' : title}
      task={task}
      onCancel={() => {
        task.cancel()
        onBack()
      }}
    />
  )
}

type RunningProps = {
  step: Line
  title: string
  task: ReturnType<typeof useTask<unknown>> | { state: string }
  onCancel: () => void
}

function Running({ step, title, task, onCancel }: RunningProps) {
  const app = useApp()
  const running = 'progress' in task ? task : null
  const isCommitting = running?.isCommitting ?? false
  useKeys(
    (key) => {
      if (!asksFor(key, 'back')) return false
      if (isCommitting) app.say('The commit has begun and is finished first.')
      else onCancel()
      return true
    },
    { layer: 'screen' },
  )
  return (
    <ScreenFrame
      heading={[...segmentsOf(step), { text: title, bold: true }]}
      about="Rollcall is reading from Google, and never writes there."
      hints={isCommitting ? [] : [{ keys: 'Esc', does: 'cancel' }]}
      canQuit={!isCommitting}
    >
      <ProgressView
        title={isCommitting ? 'Committing' : 'Asking Google'}
        progress={running?.progress ?? null}
        note={
          isCommitting ? 'This is finished even when the connection is lost.' : 'Nothing is changed yet. Esc cancels.'
        }
      />
    </ScreenFrame>
  )
}

type FailedProps = { error: unknown; step: Line; title: string; onAgain: () => void; onBack: () => void }

function Failed({ error, step, title, onAgain, onBack }: FailedProps) {
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onBack()
      else if (isLetter(key, 'r')) onAgain()
      else return false
      return true
    },
    { layer: 'screen' },
  )
  return (
    <ScreenFrame
      heading={[...segmentsOf(step), { text: title, bold: true }, { text: '   it did not work' }]}
      about="What happened, why, and what to do. Nothing is half done."
      hints={[
        { keys: 'r', does: 'test again' },
        { keys: 'c', does: 'copy the values' },
        { keys: 'Esc', does: 'back' },
        { keys: 'q', does: 'quit' },
      ]}
    >
      <FailedBody error={error} />
    </ScreenFrame>
  )
}

function FailedBody({ error }: { error: unknown }) {
  const app = useApp()
  const { columns, rows } = useSpace()
  return (
    <ProblemBox
      error={error}
      columns={columns}
      height={rows}
      onCopied={() => app.say('Copied the values, where the terminal allows it.')}
    />
  )
}
