import test from 'ava'
import { wrapWords } from '../../source/text/wrap-words.ts'

test('lines break at blanks, and go on under the text behind their label', (t) => {
  t.is(
    wrapWords('rollcall: it failed\n  Do:    Put back the newest good backup: rollcall restore 0', 44),
    'rollcall: it failed\n  Do:    Put back the newest good backup:\n         rollcall restore 0',
  )
})

test('a word that is longer than a line stays whole, and short lines and their blanks stay as they are', (t) => {
  t.is(
    wrapWords('See https://example.com/a/very/long/address now', 20),
    'See\nhttps://example.com/a/very/long/address\nnow',
  )
  t.is(wrapWords('a   b', 20), 'a   b')
})

test('without a terminal nothing is broken', (t) => {
  const long = 'word '.repeat(100)
  t.is(wrapWords(long, undefined), long)
})
