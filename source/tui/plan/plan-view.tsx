import { Box } from 'ink'
import { useState } from 'react'
import { changesSomething } from '../../sync/apply/apply.ts'
import type { Change, Plan } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { useApp } from '../app-context.ts'
import { promptRows } from '../components/form/text-prompt.tsx'
import type { Hint } from '../components/frame/key-hints.ts'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { Confirm, confirmRows, type Question } from '../components/messages/confirm.tsx'
import { ExportPrompt } from '../components/messages/export-prompt.tsx'
import { FocusContext } from '../hooks/use-focus-state.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import { type Line, segmentsOf } from '../text/line.ts'
import { changeDetail } from './change-detail.ts'
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
  /** Lets the directory have the user of a conflict; where it is missing, conflicts are only shown. */
  onTakeOver?: (userName: string) => void
  /** Where in the set-up this is. */
  step?: Line
  /** Ends the set-up that this is the last step of, without synchronizing. */
  onFinish?: () => void
  onBack: () => void
}

type Over =
  | { kind: 'detail'; change: Change }
  | { kind: 'notes' }
  | { kind: 'confirm' }
  | { kind: 'takeOver'; change: Change }
  | { kind: 'export'; rows: readonly Change[] }

const kindHint: Hint = { keys: 'f', does: 'kind' }
const hintsFor = (verb: string, canFinish: boolean): readonly Hint[] => [
  { keys: 'Enter', does: 'detail' },
  { keys: '/', does: 'filter' },
  ...(canFinish ? [] : [kindHint]),
  { keys: 's', does: verb },
  ...(canFinish ? [{ keys: 'h', does: 'home' }] : []),
  { keys: 'Esc', does: 'back' },
  ...(canFinish ? [kindHint] : []),
  { keys: 'd', does: 'next deletion' },
  { keys: '!', does: 'next conflict' },
  { keys: 't', does: 'take over: let the directory have the user of a conflict' },
  { keys: 'w', does: 'warnings, skipped members, who is left out' },
  { keys: 'e', does: 'export the rows shown' },
  { keys: 'r', does: 'test again' },
  { keys: 'q', does: 'quit' },
]
const overHints: readonly Hint[] = [
  { keys: 'Up Down', does: 'scroll' },
  { keys: 'Esc', does: 'back' },
]
/** A plan as a table, with the detail of each row, and the question whether to commit it. */
export function PlanView(props: PlanViewProps) {
  const { plan, title, verb = 'synchronize', asksAtOnce, onTestAgain, step = '', onFinish, onBack } = props
  const app = useApp()
  const canCommit = changesSomething(plan)
  const [over, setOver] = useState<Over | null>(asksAtOnce && canCommit ? { kind: 'confirm' } : null)
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onBack()
      else if (isLetter(key, 's')) {
        if (canCommit) setOver({ kind: 'confirm' })
        else app.say(`There is nothing to change.${onFinish === undefined ? '' : ' h ends the set-up.'}`)
      } else if (isLetter(key, 'w')) setOver({ kind: 'notes' })
      else if (isLetter(key, 'r')) onTestAgain()
      else if (isLetter(key, 'h') && onFinish !== undefined) onFinish()
      else return false
      return true
    },
    { layer: 'screen', isActive: over === null },
  )
  const isPane = over?.kind === 'detail' || over?.kind === 'notes'
  const nothing = `nothing to change${onFinish === undefined ? '' : '; h ends the set-up'}`
  const state = canCommit ? 'nothing has been changed' : nothing
  const heading = [...segmentsOf(step), { text: title, bold: true }]
  // In the set-up the heading is full at 80 columns.
  const isStateBelow = step !== ''
  if (!isStateBelow) heading.push({ text: `   ${state}` })
  return (
    <ScreenFrame
      heading={heading}
      headingNote={totals(plan.summary)}
      about="What would change. Nothing is changed before you say so. + new, ~ updated, > renamed, - deleted, ? gone but kept, ! conflict, = unchanged."
      hints={isPane ? overHints : hintsFor(verb, onFinish !== undefined)}
      isCovered={over !== null}
    >
      <Body {...props} over={over} setOver={setOver} status={isStateBelow ? state : ''} />
    </ScreenFrame>
  )
}

type BodyProps = PlanViewProps & { over: Over | null; setOver: (over: Over | null) => void; status: string }

function Body({ plan, over, setOver, status, onSynchronize, onTakeOver }: BodyProps) {
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const close = (): void => setOver(null)
  const isPane = over?.kind === 'detail' || over?.kind === 'notes'
  useKeys(
    (key) => {
      if (asksFor(key, 'back') || asksFor(key, 'accept')) close()
      return asksFor(key, 'help') === false
    },
    { layer: 'part', isActive: isPane },
  )
  const question = over === null ? null : questionOf(plan, over)
  const reserved =
    question !== null ? confirmRows(question, columns) : over?.kind === 'export' ? promptRows(columns) : 0
  const paneLines =
    over?.kind === 'detail'
      ? [
          ...changeDetail(over.change, columns - paneMargin, glyphs.arrow),
          ...(onTakeOver !== undefined && canBeTakenOver(over.change)
            ? ['', ...wrap('To let the directory have this user: Esc, then t.', columns - paneMargin)]
            : []),
        ]
      : over?.kind === 'notes'
        ? notesLines(plan, columns - paneMargin)
        : []
  const confirm = (): void => {
    if (over?.kind === 'takeOver') onTakeOver?.(over.change.userName)
    else onSynchronize(plan.deletionLimit.exceeded ? plan.deletionLimit.deletions : undefined)
  }
  return (
    <Box flexDirection="column" height={rows}>
      <FocusContext.Provider value={over === null}>
        <PlanTable
          plan={plan}
          status={status}
          reserved={reserved}
          isActive={over === null}
          isHidden={isPane || rows - reserved < smallestTable}
          onOpen={(change) => setOver({ kind: 'detail', change })}
          onExport={(shown) => setOver({ kind: 'export', rows: shown })}
          onTakeOver={(change) => {
            if (onTakeOver === undefined || !canBeTakenOver(change)) return false
            setOver({ kind: 'takeOver', change })
            return true
          }}
        />
      </FocusContext.Provider>
      {isPane && (
        <ScrollPane
          lines={paneLines.length === 0 ? ['There are no warnings, nobody was skipped or left out.'] : paneLines}
          columns={columns}
          height={rows}
          layer="overlay"
        />
      )}
      {question !== null && <Confirm question={question} columns={columns} onConfirm={confirm} onCancel={close} />}
      {over?.kind === 'export' && (
        <ExportPrompt table={{ kind: 'plan', rows: over.rows }} columns={columns} onClose={close} />
      )}
    </Box>
  )
}

/** With fewer rows than these a table shows nothing that helps. */
const smallestTable = 3

/** Conflicts that a user of the store stands in the way of, and only because nobody has let the directory have it. */
function canBeTakenOver({ action, reason }: Change): boolean {
  return action === 'conflict' && (reason.code === 'integratedUser' || reason.code === 'otherAccount')
}

function questionOf(plan: Plan, over: Over): Question | null {
  if (over.kind === 'takeOver') {
    const name = safeText(over.change.userName)
    const sentence =
      over.change.reason.code === 'otherAccount'
        ? `Let the new Google account have ${name} and its archive, which may be another person's. The plan is made again.`
        : `Let the directory have ${name}: the password here goes, the archive stays. The plan is made again.`
    return { sentence, typed: null }
  }
  if (over.kind !== 'confirm') return null
  const { deletions, limit, exceeded } = plan.deletionLimit
  const notes = countNotes(plan)
  const more = notes === 0 ? '' : ` ${notes === 1 ? '1 note' : `${notes} notes`} to read first: Esc, then w.`
  return {
    sentence: `${summarySentence(plan, 'planned')}.${more}`,
    typed: exceeded
      ? { wanted: String(deletions), why: `This deletes ${deletions} users, and the limit is ${limit}.` }
      : null,
  }
}
