import { atBothEnds, type Line, lineWidth, type Segment, segmentsOf } from '../../text/line.ts'

/** What stands in the header of a frame. */
type Header = {
  /** At the left; what has no room gives way, the last first. */
  title: readonly Segment[]
  heading: Line
  note: Line
}

/** The header of a frame: what this is at the left, which screen at the right, in one line of so many columns. */
export function frameHeader({ title, heading, note }: Header, columns: number, ellipsis: string): Line {
  const width = columns - 1
  const right =
    lineWidth(note) === 0 ? segmentsOf(heading) : [...segmentsOf(heading), { text: '  ' }, ...segmentsOf(note)]
  const left = [...title]
  while (left.length > 0 && lineWidth(left) + 3 + lineWidth(right) > width) left.pop()
  if (left.length > 0) return atBothEnds([{ text: ' ' }, ...left], right, width, ellipsis)
  return atBothEnds([{ text: ' ' }, ...segmentsOf(heading)], note, width, ellipsis)
}
