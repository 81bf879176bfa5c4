import { useEffect, useState } from 'react'
import type { TestedPlan } from '../../operations/synchronize/make-current-plan.ts'
import type { SynchronizeResult } from '../../operations/synchronize/synchronize.ts'
import type { Change } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { useApp } from '../app-context.ts'
import { ProblemBox } from '../components/messages/problem-box.tsx'
import { ProgressView } from '../components/messages/progress-view.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useSpace } from '../hooks/use-space.ts'
import { useTask } from '../hooks/use-task.ts'
import { PlanView } from '../plan/plan-view.tsx'
import { resultLine } from '../plan/result-line.ts'
import { ResultView } from '../plan/result-view.tsx'
import { archivesNeedAttention } from '../problems.ts'
import { type Line, segmentsOf } from '../text/line.ts'
import { ScreenFrame } from './screen-frame.tsx'

type SynchronizeScreenProps = {
  /** Asks for the commit as soon as the plan is there. */
  wantsCommit: boolean
  title: string
  /** Where in the setup this is. */
  step?: Line
  onBack: () => void
  /** Ends the setup without synchronizing. */
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

  /** The user that the cursor goes to in the next plan, and what was committed before it. */
  const [before, setBefore] = useState<{ isIt: (change: Change) => boolean; already?: string } | null>(null)
  const testAgain = (userName?: string, already?: string): void => {
    setBefore({ isIt: (change) => change.userName === userName, ...(already === undefined ? {} : { already }) })
    commit.reset()
    start((tools) => services.testSettings(tools))
  }
  const takeOver = async (userName: string): Promise<void> => {
    const { committed, archives } = await services.takeOverUser(userName)
    testAgain(userName, committed ? `took over ${safeText(userName)}` : undefined)
    const problem = archivesNeedAttention(archives)
    if (problem !== null) fail(problem)
  }
  const synchronize = (tested: TestedPlan, allowDeletions: number | undefined): void => {
    commit.start(async (tools) => {
      const result = await services.synchronize(tools, { tested, allowDeletions })
      setResult(resultLine(`${summarySentence(result.plan, 'done')}.`, result))
      onSynchronized?.()
      // The commit is done, whatever the next reading of the home comes to.
      await refresh().catch(fail)
      return result
    })
  }
  if (commit.state === 'done')
    return <ResultView of="synchronization" result={commit.value} isFirst={onFinish !== undefined} onClose={onDone} />
  const isCommitting = commit.state === 'running'
  const failure = commit.state === 'failed' ? commit : test.state === 'failed' ? test : null
  if (failure !== null) {
    return <Failed error={failure.error} step={step} title={title} onAgain={() => testAgain()} onBack={onBack} />
  }
  if (test.state === 'done' && !isCommitting) {
    return (
      <PlanView
        plan={test.value.plan}
        title={title}
        asksAtOnce={wantsCommit && before === null}
        cursorOn={before}
        {...(before?.already === undefined ? {} : { already: before.already })}
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
  const finished = (): void => app.say('The changes are being saved. This finishes first.')
  useActions(
    [isCommitting ? { keys: 'back', does: '', run: finished } : { keys: 'back', does: 'cancel', run: onCancel }],
    {
      layer: 'screen',
    },
  )
  return (
    <ScreenFrame
      heading={[...segmentsOf(step), { text: title, bold: true }]}
      about="Reading from Google. Rollcall never changes anything there."
      canQuit={!isCommitting}
    >
      <ProgressView
        title={isCommitting ? 'Committing' : 'Asking Google'}
        progress={running?.progress ?? null}
        note={isCommitting ? 'Safe to disconnect: this will finish.' : 'Nothing changes yet. Press Esc to cancel.'}
      />
    </ScreenFrame>
  )
}

type FailedProps = { error: unknown; step: Line; title: string; onAgain: () => void; onBack: () => void }

function Failed({ error, step, title, onAgain, onBack }: FailedProps) {
  useActions(
    [
      { keys: ['accept', 'r'], does: 'retry', run: onAgain, rank: 'first' },
      { keys: 'back', does: 'back', run: onBack },
    ],
    { layer: 'screen' },
  )
  return (
    <ScreenFrame
      heading={[...segmentsOf(step), { text: title, bold: true }, { text: '   failed' }]}
      about="What happened, why, and how to fix it."
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
      onCopied={() => app.say('Copied the values (if your terminal supports it).')}
    />
  )
}
