import { Box } from 'ink'
import { useState } from 'react'
import { changesSomething } from '../../sync/apply.ts'
import type { Change, Plan } from '../../sync/plan.ts'
import { summarySentence } from '../../views/summary-sentence.ts'
import { useApp } from '../app-context.ts'
import { Confirm } from '../components/confirm.tsx'
import type { Hint } from '../components/key-hints.ts'
import { ScrollPane } from '../components/scroll-pane.tsx'
import { FocusContext } from '../hooks/use-focus-state.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import { changeDetail } from './change-detail.ts'
import { ExportPrompt } from './export-prompt.tsx'
import { countNotes, notesLines } from './notes-lines.ts'
import { totals } from './plan-rows.ts'
import { PlanTable } from './plan-table.tsx'

type PlanViewProps = {
  plan: Plan
  title: string
  /** What `s` and the confirmation do, in words; synchronize unless told otherwise. */
  verb?: string
  /** Asks at once whether to synchronize. */
  asksAtOnce: boolean
  onSynchronize: (allowDeletions: number | undefined) => void
  onTestAgain: () => void
  onBack: () => void
}

type Over =
  | { kind: 'detail'; change: Change }
  | { kind: 'notes' }
  | { kind: 'confirm' }
  | { kind: 'export'; rows: readonly Change[] }

const hintsFor = (verb: string): readonly Hint[] => [
  { keys: 'Enter', does: 'detail' },
  { keys: '/', does: 'filter' },
  { keys: 'f', does: 'kind' },
  { keys: 's', does: verb },
  { keys: 'Esc', does: 'back' },
  { keys: 'd', does: 'next deletion' },
  { keys: '!', does: 'next conflict' },
  { keys: 'w', does: 'warnings, skipped members, who is left out' },
  { keys: 'e', does: 'export the rows shown' },
  { keys: 'r', does: 'test again' },
  { keys: 'q', does: 'quit' },
]
const overHints: readonly Hint[] = [
  { keys: 'Up Down', does: 'scroll' },
  { keys: 'Esc', does: 'back to the table' },
]
const confirmHintsFor = (verb: string): readonly Hint[] => [
  { keys: 'Enter', does: verb },
  { keys: 'Esc', does: 'look first' },
]

/** A plan as a table, with the detail of each row, and the question whether to commit it. */
export function PlanView(props: PlanViewProps) {
  const { plan, title, verb = 'synchronize', asksAtOnce, onSynchronize, onTestAgain, onBack } = props
  const app = useApp()
  const canCommit = changesSomething(plan)
  const [over, setOver] = useState<Over | null>(asksAtOnce && canCommit ? { kind: 'confirm' } : null)
  const close = (): void => setOver(null)
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onBack()
      else if (isLetter(key, 's')) {
        if (canCommit) setOver({ kind: 'confirm' })
        else app.say('There is nothing to change.')
      } else if (isLetter(key, 'w')) setOver({ kind: 'notes' })
      else if (isLetter(key, 'r')) onTestAgain()
      else return false
      return true
    },
    { layer: 'screen', isActive: over === null },
  )
  const isPane = over?.kind === 'detail' || over?.kind === 'notes'
  const heading = [
    { text: title, bold: true },
    { text: canCommit ? '   nothing has been changed' : '   nothing to change' },
  ]
  return (
    <ScreenFrame
      heading={heading}
      headingNote={totals(plan.summary)}
      about="What would change. Nothing is changed before you say so. + new, ~ updated, > renamed, - deleted, ? gone but kept, ! conflict, = unchanged."
      hints={isPane ? overHints : over?.kind === 'confirm' ? confirmHintsFor(verb) : hintsFor(verb)}
      isCovered={over !== null}
    >
      <Body plan={plan} over={over} setOver={setOver} close={close} onSynchronize={onSynchronize} />
    </ScreenFrame>
  )
}

type BodyProps = {
  plan: Plan
  over: Over | null
  setOver: (over: Over) => void
  close: () => void
  onSynchronize: (allowDeletions: number | undefined) => void
}

function Body({ plan, over, setOver, close, onSynchronize }: BodyProps) {
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const { deletions, limit, exceeded } = plan.deletionLimit
  const notes = countNotes(plan)
  useKeys(
    (key) => {
      if (asksFor(key, 'back') || asksFor(key, 'accept')) close()
      return asksFor(key, 'help') === false
    },
    { layer: 'part', isActive: over?.kind === 'detail' || over?.kind === 'notes' },
  )
  if (over?.kind === 'detail') {
    return (
      <ScrollPane
        lines={changeDetail(over.change, columns, glyphs.arrow)}
        columns={columns}
        height={rows}
        layer="overlay"
      />
    )
  }
  if (over?.kind === 'notes') {
    const lines = notesLines(plan, columns)
    const shown = lines.length === 0 ? ['There are no warnings, nobody was skipped or left out.'] : lines
    return <ScrollPane lines={shown} columns={columns} height={rows} layer="overlay" />
  }
  const reserved = over?.kind === 'confirm' || over?.kind === 'export' ? 5 : 0
  return (
    <Box flexDirection="column" height={rows}>
      <Box flexDirection="column" height={rows - reserved} overflowY="hidden">
        <FocusContext.Provider value={over === null}>
          <PlanTable
            plan={plan}
            reserved={reserved}
            isActive={over === null}
            onOpen={(change) => setOver({ kind: 'detail', change })}
            onExport={(shown) => setOver({ kind: 'export', rows: shown })}
          />
        </FocusContext.Provider>
      </Box>
      {over?.kind === 'confirm' && (
        <Confirm
          sentence={`${summarySentence(plan, 'planned')}.${notes > 0 ? ` ${notes} ${notes === 1 ? 'note' : 'notes'} under w.` : ''}`}
          typed={
            exceeded
              ? { wanted: String(deletions), why: `This deletes ${deletions} users, and the limit is ${limit}.` }
              : null
          }
          columns={columns}
          onConfirm={() => onSynchronize(exceeded ? deletions : undefined)}
          onCancel={close}
        />
      )}
      {over?.kind === 'export' && <ExportPrompt rows={over.rows} columns={columns} onClose={close} />}
    </Box>
  )
}
