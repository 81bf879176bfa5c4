import type { Skipped } from '../../sync/plan.ts'
import type { Person } from '../../sync/scope/people.ts'
import type { Paint } from '../../text/colours.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { textWidth } from '../../text/width/width.ts'
import { wrap } from '../../text/width/wrap.ts'
import { skippedWords } from '../plan/skipped-words.ts'
import { scopeWords } from './scope-words.ts'

/** Somebody on a line: who it is, and why. Both safe to show. */
type Row = readonly [who: string, why: string]

/** With less room than this beside the names, reasons stand below them. */
const leastRoom = 24

/**
 * Everybody as lines of text: who is in scope, who is left out, and members who can't become users, each with the reason.
 *
 * @param options.columns the width of the terminal; undefined where it is none, and no line is broken
 */
export function peopleText(
  { people, skipped }: { people: readonly Person[]; skipped: readonly Skipped[] },
  { paint, columns }: { paint: Paint; columns: number | undefined },
): string {
  const rowOf = ({ userName, reason }: Person): Row => [safeText(userName), scopeWords(reason)]
  const inScope = people.filter((person) => person.inScope).map(rowOf)
  const leftOut = people.filter((person) => !person.inScope).map(rowOf)
  const outside = skipped.map(({ email, reason, group }): Row => {
    return [safeText(email), `${skippedWords(reason)}, in ${safeText(group)}`]
  })
  const all = [...inScope, ...leftOut, ...outside]
  const width = Math.max(0, ...all.map(([who]) => textWidth(who)))
  const section = (title: string, rows: readonly Row[]): string[] =>
    rows.length === 0 ? [] : ['', paint('strong', title), ...rows.flatMap((row) => rowLines(row, width, columns))]
  const counts = [
    `${counted(inScope.length, 'person', 'people')} in scope`,
    ...(leftOut.length === 0 ? [] : [`${counted(leftOut.length, 'person', 'people')} left out`]),
    ...(outside.length === 0 ? [] : [`${counted(outside.length, 'member')} skipped`]),
  ]
  return [
    ...wrap(`${counts.join(', ')}.`, columns ?? Number.POSITIVE_INFINITY),
    ...section('In scope', inScope),
    ...section('Left out', leftOut),
    ...section('Skipped', outside),
  ].join('\n')
}

function rowLines([who, why]: Row, width: number, columns: number | undefined): string[] {
  const start = `  ${who}${' '.repeat(Math.max(0, width - textWidth(who)))}  `
  if (columns === undefined) return [start + why]
  const room = columns - width - 4
  // An address is never broken, so that it can be copied.
  if (room < leastRoom) return [`  ${who}`, ...wrap(why, columns - 4).map((line) => `    ${line}`)]
  const [first = '', ...rest] = wrap(why, room)
  return [start + first, ...rest.map((line) => ' '.repeat(width + 4) + line)]
}
