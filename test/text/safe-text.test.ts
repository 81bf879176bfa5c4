import test from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import { safeText } from '../../source/text/safe-text.ts'

test('ordinary names of any script come back as they are', (t) => {
  for (const name of [
    'Ada Lovelace',
    'José Müller',
    '王小明',
    'محمد',
    'שרה כהן',
    'नरेंद्र',
    '👩‍👧 Team',
    'می‌خواهم',
    '❤️ 1️⃣ 葛\ufe00',
    'क्‍ष',
  ]) {
    t.is(safeText(name), name)
  }
})

test('an escape sequence is written out and can do nothing', (t) => {
  t.is(safeText('\u001b[2Jgone\u0007'), '\\e[2Jgone\\u0007')
  t.is(safeText('a\u009b31mred'), 'a\\u009b31mred')
})

test('line breaks, bidirectional overrides and characters without width are made visible', (t) => {
  t.is(safeText('one\ntwo'), 'one\\ntwo')
  t.is(safeText('user\u202egnp.exe'), 'user\\u202egnp.exe')
  t.is(safeText('pay\u200bpal'), 'pay\\u200bpal')
})

test('a flood of invisible characters is written once with its number', (t) => {
  t.is(safeText(`a${'\u200b'.repeat(500)}b`), 'a\\u200b(x500)b')
})

test('marks piled on one letter are cut to four', (t) => {
  t.is(safeText(`z${'\u0336'.repeat(200)}`), `z${'\u0336'.repeat(4)}`)
})

test('a joiner that joins nothing is written out', (t) => {
  t.is(safeText('a \u200d b'), 'a \\u200d b')
  t.is(safeText('a\u200dda'), 'a\\u200dda')
})

test('signs that a font may leave out are written out', (t) => {
  t.is(safeText('ada\ufe0f@x'), 'ada\\ufe0f@x')
  for (const sign of ['\u034f', '\u115f', '\u3164', '\u180f', '\ufff0', '\u{1d173}', '\u{e0041}', '\u{e0100}']) {
    t.regex(safeText(`a${sign}b`), /^a\\u\{?[0-9a-f]+\}?b$/)
  }
})

test('half of a surrogate pair is written out', (t) => {
  t.is(safeText('x\ud83dy'), 'x\\ud83dy')
})

test('what is safe stays as it is when it is made safe again', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => safeText(safeText(text)) === safeText(text)),
      { numRuns: process.env.ROLLCALL_LONG ? 200_000 : 500 },
    ),
  )
})

test('whatever the text, no control character and no bidirectional control is left', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u.test(
          safeText(text),
        )
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 200_000 : 500 },
    ),
  )
})
