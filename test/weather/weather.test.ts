import test from 'ava'
import { liveThrough } from './histories.ts'
import { keptInFiles } from './kept-store.ts'

test('in whatever weather nobody is lost, no mail is lost or shown to others, and one synchronization leads back', (t) =>
  liveThrough(t, { long: 10_000, short: 40 }, async (home) => keptInFiles(home)))
