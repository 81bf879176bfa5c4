import test from 'ava'
import { describeOffset } from '../../../source/google/http/clock.ts'

test('how far a clock is off is said in a unit that people can picture', (t) => {
  for (const [minutes, words] of [
    [0, 'right'],
    [1, '1 minute ahead'],
    [-125, '125 minutes behind'],
    [180, '3 hours ahead'],
    [-1500, '25 hours behind'],
    [4 * 1440, '4 days ahead'],
    [-30_000_000, '57 years behind'],
  ] as const) {
    t.is(describeOffset(minutes), words)
  }
})
