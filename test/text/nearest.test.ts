import test from 'ava'
import { nearest } from '../../source/text/nearest.ts'

const names = ['sync', 'setup', 'settings', 'deletionLimit']

test('a mistyped word means the name that is nearest, in any case', (t) => {
  t.is(nearest('snyc', names), 'sync')
  t.is(nearest('DELETIONLIMITS', names), 'deletionLimit')
  t.is(nearest('setings', names), 'settings')
})

test('a word that is like none of the names means none', (t) => {
  t.is(nearest('history', names), null)
  t.is(nearest('', []), null)
  t.is(nearest('x'.repeat(10_000), ['x'.repeat(10_000)]), null)
})
