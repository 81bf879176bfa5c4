import test from 'ava'
import stringWidth from 'string-width'
import { graphemesOf } from '../../../source/text/width/graphemes.ts'
import { oneColumnText } from '../../../source/text/width/one-column.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const oneColumn = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  oneColumnText.test(character),
)

test('each character that is taken to need one column is one column wide', (t) => {
  t.true(oneColumn.length > 1000)
  t.deepEqual(
    oneColumn.filter((character) => stringWidth(character) !== 1),
    [],
  )
})

test('no two of these characters are one to a person', (t) => {
  // The rules of joining look at one neighbour only, so pairs of the ends of each run stand for all pairs.
  const text = oneColumn.join('')
  t.is([...segmenter.segment(text)].length, oneColumn.length)
  t.is([...segmenter.segment([...text].reverse().join(''))].length, oneColumn.length)
})

test('characters that join are one grapheme, also beside those that do not', (t) => {
  t.deepEqual(graphemesOf('ab─'), ['a', 'b', '─'])
  t.deepEqual(graphemesOf('e\u0301x'), ['e\u0301', 'x'])
  t.deepEqual(graphemesOf('a👩‍👩‍👧b'), ['a', '👩‍👩‍👧', 'b'])
})
