import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { frameLayout, frameRule } from '../components/frame/frame-layout.ts'
import { simulationNote } from '../components/messages/simulation-note.ts'
import { atBothEnds, cutLine, type Line, segmentsOf } from '../text/line.ts'
import type { Glyphs } from '../theme/glyphs.ts'

/** What is opened, and the window that shows it. */
export type Opening = { folder: string; simulated: boolean; glyphs: Glyphs; columns: number; rows: number }

/**
 * The first frame: what is read before there is a screen, a moment mostly, a second where the home holds a hundred
 * thousand users. It is text and nothing else, so that it stands there before React and Ink are loaded.
 */
export function openingFrame({ folder, simulated, glyphs, columns, rows }: Opening): string {
  const { hasRules, bodyRows } = frameLayout(rows)
  const rule = frameRule(columns, glyphs.rule)
  const title: Line = [{ text: ' ' }, { text: 'Rollcall', bold: true }]
  const heading: Line = [{ text: ' ' }, { text: 'Opening', bold: true }]
  const body = wrap(`Reading ${safeText(folder)}`, columns - 2).slice(0, bodyRows)
  const lines: Line[] = [
    atBothEnds(title, simulationNote(simulated), columns - 1, glyphs.ellipsis),
    heading,
    ...(hasRules ? [rule] : []),
    ...body.map((line) => ` ${line}`),
    ...Array.from({ length: bodyRows - body.length }, () => ''),
    ...(hasRules ? [rule] : []),
  ]
  return lines.map((line) => styled(line, columns)).join('\n')
}

/** A line with the sequences for its looks. */
function styled(line: Line, columns: number): string {
  return segmentsOf(cutLine(line, columns))
    .map(({ text, bold = false, inverse = false }) => {
      const looks = [...(bold ? ['1'] : []), ...(inverse ? ['7'] : [])]
      return looks.length === 0 ? text : `\u001b[${looks.join(';')}m${text}\u001b[m`
    })
    .join('')
}
