import type { Tone } from '../../text/theme.ts'
import { takeColumns } from '../../text/width/fit.ts'
import { textWidth } from '../../text/width/width.ts'

/** A piece of a line with one look. */
export type Segment = {
  text: string
  bold?: boolean
  dim?: boolean
  inverse?: boolean
  /** What the piece means, where the theme has a look for it. */
  tone?: Tone
  /** The address this piece leads to, where the terminal makes links. */
  link?: string
}

/** One line of the screen. */
export type Line = string | readonly Segment[]

/** The pieces of a line. */
export function segmentsOf(line: Line): readonly Segment[] {
  return typeof line === 'string' ? [{ text: line }] : line
}

/** Whether two lines look the same. */
export function isSameLine(one: Line, other: Line): boolean {
  if (one === other) return true
  const [first, second] = [segmentsOf(one), segmentsOf(other)]
  return first.length === second.length && first.every((segment, index) => isSameSegment(segment, second[index]))
}

function isSameSegment(one: Segment, other: Segment | undefined): boolean {
  return (
    one.text === other?.text &&
    one.bold === other.bold &&
    one.dim === other.dim &&
    one.inverse === other.inverse &&
    one.tone === other.tone &&
    one.link === other.link
  )
}

/** The columns of a line. */
export function lineWidth(line: Line): number {
  return segmentsOf(line).reduce((width, segment) => width + textWidth(segment.text), 0)
}

/** A line cut to `width` columns. */
export function cutLine(line: Line, width: number): readonly Segment[] {
  let room = width
  const cut: Segment[] = []
  for (const segment of segmentsOf(line)) {
    if (room <= 0) break
    const text = takeColumns(segment.text, room)
    room -= textWidth(text)
    cut.push(text === segment.text ? segment : { ...segment, text })
  }
  return cut
}

/** A line cut to `width` columns, with `ellipsis` at its end where something was cut. */
function shortenLine(line: Line, width: number, ellipsis: string): readonly Segment[] {
  if (lineWidth(line) <= width) return segmentsOf(line)
  const cut = cutLine(line, Math.max(0, width - textWidth(ellipsis)))
  const last = cut.at(-1)
  return last === undefined ? [] : [...cut.slice(0, -1), { ...last, text: last.text + ellipsis }]
}

/** The least that the left of two lines on one row is cut to. */
const leastLeft = 8

/** Two lines on one row, the second at the right border; the first is cut where both do not fit. */
export function atBothEnds(left: Line, right: Line, width: number, ellipsis: string): readonly Segment[] {
  const rightWidth = lineWidth(right)
  const room = width - rightWidth - 1
  if (rightWidth === 0 || room < Math.min(leastLeft, lineWidth(left))) return shortenLine(left, width, ellipsis)
  const shown = shortenLine(left, room, ellipsis)
  return [...shown, { text: ' '.repeat(width - lineWidth(shown) - rightWidth) }, ...segmentsOf(right)]
}
