import { actionMarks, type Change, type Plan } from '../../sync/plan.ts'
import type { Paint } from '../../text/colours.ts'
import { columns } from '../../text/columns.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { actionColours } from './action-colours.ts'
import { changeWords } from './change-words.ts'
import { reasonWords } from './reason.ts'
import { skippedWords } from './skipped-words.ts'
import { summarySentence } from './summary-sentence.ts'

/**
 * A plan as lines of text: every row, what was skipped or left out, the totals, and what stands in the way.
 *
 * @param options.all shows unchanged users too
 * @param options.paint colours the marks
 * @param options.tense `done` after the commit
 */
export function planText(plan: Plan, options: { all: boolean; paint: Paint; tense: 'planned' | 'done' }): string {
  const shown = plan.changes.filter((change) => options.all || change.action !== 'unchanged')
  return [
    ...rows(shown, options.paint),
    ...section('Skipped members, which cannot become users:', plan.skipped.map(skippedRow)),
    ...section('Left out by the settings:', excludedRows(plan)),
    ...section(
      'Worth knowing:',
      plan.warnings.map((warning) => [safeText(warning.message)]),
    ),
    `${summarySentence(plan, options.tense)}.`,
    ...rest(plan),
    ...(options.tense === 'planned' ? limit(plan) : []),
  ].join('\n')
}

function rows(changes: readonly Change[], paint: Paint): string[] {
  if (changes.length === 0) return []
  const header = ['User name', 'Full name', 'Change', 'Why']
  const body = changes.map((change) => [
    safeText(change.userName),
    safeText((change.after ?? change.before)?.fullName ?? ''),
    changeWords(change),
    reasonWords(change.reason),
  ])
  const [first = '', ...lines] = columns([header, ...body])
  const marked = lines.map((line, index) => {
    const action = changes[index]?.action ?? 'unchanged'
    const colour = actionColours[action]
    return `${colour === undefined ? actionMarks[action] : paint(colour, actionMarks[action])} ${line}`
  })
  return [paint('bold', `  ${first}`), ...marked, '']
}

function skippedRow(skipped: Plan['skipped'][number]): string[] {
  return [safeText(skipped.email), skippedWords(skipped.reason), `in ${safeText(skipped.group)}`]
}

function excludedRows(plan: Plan): string[][] {
  const counts: [string, number][] = [
    ['suspended in Google', plan.excluded.suspended],
    ['archived in Google', plan.excluded.archived],
    ...plan.excluded.rules.map(({ rule, hits }): [string, number] => [`rule ${safeText(rule)}`, hits]),
  ]
  return counts
    .filter(([name, count]) => count > 0 || name.startsWith('rule '))
    .map(([name, count]) => [name, String(count)])
}

function section(title: string, lines: readonly (readonly string[])[]): string[] {
  return lines.length === 0 ? [] : [title, ...columns(lines).map((line) => `  ${line}`), '']
}

function rest(plan: Plan): string[] {
  const { unchanged, gone, conflict } = plan.summary
  return [
    ...(conflict > 0 ? [`${counted(conflict, 'conflict')} left alone; each needs a decision.`] : []),
    ...(gone > 0
      ? [`${counted(gone, 'user')} no longer in scope; automatic deletion is off, so nothing happens to them.`]
      : []),
    ...(unchanged > 0 ? [`${counted(unchanged, 'user')} unchanged.`] : []),
  ]
}

function limit(plan: Plan): string[] {
  const { deletions, limit: most, exceeded } = plan.deletionLimit
  if (!exceeded) return []
  return [
    '',
    `A synchronization would stop: it would delete ${counted(deletions, 'user')}, and the limit is ${grouped(most)}.`,
    `To allow exactly that, this time only: rollcall sync --allow-deletions ${deletions}`,
  ]
}
