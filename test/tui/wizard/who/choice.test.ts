import test from 'ava'
import fc from 'fast-check'
import '../../../support/seed.ts'
import { readGlob } from '../../../../source/sync/globs/read-glob.ts'
import { settingsOf, whoTabs, withTab, wordsOf, wordsOfTab } from '../../../../source/tui/wizard/who/choice.ts'
import { patternOf } from '../../../../source/tui/wizard/who/who-choices.ts'

const groups = ['a', 'b', 'c:d'].map((id) => ({ id, email: `${id}@example.com`, name: id }))
const some = <Value>(values: readonly Value[]) => fc.subarray([...values])
const choice = fc.record({
  groups: some(groups),
  excludedGroups: some(groups),
  orgUnits: some(['/', '/Sales', '/a:b']),
  excludedOrgUnits: some(['/', '/Sales', '/a:b']),
  exclusions: some(['svc-*', 'a:b', 'inGroup:a']),
})

test('what is chosen comes back from its words, whichever tab was open', (t) => {
  fc.assert(
    fc.property(choice, (settings) => {
      let words: ReadonlySet<string> = wordsOf(settings)
      for (const { id } of whoTabs) words = withTab(words, id, wordsOfTab(words, id))
      t.deepEqual(settingsOf(words, groups), settings)
    }),
  )
})

test('a person who is left out is a pattern that matches this address and no other', (t) => {
  const name = fc.string({ unit: fc.constantFrom(..."aZ0.-_+'!{}[],*?\\"), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(name, name, (one, other) => {
      const [address, another] = [`${one}@example.com`, `${other}@example.com`]
      const { matches } = readGlob(patternOf(address))
      if (matches === null) return false
      return matches(address) && matches(another) === (address.toLowerCase() === another.toLowerCase())
    }),
  )
  t.pass()
})
