import { useCallback, useEffect, useState } from 'react'
import type { UndoPreview } from '../../operations/history/undo.ts'
import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import type { HistoryRecord } from '../../store/history/history-record.ts'
import { safeText } from '../../text/safe-text.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { wrapRow } from '../../text/width/wrap.ts'
import { attentionWords, commitText, countWords, whoWords } from '../../views/history.ts'
import { undoneSentence } from '../../views/plan/undone-sentence.ts'
import { useApp } from '../app-context.ts'
import { RecordTable } from '../components/table/record-table.tsx'
import type { TableColumn } from '../components/table/table.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { PlanView } from '../plan/plan-view.tsx'
import { resultLine } from '../plan/result-line.ts'
import { ResultView } from '../plan/result-view.tsx'
import { ScreenFrame } from './screen-frame.tsx'

/** More than anybody scrolls through; `rollcall history` has all. */
const mostRecords = 1000

const columns: readonly TableColumn<HistoryRecord>[] = [
  { title: 'Time (UTC)', cell: ({ time }) => utcMinute(time), minimum: 16, yields: 0 },
  {
    title: 'Rev.',
    cell: ({ revision }) => String(revision),
    sortKey: ({ revision }) => revision,
    minimum: 4,
    yields: 3,
  },
  { title: 'What', cell: ({ command }) => safeText(command), minimum: 6, yields: 1 },
  { title: 'Changes', cell: (one) => `${countWords(one.summary)}${attentionWords(one)}`, minimum: 8, yields: 0 },
  { title: 'Who', cell: ({ who }) => whoWords(who), minimum: 6, yields: 2 },
]
const textOf = (record: HistoryRecord): string =>
  `${record.time} ${record.command} ${record.who.user} ${record.changes.map(({ userName }) => userName).join(' ')}`

/** What was committed, when and by whom; and the way back from the last commit. */
export function HistoryScreen({ undoes = false }: { undoes?: boolean }) {
  const app = useApp()
  const [records, setRecords] = useState<readonly HistoryRecord[] | null>(null)
  const [undoing, setUndoing] = useState<UndoPreview | null>(null)
  const [done, setDone] = useState<CommittedByHand | null>(null)
  const { services, fail } = app
  const { hold } = app
  useEffect(() => hold(services.readHistory(mostRecords).then(setRecords, fail)), [services, fail, hold])
  useActions([{ keys: 'back', does: 'home', run: () => app.go({ screen: 'home' }) }], {
    layer: 'screen',
    isActive: undoing === null,
  })
  const preview = useCallback((): void => hold(services.previewUndo().then(setUndoing, fail)), [services, fail, hold])
  useEffect(() => {
    if (undoes) preview()
  }, [undoes, preview])
  const undo = async ({ plan }: UndoPreview, allowDeletions: number | undefined): Promise<void> => {
    const result = await services.undo(plan.storeRevision, allowDeletions)
    app.setResult(resultLine(undoneSentence(result.plan), result))
    await app.refresh()
    setDone(result)
  }
  if (done !== null) return <ResultView of="undo" result={done} onClose={() => app.go({ screen: 'home' })} />
  if (undoing !== null) {
    return (
      <PlanView
        plan={undoing.plan}
        title={`Undo revision ${undoing.revision} (${safeText(undoing.command)})`}
        verb="undo"
        asksAtOnce={false}
        onSynchronize={(allowDeletions) => hold(undo(undoing, allowDeletions).catch(fail))}
        onTestAgain={preview}
        onBack={() => setUndoing(null)}
      />
    )
  }
  return (
    <ScreenFrame
      heading={[{ text: 'History', bold: true }]}
      about="See what changed, when and by whom. Press u to preview an undo of the last commit."
    >
      {records !== null && <Body records={records} onUndo={preview} />}
    </ScreenFrame>
  )
}

type BodyProps = {
  records: readonly HistoryRecord[]
  onUndo: () => void
}

function Body({ records, onUndo }: BodyProps) {
  return (
    <RecordTable
      rows={records}
      columns={columns}
      textOf={textOf}
      empty="Nothing committed yet."
      detail={(record, room) =>
        commitText(record)
          .split('\n')
          .flatMap((line) => wrapRow(line, room))
      }
      opens="each change"
      actions={() => [{ keys: 'u', does: 'undo the last', run: onUndo }]}
      exported={(shown) => ({ kind: 'history', rows: shown })}
      isActive
    />
  )
}
