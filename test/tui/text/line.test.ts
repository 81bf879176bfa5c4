import test from 'ava'
import { atBothEnds, isSameLine, lineWidth, segmentsOf } from '../../../source/tui/text/line.ts'

const text = (line: Parameters<typeof segmentsOf>[0]): string =>
  segmentsOf(line)
    .map((segment) => segment.text)
    .join('')

test('two lines on one row: the left one is cut and says so, the right one stays', (t) => {
  t.is(text(atBothEnds('left', 'right', 12, '…')), 'left   right')
  t.is(text(atBothEnds('a long left side', 'right', 20, '…')), 'a long left s… right')
  t.is(text(atBothEnds('a left side', 'right', 9, '…')), 'a left s…', 'there is no room for both')
})

test('wide characters are counted by the columns they take', (t) => {
  const line = atBothEnds('田中 太郎 田中', '右', 12, '…')
  t.is(text(line), '田中 太…  右')
  t.is(lineWidth(line), 12)
})

test('lines that look the same are the same, whatever they were made of', (t) => {
  t.true(isSameLine('a', [{ text: 'a' }]))
  t.true(isSameLine([{ text: 'a', bold: true }], [{ text: 'a', bold: true }]))
  t.false(isSameLine([{ text: 'a', bold: true }], [{ text: 'a' }]))
  t.false(isSameLine([{ text: 'a' }, { text: 'b' }], [{ text: 'ab' }]))
})
