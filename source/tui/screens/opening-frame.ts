import { safeText } from '../../text/safe-text.ts'
import { lookCodes, type Theme } from '../../text/theme.ts'
import { wrap } from '../../text/width/wrap.ts'
import { frameHeader } from '../components/frame/frame-header.ts'
import { frameLayout } from '../components/frame/frame-layout.ts'
import { simulationNote } from '../components/messages/simulation-note.ts'
import { cutLine, type Line, type Segment, segmentsOf } from '../text/line.ts'
import type { Glyphs } from '../theme/glyphs.ts'

/** What is opened, and the window that shows it. */
export type Opening = {
  folder: string
  simulated: boolean
  glyphs: Glyphs
  theme: Theme
  columns: number
  rows: number
}

/**
 * The first frame: what is read before there is a screen, a moment mostly, a second where the home holds a hundred
 * thousand users. It is text and nothing else, so that it stands there before React and Ink are loaded.
 */
export function openingFrame({ folder, simulated, glyphs, theme, columns, rows }: Opening): string {
  const { hasAir, bodyRows } = frameLayout(rows)
  const title: readonly Segment[] = [{ text: 'Rollcall', bold: true, tone: 'accent' }]
  const heading: Line = [{ text: 'Opening', bold: true }]
  const body = wrap(`Reading ${safeText(folder)}`, columns - 2).slice(0, bodyRows)
  const lines: Line[] = [
    frameHeader({ title, heading, note: simulationNote(simulated) }, columns, glyphs.ellipsis),
    ...(hasAir ? [''] : []),
    ...body.map((line) => ` ${line}`),
  ]
  return lines.map((line) => styled(line, theme, columns)).join('\n')
}

/** A line with the sequences for its looks. */
function styled(line: Line, theme: Theme, columns: number): string {
  return segmentsOf(cutLine(line, columns))
    .map(({ text, bold = false, inverse = false, tone }) => {
      const codes = lookCodes({ ...(tone === undefined ? {} : theme[tone]), ...(bold ? { bold } : {}), inverse })
      return codes === '' ? text : `\u001b[${codes}m${text}\u001b[m`
    })
    .join('')
}
