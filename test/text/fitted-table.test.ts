import test from 'ava'
import fc from 'fast-check'
import { fittedTable } from '../../source/text/fitted-table.ts'
import { textWidth } from '../../source/text/width/width.ts'

const rows = [
  ['Person', 'Change', 'Why'],
  ['ada.lovelace@example.com', 'new', 'Archive > Staff'],
  ['eve.moneypenny@example.com', 'name is taken', 'a local user has this name and keeps it'],
]

test('rows that fit stand in columns, and a row without room goes on in a second line', (t) => {
  t.deepEqual(
    fittedTable(rows, 120).map((lines) => lines.length),
    [1, 1, 1],
  )
  t.deepEqual(fittedTable(rows, 64), [
    ['Person                      Change         Why'],
    ['ada.lovelace@example.com    new            Archive > Staff'],
    ['eve.moneypenny@example.com  name is taken', '    a local user has this name and keeps it'],
  ])
})

test('without a terminal each row is one line', (t) => {
  for (const lines of fittedTable(rows, undefined)) t.is(lines.length, 1)
})

test('no line is wider than the terminal, and no word is lost', (t) => {
  const word = fc.stringMatching(/^[a-z@.-]{1,30}$/)
  const table = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(table, fc.constantFrom(40, 80, 120), (given, width) => {
      fittedTable(given, width).forEach((lines, index) => {
        for (const line of lines) t.true(textWidth(line) <= width, line)
        t.is(lines.join('').replace(/\s/g, ''), (given[index] ?? []).join(''))
      })
    }),
  )
})
