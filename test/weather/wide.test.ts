import test from 'ava'
import { liveThrough } from './histories.ts'
import { keptInFiles } from './kept-store.ts'

test('with organizational units, and days that people have left, the weather changes nothing either', (t) =>
  liveThrough(t, { long: 5000, short: 20 }, async (home) => keptInFiles(home), true))
