import { Box } from 'ink'
import { useState } from 'react'
import { changesSomething } from '../../sync/apply/apply.ts'
import type { Change, Plan } from '../../sync/plan.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { remediesOf } from '../../views/plan/remedies.ts'
import { summarySentence } from '../../views/plan/summary-sentence.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { Confirm, confirmRows, type Question } from '../components/messages/confirm.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { FocusContext } from '../hooks/use-focus-state.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import { type Line, segmentsOf } from '../text/line.ts'
import { changeDetail } from './change-detail.ts'
import { countNotes, notesLines } from './notes-lines.ts'
import { PlanTable } from './plan-table.tsx'
import { totalsLine } from './totals-line.ts'

type PlanViewProps = {
  plan: Plan
  /** What was done just before, where the plan was made again because of it. */
  already?: string
  /** A row that the cursor goes to, as where it was in the plan before. */
  cursorOn?: { isIt: (change: Change) => boolean } | null
  title: string
  /** What `s` and the confirmation do, in words; synchronize unless told otherwise. */
  verb?: string
  /** Asks at once whether to synchronize. */
  asksAtOnce: boolean
  onSynchronize: (allowDeletions: number | undefined) => void
  /** Makes the plan again; told the user at the cursor, so that it can be there again. */
  onTestAgain: (userName: string | undefined) => void
  /** Lets the directory have the user of a conflict; where it is missing, conflicts are only shown. */
  onTakeOver?: (userName: string) => void
  /** Where in the setup this is. */
  step?: Line
  /** Ends the setup that this is the last step of, without synchronizing. */
  onFinish?: () => void
  onBack: () => void
}

type Over = { kind: 'notes'; before: Over | null } | { kind: 'confirm' } | { kind: 'takeOver'; change: Change }

/** From so many rows on the totals have a blank line below them. */
const roomyBody = 12

/** A plan as a table, with the detail of each row, and the question whether to commit it. */
export function PlanView(props: PlanViewProps) {
  const { plan, title, verb = 'synchronize', asksAtOnce, already, cursorOn = null, step = '', onFinish, onBack } = props
  const app = useApp()
  const { columns } = useSpace()
  const { glyphs } = useInterface()
  const canCommit = changesSomething(plan)
  const [over, setOver] = useState<Over | null>(asksAtOnce && canCommit ? { kind: 'confirm' } : null)
  const ask = (): void => {
    if (canCommit) setOver({ kind: 'confirm' })
    else app.say(`There is nothing to change.${onFinish === undefined ? '' : ' h ends the setup.'}`)
  }
  useActions(
    [
      { keys: 's', does: canCommit ? verb : '', run: ask, rank: 'first' },
      { keys: 'h', does: 'home', run: () => onFinish?.(), rank: 'first', when: onFinish !== undefined },
      {
        keys: 'w',
        does: 'warnings, skipped members, excluded people',
        run: () => setOver({ kind: 'notes', before: null }),
        rank: 'late',
      },
      { keys: 'back', does: 'back', run: onBack },
    ],
    { layer: 'screen', isActive: over === null },
  )
  const nothing = `nothing to change${onFinish === undefined ? '' : '; h ends the setup'}`
  // What was taken over is committed already.
  const state = already ?? (canCommit ? 'nothing changed yet' : nothing)
  const heading = [...segmentsOf(step), { text: title, bold: true }]
  const isStateBelow = columns < 76
  if (!isStateBelow) heading.push({ text: ` ${glyphs.separator} ` }, { text: state, tone: 'warning' })
  return (
    <ScreenFrame
      heading={heading}
      about="Preview: nothing changed yet. + new, ~ updated, > renamed, - deleted, ? gone but kept, ! conflict, = unchanged."
      isCovered={over !== null}
    >
      <Body {...props} cursorOn={cursorOn} over={over} setOver={setOver} status={isStateBelow ? state : ''} />
    </ScreenFrame>
  )
}

type BodyProps = PlanViewProps & {
  over: Over | null
  setOver: (over: Over | null) => void
  status: string
  cursorOn: NonNullable<PlanViewProps['cursorOn']> | null
}

function Body({
  plan,
  verb = 'synchronize',
  over,
  setOver,
  status,
  cursorOn,
  onSynchronize,
  onTestAgain,
  onTakeOver,
}: BodyProps) {
  const { columns, rows } = useSpace()
  const close = (): void => setOver(over?.kind === 'notes' ? over.before : null)
  const totals = totalsLine(plan.summary, columns)
  const top = rows >= roomyBody ? [totals, ''] : [totals]
  const isPane = over?.kind === 'notes'
  useActions([{ keys: ['back', 'accept'], does: 'back', run: close }], { layer: 'part', isActive: isPane })
  const question = over === null ? null : questionOf(plan, over, verb)
  const paneLines = isPane ? notesLines(plan, columns - paneMargin) : []
  const detail = (change: Change, room: number): Line[] => [
    ...changeDetail(change, room),
    ...remedyLines(plan, change, room),
    ...(onTakeOver !== undefined && canBeTakenOver(change)
      ? ['', ...wrap('t hands this user over to Google.', room)]
      : []),
  ]
  const confirm = (): void => {
    if (over?.kind === 'takeOver') onTakeOver?.(over.change.userName)
    else onSynchronize(plan.deletionLimit.exceeded ? plan.deletionLimit.deletions : undefined)
  }
  return (
    <Box flexDirection="column" height={rows}>
      {!isPane && <Lines lines={top} columns={columns} />}
      <FocusContext.Provider value={over === null}>
        <SpaceContext.Provider value={{ columns, rows: rows - top.length }}>
          <PlanTable
            plan={plan}
            status={status}
            reserved={question === null ? 0 : confirmRows(question, columns)}
            below={
              question !== null && (
                <Confirm
                  question={question}
                  columns={columns}
                  onConfirm={confirm}
                  onCancel={close}
                  canScroll
                  actions={[
                    {
                      keys: 'w',
                      does: 'read the notes',
                      run: () => setOver({ kind: 'notes', before: over }),
                      when: over?.kind === 'confirm' && countNotes(plan) > 0,
                    },
                  ]}
                />
              )
            }
            cursorOn={cursorOn}
            isActive={over === null}
            isHidden={isPane}
            detail={detail}
            isAsking={question !== null}
            actions={(current) => [
              { keys: 'r', does: 'refresh', run: () => onTestAgain(current?.userName), rank: 'late' },
              {
                keys: 't',
                does: 'take over: hand the user over to Google',
                run: () => current && setOver({ kind: 'takeOver', change: current }),
                when: onTakeOver !== undefined && current !== undefined && canBeTakenOver(current),
                rank: 'late',
              },
            ]}
          />
        </SpaceContext.Provider>
      </FocusContext.Provider>
      {isPane && (
        <ScrollPane
          lines={paneLines.length === 0 ? ['No warnings. Nobody was skipped or excluded.'] : paneLines}
          columns={columns}
          height={rows}
          layer="overlay"
        />
      )}
    </Box>
  )
}

/** Conflicts that a user of the store stands in the way of, and only because nobody has let the directory have it. */
function canBeTakenOver({ action, reason }: Change): boolean {
  return action === 'conflict' && (reason.code === 'integratedUser' || reason.code === 'otherAccount')
}

/** What ends a conflict, in the detail of its row. */
function remedyLines(plan: Plan, change: Change, columns: number): Line[] {
  const remedy = remediesOf(plan)(change)
  if (remedy === null) return []
  return ['', ...wrap(remedy.words, columns), ...remedy.commands.flatMap((line) => wrap(`  ${line}`, columns, 4))]
}

function questionOf(plan: Plan, over: Over, verb: string): Question | null {
  if (over.kind === 'takeOver') {
    const name = safeText(over.change.userName)
    const sentence =
      over.change.reason.code === 'otherAccount'
        ? `Give ${name} and its archive to the new Google account? It may be another person's.`
        : `Hand ${name} over to Google? The local password is removed; the archive stays.`
    return { sentence, verb: 'take over', typed: null }
  }
  if (over.kind !== 'confirm') return null
  const { deletions, limit, exceeded } = plan.deletionLimit
  const notes = countNotes(plan)
  const more = notes === 0 ? '' : ` ${counted(notes, 'note')}: w shows ${notes === 1 ? 'it' : 'them'}.`
  return {
    sentence: `${summarySentence(plan, 'planned')}.${more}`,
    verb,
    typed: exceeded
      ? {
          wanted: String(deletions),
          why: `This deletes ${counted(deletions, 'user')}, and the limit is ${grouped(limit)}.`,
        }
      : null,
  }
}
