import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { type JsonText, parseJsonText, parsePlainJson } from '../../../source/text/json/json-text.ts'

const why = (result: JsonText): string => (result.state === 'bad' ? `${result.fault}: ${result.why}` : 'good')
const runs = { numRuns: process.env.ROLLCALL_LONG ? 100_000 : 500 }

test('what JSON.stringify makes is read as JSON.parse reads it', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const result = parseJsonText(text)
        const own = text.includes('"__proto__"') || result.state === 'good'
        return own && (result.state === 'bad' || JSON.stringify(result.value) === JSON.stringify(JSON.parse(text)))
      }),
      runs,
    ),
  )
})

test('a damaged text is refused with a place, and nothing of its content is told', (t) => {
  const text = JSON.stringify(
    { a: [1, -2.5e3, 'secret\\"\u00e9\n', null, true], secret: { secret: 'secret' } },
    null,
    1,
  )
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', '"', '\n', ',', '}', 'x', '\\', '\u0001', '0', '-'),
        (at, sign) => {
          const damaged = text.slice(0, at) + sign + text.slice(at + 1)
          const result = parseJsonText(damaged)
          if (result.state === 'good' || result.fault !== 'notJson') return true
          return /^It is not JSON: line \d+, column \d+\.$/.test(result.why)
        },
      ),
      runs,
    ),
  )
})

for (const [text, place] of [
  ['', 'line 1, column 1'],
  ['{"a":1,}', 'line 1, column 8'],
  ['{"a":1\n"b":2}', 'line 2, column 1'],
  ['[1,2,,3]', 'line 1, column 6'],
  ['{"a" 1}', 'line 1, column 6'],
  ['{"a":tru}', 'line 1, column 6'],
  ['{"a":"unended', 'line 1, column 6'],
  ['[1]]', 'line 1, column 4'],
  ['[1}', 'line 1, column 3'],
  ['{1:2}', 'line 1, column 2'],
  ['"a"\n"b"', 'line 2, column 1'],
] as const) {
  test(`${JSON.stringify(text)} is broken at ${place}`, (t) => {
    t.is(why(parseJsonText(text)), `notJson: It is not JSON: ${place}.`)
    t.is(why(parsePlainJson(text)), `notJson: It is not JSON: ${place}.`)
  })
}

for (const [text, expected] of [
  ['{"a":1,"a":2}', 'ambiguous: The name "a" stands there twice: line 1, column 8.'],
  ['{"a":1,"\\u0061":2}', 'ambiguous: The name "a" stands there twice: line 1, column 8.'],
  ['[{"b":{"c":"{\\"c\\":1,"}},{"x":[],\n"x":0}]', 'ambiguous: The name "x" stands there twice: line 2, column 1.'],
  ['{"__proto__":{"admin":true}}', 'ambiguous: The name "__proto__" must not be used: line 1, column 2.'],
  ['{"a":{"a":{"a":["a","a"]}},"b":"a"}', 'good'],
  ['[{"a":1},{"a":1}]', 'good'],
  ['["a","a"]', 'good'],
] as const) {
  test(`${JSON.stringify(text)} is ${expected.split(':')[0]}`, (t) => t.is(why(parseJsonText(text)), expected))
}

test('what is nested too deep is refused, however deep', (t) => {
  t.is(why(parseJsonText('['.repeat(100) + ']'.repeat(100))), 'good')
  for (const levels of [101, 100_000]) {
    t.is(
      why(parseJsonText('['.repeat(levels) + ']'.repeat(levels))),
      'tooDeep: It is nested more than 100 levels deep.',
    )
  }
})

test('a long string that does not end takes no time to speak of', (t) => {
  t.is(
    why(parseJsonText(`{"a":"${'\\'.repeat(2)}${'x'.repeat(500_000)}`)),
    'notJson: It is not JSON: line 1, column 6.',
  )
  t.is(why(parseJsonText(`["${'x'.repeat(2_000_000)}`)), 'notJson: It is not JSON.')
})
