import type { Line } from '../../text/line.ts'

/** What the first line of each screen says at its right when Google is a stand-in. */
export function simulationNote(simulated: boolean): Line {
  return simulated ? [{ text: 'SIMULATED', bold: true, inverse: true }] : ''
}
