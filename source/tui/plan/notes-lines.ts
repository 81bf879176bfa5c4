import type { Plan } from '../../sync/plan.ts'
import { wrap } from '../../text/width/wrap.ts'
import { type NoteSection, planNotes } from '../../views/plan/plan-notes.ts'
import type { Line } from '../text/line.ts'

/** What a plan has to say beside its rows, the warnings first. */
export function notesLines(plan: Plan, columns: number): Line[] {
  const { warnings, skipped, leftOut } = planNotes(plan)
  return [warnings, skipped, leftOut].flatMap((section) => sectionLines(section, columns))
}

function sectionLines({ title, rows }: NoteSection, columns: number): Line[] {
  if (rows.length === 0) return []
  const texts = rows.map(([first = '', ...rest]) => (rest.length === 0 ? first : `${first}: ${rest.join(', ')}`))
  return [[{ text: title, bold: true }], ...texts.flatMap((text) => wrap(`  ${text}`, columns, 4)), '']
}

/** The number of such notes, for the line that leads to them. */
export function countNotes(plan: Plan): number {
  const { warnings, skipped, leftOut } = planNotes(plan)
  return warnings.rows.length + skipped.rows.length + leftOut.rows.length
}
