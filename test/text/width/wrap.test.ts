import test from 'ava'
import * as fc from 'fast-check'
import { textWidth } from '../../../source/text/width/width.ts'
import { wrap, wrapOutput, wrapRow } from '../../../source/text/width/wrap.ts'

test('lines break at blanks, and go on under the text behind their label', (t) => {
  t.is(
    wrapOutput('rollcall: it failed\n  Do:    Put back the newest good backup: rollcall restore 0', 44),
    'rollcall: it failed\n  Do:    Put back the newest good backup:\n         rollcall restore 0',
  )
})

test('a word that is longer than a line stays whole, and short lines and their blanks stay as they are', (t) => {
  t.is(
    wrapOutput('See https://example.com/a/very/long/address now', 20),
    'See\nhttps://example.com/a/very/long/address\nnow',
  )
  t.is(wrapOutput('a   b', 20), 'a   b')
})

test('a question keeps the blank behind it', (t) => {
  t.is(wrapOutput('Which groups? none includes everyone: ', 24), 'Which groups? none\nincludes everyone: ')
})

test('without a terminal nothing is broken', (t) => {
  const long = 'word '.repeat(100)
  t.is(wrapOutput(long, undefined), long)
})

const wide = '検索された利用者の一覧 '.repeat(8)
const combining = 'e\u0301'.repeat(12)

test('lines are broken by the columns they take, not by their characters', (t) => {
  for (const width of [20, 60]) {
    for (const line of wrap(wide, width)) t.true(textWidth(line) <= width, line)
    for (const line of wrapOutput(wide, width + 4).split('\n')) t.true(textWidth(line) <= width + 4, line)
  }
  t.is(
    wrapOutput(`${combining} ${combining}`, 25),
    `${combining} ${combining}`,
    'a letter and its mark take one column',
  )
})

test('printed lines fit whatever their words are made of, when each word fits', (t) => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', '字', '👍', 'e\u0301'), minLength: 1, maxLength: 9 })
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 20, max: 100 }), (words, width) => {
        const lines = wrapOutput(words.join(' '), width).split('\n')
        return lines.every((line) => textWidth(line) <= width) && lines.join(' ') === words.join(' ')
      }),
    ),
  )
})

test('a row of a table keeps its cells apart where it is broken, and stays as it is where it fits', (t) => {
  t.deepEqual(wrapRow('+ ada@example.com   new user   member of Staff', 80), [
    '+ ada@example.com   new user   member of Staff',
  ])
  t.deepEqual(wrapRow('+ ada@example.com   new user   member of Staff', 30), [
    '+ ada@example.com  new user',
    '    member of Staff',
  ])
})
