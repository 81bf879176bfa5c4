import type { Line } from '../../text/line.ts'
import type { Glyphs } from '../../theme/glyphs.ts'

/** A step of the wizard on the rail. */
export type RailStep = { name: string; state: 'done' | 'pending' }

/** The rail on one line: where you are among the steps, and which are done. For the heading of narrow windows. */
export function railLine(steps: readonly RailStep[], current: number, glyphs: Glyphs): Line {
  return steps.flatMap((step, index) => {
    const sign = index === current ? glyphs.current : step.state === 'done' ? glyphs.done : glyphs.pending
    return [{ text: `${index === 0 ? '' : ' '}${index + 1}${sign}`, bold: index === current }]
  })
}

/** `Default privileges`; with the marks it fills the rail. */
const longestName = 18

/** The rail as a column, for wide windows. */
export function railColumn(steps: readonly RailStep[], current: number, glyphs: Glyphs): Line[] {
  return steps.map((step, index) => {
    const sign = step.state === 'done' ? glyphs.done : ' '
    const cursor = index === current ? glyphs.cursor : ' '
    return [{ text: `${cursor} ${index + 1} ${step.name.padEnd(longestName)} ${sign}`, bold: index === current }]
  })
}
