import type { Plan } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { skippedWords } from '../../views/plan/skipped-words.ts'
import type { Line } from '../text/line.ts'

/** What a plan has to say beside its rows: warnings, members that were skipped, who was left out by the settings. */
export function notesLines(plan: Plan, columns: number): Line[] {
  const section = (title: string, texts: readonly string[]): Line[] => {
    if (texts.length === 0) return []
    return [[{ text: title, bold: true }], ...texts.flatMap((text) => wrap(`  ${text}`, columns, 4)), '']
  }
  const { suspended, archived, rules } = plan.excluded
  return [
    ...section(
      'Worth knowing',
      plan.warnings.map(({ message }) => safeText(message)),
    ),
    ...section(
      'Skipped members, which cannot become users',
      plan.skipped.map(
        ({ email, reason, group }) => `${safeText(email)}: ${skippedWords(reason)}, in ${safeText(group)}`,
      ),
    ),
    ...section('Left out by the settings', [
      ...(suspended > 0 ? [`suspended in Google: ${suspended}`] : []),
      ...(archived > 0 ? [`archived in Google: ${archived}`] : []),
      ...rules.map(({ rule, hits }) => `${safeText(rule)}: ${hits}`),
    ]),
  ]
}

/** The number of such notes, for the line that leads to them. */
export function countNotes({ warnings, skipped, excluded }: Plan): number {
  return (
    warnings.length +
    skipped.length +
    excluded.rules.length +
    Number(excluded.suspended > 0) +
    Number(excluded.archived > 0)
  )
}
