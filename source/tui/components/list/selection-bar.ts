import { type Line, lineWidth, segmentsOf } from '../../text/line.ts'

/** The row at the cursor: a bar over all of its columns. What a filter found in it stays marked. */
export function selectionBar(line: Line, columns: number): Line {
  const segments = segmentsOf(line).map(({ text, tone, link }) => ({
    text,
    tone: 'selection' as const,
    ...(tone === 'match' ? { bold: true } : {}),
    ...(link === undefined ? {} : { link }),
  }))
  const rest = columns - lineWidth(line)
  return rest > 0 ? [...segments, { text: ' '.repeat(rest), tone: 'selection' }] : segments
}
