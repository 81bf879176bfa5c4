import type { SynchronizeResult } from '../../operations/synchronize/synchronize.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { followUpLines } from '../../views/follow-up.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { undoneSentence } from '../../views/plan/undone-sentence.ts'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { Line } from '../text/line.ts'
import { archiveNotes } from './archive-notes.ts'
import { totalsLine } from './totals-line.ts'

const words = {
  synchronization: { heading: 'Synchronized', about: 'Here is what this sync did.' },
  undo: { heading: 'Undone', about: 'Here is what the undo did.' },
} as const

type ResultViewProps = { of: keyof typeof words; result: SynchronizeResult; onClose: () => void }

/** What a synchronization, or an undo, has done. */
export function ResultView({ of, result, onClose }: ResultViewProps) {
  useActions([{ keys: ['accept', 'back'], name: 'Enter', does: 'home', run: onClose }], { layer: 'screen' })
  const kept = result.committed
    ? ' A backup of the previous state was kept. You can undo this from History.'
    : ' Nothing to change.'
  return (
    <ScreenFrame heading={[{ text: words[of].heading, bold: true }]} about={words[of].about + kept}>
      <Result of={of} result={result} />
    </ScreenFrame>
  )
}

function Result({ of, result }: Omit<ResultViewProps, 'onClose'>) {
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
  return <ScrollPane lines={lines} columns={columns} height={rows} />
}
