import { Box } from 'ink'
import { type ReactNode, useState } from 'react'
import type { SynchronizeResult } from '../../operations/synchronize/synchronize.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { followUpLines } from '../../views/follow-up.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { undoneSentence } from '../../views/plan/undone-sentence.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { Line } from '../text/line.ts'
import { archiveNotes } from './archive-notes.ts'
import { AutomationPane } from './automation-pane.tsx'
import type { ShellStep } from './next-steps.ts'
import { totalsLine } from './totals-line.ts'
import { ShellStepPane, WhatNext } from './what-next.tsx'

/** What is asked below a first result: five choices, their title, and air. */
const nextRows = 7

const words = {
  synchronization: { heading: 'Synchronized', about: 'Here is what this sync did.' },
  undo: { heading: 'Undone', about: 'Here is what the undo did.' },
} as const

type ResultViewProps = {
  of: keyof typeof words
  result: SynchronizeResult
  /** It was the first one, and there is more to set up. */
  isFirst?: boolean
  onClose: () => void
}

/** What a synchronization, or an undo, has done. */
export function ResultView({ of, result, isFirst = false, onClose }: ResultViewProps) {
  const app = useApp()
  const [shellStep, setShellStep] = useState<ShellStep | null>(null)
  const [asksForTimer, setAsksForTimer] = useState(false)
  const asksNext = isFirst && result.committed
  useActions(
    [
      asksNext
        ? { keys: 'back', does: 'home', run: onClose }
        : { keys: ['accept', 'back'], name: 'Enter', does: 'home', run: onClose, rank: 'first' },
      {
        keys: 'u',
        does: 'undo',
        run: () => app.go({ screen: 'history', undoes: true }),
        when: of === 'synchronization' && result.committed && !asksNext,
      },
    ],
    { layer: 'screen', isActive: shellStep === null && !asksForTimer },
  )
  if (asksForTimer) return <AutomationPane onBack={() => setAsksForTimer(false)} />
  if (shellStep !== null) return <ShellStepPane step={shellStep} onBack={() => setShellStep(null)} />
  const kept = result.committed
    ? ' A backup of the previous state was kept. You can undo this from History.'
    : ' Nothing to change.'
  return (
    <ScreenFrame heading={[{ text: words[of].heading, bold: true }]} about={words[of].about + kept}>
      <Result
        of={of}
        result={result}
        next={asksNext && <WhatNext onShell={setShellStep} onTimer={() => setAsksForTimer(true)} onHome={onClose} />}
      />
    </ScreenFrame>
  )
}

type ResultProps = Pick<ResultViewProps, 'of' | 'result'> & { next: ReactNode }

function Result({ of, result, next }: ResultProps) {
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const done = of === 'undo' ? undoneSentence(result.plan) : `${summarySentence(result.plan, 'done')}.`
  const sentence = result.committed ? done : 'Nothing to change.'
  const notes = archiveNotes(result.archives)
  const conflicts = result.plan.changes.filter(({ action }) => action === 'conflict')
  const lines: Line[] = [
    ...wrap(`${glyphs.done} ${sentence}`, columns - paneMargin, 2).map(
      (text): Line => [{ text, bold: true, tone: 'success' }],
    ),
    totalsLine(result.plan.summary, columns - paneMargin),
    '',
    ...(result.committed ? [`This is revision ${result.storeRevision}.`] : []),
    ...[...notes, ...followUpLines(result.followUp)].flatMap((note) => wrap(note, columns - paneMargin, 2)),
    ...(conflicts.length === 0
      ? []
      : ['', counted(conflicts.length, 'conflict needs a decision:', 'conflicts need a decision:')]),
    ...conflicts.flatMap(({ userName }) => wrap(`  ! ${safeText(userName)}`, columns - paneMargin, 4)),
  ]
  if (!next) return <ScrollPane lines={lines} columns={columns} height={rows} />
  // In a low window what was done is cut, which the history tells whole.
  const room = Math.max(2, rows - nextRows)
  const shown = lines.length <= room ? lines : lines.slice(0, room)
  const title: Line[] = rows >= nextRows + 3 ? ['', [{ text: 'What next?', bold: true }]] : []
  const above = [...shown, ...title].slice(0, Math.max(1, rows - 4))
  return (
    <Box flexDirection="column">
      <Lines lines={above} columns={columns} />
      <SpaceContext.Provider value={{ columns, rows: Math.max(1, rows - above.length) }}>{next}</SpaceContext.Provider>
    </Box>
  )
}
