import type { Line } from '../../text/line.ts'
import type { Glyphs } from '../../theme/glyphs.ts'

/** A step of the wizard on the rail. */
export type RailStep = { name: string; state: 'done' | 'pending' }

/** `Default privileges`; with the marks it fills the rail. */
const longestName = 18

/** The steps one under the other, beside the step that is open; for wide windows. */
export function railColumn(steps: readonly RailStep[], current: number, glyphs: Glyphs): Line[] {
  return steps.map((step, index) => {
    const sign = step.state === 'done' ? glyphs.done : ' '
    const cursor = index === current ? glyphs.cursor : ' '
    const text = `${cursor} ${index + 1} ${step.name.padEnd(longestName)} `
    if (index === current) return [{ text, bold: true, tone: 'accent' }, { text: sign }]
    return [
      { text, dim: true },
      { text: sign, tone: 'success' },
    ]
  })
}
