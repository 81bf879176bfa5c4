import test from 'ava'
import fc from 'fast-check'
import '../../../support/seed.ts'
import { createTextSearch } from '../../../../source/tui/components/list/text-search.ts'

test('rows hold every word, in any order, without regard to case and to how letters are put together', (t) => {
  const search = createTextSearch(['Ada Lovelace', 'Inès Fontaine', 'Bob Dahl'], (row) => row)
  t.deepEqual(search.find('LOVE ada'), ['Ada Lovelace'])
  t.deepEqual(search.find('ine\u0300s'), ['Inès Fontaine'])
  t.deepEqual(search.find('  '), ['Ada Lovelace', 'Inès Fontaine', 'Bob Dahl'])
})

test('typing, taking back and typing on finds what a search made anew finds', (t) => {
  const rows = ['abc', 'ab', 'b c', 'cab', 'a', 'bca cab', '']
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 5 }), { maxLength: 12 })
  t.notThrows(() =>
    fc.assert(
      fc.property(words, (typed) => {
        const search = createTextSearch(rows, (row) => row)
        for (const text of typed) {
          const anew = createTextSearch(rows, (row) => row).find(text)
          if (JSON.stringify(search.find(text)) !== JSON.stringify(anew)) return false
        }
        return true
      }),
    ),
  )
})

test('rows are made ready in portions, each once', (t) => {
  let prepared = 0
  const rows = Array.from({ length: 2500 }, (_, index) => index)
  const search = createTextSearch(rows, (row) => {
    prepared += 1
    return String(row)
  })
  t.true(search.prepareSome())
  t.true(prepared > 0 && prepared < 2500)
  t.deepEqual(search.find('2499'), [2499])
  t.false(search.prepareSome())
  t.is(prepared, 2500)
})
