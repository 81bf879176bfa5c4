import { actionMarks, type Change, type Plan } from '../../sync/plan.ts'
import type { Paint } from '../../text/colours.ts'
import { columns } from '../../text/columns.ts'
import { fittedTable } from '../../text/fitted-table.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { withHomeFlag } from '../../text/shell-word.ts'
import type { Print } from '../print.ts'
import { actionTones } from './action-tones.ts'
import { changeWords } from './change-words.ts'
import { type NoteSection, planNotes } from './plan-notes.ts'
import { reasonWords } from './reason.ts'
import { remediesOf } from './remedies.ts'
import { inReadingOrder } from './row-order.ts'
import { shortChange } from './short-change.ts'
import { summarySentence } from './summary-sentence.ts'

type PlanTextOptions = Partial<Print> & {
  all: boolean
  paint: Paint
  tense: 'planned' | 'done'
  home?: string | undefined
}

/**
 * A plan as lines of text: every row, what was skipped or left out, the totals, and what stands in the way.
 *
 * @param options.all shows unchanged users too
 * @param options.paint colours the marks
 * @param options.tense `done` after the commit
 * @param options.columns of the terminal; rows stay whole without it
 * @param options.sentences one sentence for each person in place of a table
 * @param options.home the one that a flag named, for commands to copy
 */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const shown = inReadingOrder(plan.changes).filter((change) => options.all || change.action !== 'unchanged')
  const notes = planNotes(plan)
  return [
    ...(options.sentences === true ? sentences(shown) : rows(shown, options)),
    ...[notes.skipped, notes.leftOut, notes.warnings].flatMap(section),
    ...conflictLines(plan, options.home),
    `${summarySentence(plan, options.tense)}.`,
    ...rest(plan),
    ...approval(plan, options),
    ...(options.tense === 'planned' ? limit(plan, options.home) : []),
  ].join('\n')
}

function rows(changes: readonly Change[], { paint, columns }: PlanTextOptions): string[] {
  if (changes.length === 0) return []
  const isWhole = columns === undefined
  const header = isWhole ? ['User name', 'Full name', 'Change', 'Why'] : ['Person', 'Change', 'Why']
  const body = changes.map((change) => {
    const name = safeText(change.userName)
    const why = reasonWords(change.reason)
    if (!isWhole) return [name, shortChange(change, '->'), why]
    return [name, safeText((change.after ?? change.before)?.fullName ?? ''), changeWords(change), why]
  })
  const [first = [], ...lines] = fittedTable([header, ...body], isWhole ? undefined : columns - 2)
  const marked = lines.flatMap(([line = '', ...more], index) => {
    const action = changes[index]?.action ?? 'unchanged'
    return [
      `${paint(actionTones[action], actionMarks[action])} ${line}`,
      ...more.map((part) => `  ${paint('dim', part)}`),
    ]
  })
  return [...first.map((line) => paint('strong', `  ${line}`)), ...marked, '']
}

/** One sentence for each person. */
function sentences(changes: readonly Change[]): string[] {
  const lines = changes.map((change) => {
    const fullName = safeText((change.after ?? change.before)?.fullName ?? '')
    const person = fullName === '' ? safeText(change.userName) : `${safeText(change.userName)}, ${fullName}`
    return `${person}: ${changeWords(change)}. Why: ${reasonWords(change.reason)}.`
  })
  return lines.length === 0 ? [] : [...lines, '']
}

/** What ends each conflict, below the rows. */
function conflictLines(plan: Plan, home: string | undefined): string[] {
  const remedyOf = remediesOf(plan, home)
  const lines = plan.changes.flatMap((change) => {
    const remedy = remedyOf(change)
    if (remedy === null) return []
    const commands = remedy.commands.map((line) => `    ${line}`)
    return [`! ${safeText(change.userName)}: ${remedy.words}`, ...commands]
  })
  return lines.length === 0 ? [] : ['How to resolve each conflict:', ...lines.map((line) => `  ${line}`), '']
}

function section({ title, rows }: NoteSection): string[] {
  return rows.length === 0 ? [] : [`${title}:`, ...columns(rows).map((line) => `  ${line}`), '']
}

function rest(plan: Plan): string[] {
  const { unchanged, conflict } = plan.summary
  const leaving = plan.changes.filter(({ reason }) => reason.code === 'leavesOn').length
  const gone = plan.changes.filter(
    ({ action, reason, waits }) => action === 'gone' && reason.code !== 'leavesOn' && waits !== true,
  ).length
  return [
    ...(conflict > 0 ? [`${counted(conflict, 'conflict')} needing your decision.`] : []),
    ...(leaving > 0 ? [`${counted(leaving, 'user')} will be deleted later, on the day that the row says.`] : []),
    ...(gone > 0
      ? [`${counted(gone, 'user')} no longer in scope; automatic deletion is off, so nothing happens to them.`]
      : []),
    ...(unchanged > 0 ? [`${counted(unchanged, 'user')} unchanged.`] : []),
  ]
}

function approval({ held = [] }: Plan, { tense, home }: PlanTextOptions): string[] {
  if (held.length === 0) return []
  const [verb, them] = held.length === 1 ? ['waits', 'it'] : ['wait', 'them']
  const command = 'rollcall plan approve'
  return [
    '',
    `${counted(held.length, 'deletion')} ${tense === 'planned' ? 'will wait' : verb} for your approval. To look at ${them} and delete:`,
    home === undefined ? command : withHomeFlag(command, home),
  ]
}

function limit(plan: Plan, home: string | undefined): string[] {
  const { deletions, limit: most, exceeded } = plan.deletionLimit
  if (!exceeded) return []
  const command = `rollcall sync --allow-deletions ${deletions}`
  return [
    '',
    `A sync would stop here: it would delete ${counted(deletions, 'user')}, and the limit is ${grouped(most)}.`,
    `To allow exactly that, this time only: ${home === undefined ? command : withHomeFlag(command, home)}`,
  ]
}
