import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import type { Key } from '../../../source/tui/terminal/key.ts'
import { createKeySplitter } from '../../../source/tui/terminal/key-splitter.ts'

/** Keys in short: names, characters as themselves, `^c` for Ctrl-C, `"text"` for a paste. */
function short(keys: Key[]): string[] {
  return keys.map((key) => {
    if (key.name === 'paste') return JSON.stringify(key.text)
    if (key.name === 'character') return key.ctrl ? `^${key.text}` : key.text
    return key.shift ? `shift-${key.name}` : key.name
  })
}

/** What the packets give, with what is held let go at the end. */
function keysOf(...packets: (string | Uint8Array)[]): string[] {
  const splitter = createKeySplitter()
  const keys = packets.flatMap((packet) => splitter.push(Buffer.from(packet)))
  return short([...keys, ...splitter.flush()])
}

test('keys in one packet are one key each, in order', (t) => {
  t.deepEqual(keysOf('jjj\r'), ['j', 'j', 'j', 'enter'])
  t.deepEqual(keysOf('\u001b[B\u001b[B\r'), ['down', 'down', 'enter'])
  t.deepEqual(keysOf('\u007f\u007f\u007f'), ['backspace', 'backspace', 'backspace'])
  t.deepEqual(keysOf('\u0003\u0003'), ['^c', '^c'])
})

test('the same key comes out whatever the terminal sends for it', (t) => {
  for (const up of ['\u001b[A', '\u001bOA', '\u001b[1;5A']) t.deepEqual(keysOf(up), ['up'])
  for (const home of ['\u001b[H', '\u001bOH', '\u001b[1~', '\u001b[7~']) t.deepEqual(keysOf(home), ['home'])
  for (const end of ['\u001b[F', '\u001bOF', '\u001b[4~', '\u001b[8~']) t.deepEqual(keysOf(end), ['end'])
  t.deepEqual(keysOf('\u001b[5~\u001b[6~\u001b[3~'), ['pageUp', 'pageDown', 'delete'])
  t.deepEqual(keysOf('\u001bOM'), ['enter'])
  t.deepEqual(keysOf('\u001bOp\u001bOy\u001bOk'), ['0', '9', '+'])
  t.deepEqual(keysOf('\u001b[Z'), ['shift-tab'])
  t.deepEqual(keysOf('\u001b[13u\u001b[99;5u\u001b[27;5;99~'), ['enter', '^c', '^c'])
})

test('a sequence cut anywhere between packets is still that key', (t) => {
  const sequence = '\u001b[1;5B'
  for (let cut = 1; cut < sequence.length; cut += 1) {
    t.deepEqual(keysOf(sequence.slice(0, cut), sequence.slice(cut)), ['down'])
  }
})

test('a lone Escape is held for 40 milliseconds and is then the Escape key', (t) => {
  const splitter = createKeySplitter()
  t.deepEqual(splitter.push(Buffer.from('\u001b')), [])
  t.is(splitter.holdMilliseconds(), 40)
  t.deepEqual(short(splitter.flush()), ['escape'])
  t.is(splitter.holdMilliseconds(), null)
})

test('Escape and a key in one packet are those two keys', (t) => {
  t.deepEqual(keysOf('\u001bq'), ['escape', 'q'])
  t.deepEqual(keysOf('\u001b\u001b'), ['escape', 'escape'])
  t.deepEqual(keysOf('\u001b\u001b[A'), ['escape', 'up'])
})

test('sequences that name no key of ours are swallowed whole', (t) => {
  const unknown = [
    '\u001b[1;5P',
    '\u001b[15~',
    '\u001b[2~',
    '\u001b[[A',
    '\u001b[?1;2c',
    '\u001b[M !!',
    '\u001b[<2;3;4M',
  ]
  for (const sequence of unknown) t.deepEqual(keysOf(`${sequence}x`), ['x'], JSON.stringify(sequence))
  t.deepEqual(keysOf('\u001b]11;rgb:0000/0000/0000\u0007x'), ['x'])
  t.deepEqual(keysOf('\u001bP1+r\u001b\\x'), ['x'])
})

test('a sequence that is broken off loses only itself', (t) => {
  t.deepEqual(keysOf('\u001b[1;\u0003'), ['^c'])
  t.deepEqual(keysOf('\u001b]0;title\u0003'), ['^c'])
})

test('a character cut between packets arrives whole, broken bytes not at all', (t) => {
  const bytes = Buffer.from('é王👍')
  for (let cut = 1; cut < bytes.length; cut += 1) {
    t.deepEqual(keysOf(bytes.subarray(0, cut), bytes.subarray(cut)), ['é', '王', '👍'])
  }
  t.deepEqual(keysOf(Uint8Array.of(0xff, 0xfe, 0x61)), ['a'])
})

test('a bracketed paste is one key, however it is cut', (t) => {
  const bytes = Buffer.from('\u001b[200~{"a":\r\n"\u001b[B"}\u001b[201~j')
  for (let cut = 1; cut < bytes.length; cut += 1) {
    t.deepEqual(keysOf(bytes.subarray(0, cut), bytes.subarray(cut)), ['"{\\"a\\":\\r\\n\\"\\u001b[B\\"}"', 'j'])
  }
})

test('Ctrl-C leaves a paste whose end was lost', (t) => {
  t.deepEqual(keysOf('\u001b[200~half', '\u0003'), ['^c'])
})

test('a paste whose end was lost is given up as it is', (t) => {
  t.deepEqual(keysOf('\u001b[200~half'), ['"half"'])
})

test('a line end of two characters is one Enter, two line ends are two', (t) => {
  t.deepEqual(keysOf('a\r\nb'), ['a', 'enter', 'b'])
  t.deepEqual(keysOf('\r\r'), ['enter', 'enter'])
  t.deepEqual(keysOf('\r', '\n'), ['enter'])
})

test('whatever the bytes and the packets, the splitter answers and Ctrl-C comes through', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 24 }), { maxLength: 12 }), (packets) => {
        const splitter = createKeySplitter()
        for (const packet of packets) splitter.push(packet)
        splitter.flush()
        return short(splitter.push(Uint8Array.of(3))).includes('^c')
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 100_000 : 500 },
    ),
  )
})

test('plain text comes out the same however it is cut into packets', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, cut) => {
        const bytes = Buffer.from(text)
        const at = bytes.length === 0 ? 0 : cut % bytes.length
        const once = keysOf(bytes)
        const twice = keysOf(bytes.subarray(0, at), bytes.subarray(at))
        return JSON.stringify(once) === JSON.stringify(twice)
      }),
    ),
  )
})

test('the wheel moves three rows, the left button is a click, and all else that a mouse does is nothing', (t) => {
  t.deepEqual(keysOf('\u001b[<65;10;5M'), ['down', 'down', 'down'])
  t.deepEqual(keysOf('\u001b[<64;10;5Mx'), ['up', 'up', 'up', 'x'])
  t.deepEqual(keysOf('\u001b[<0;10;5M\u001b[<0;10;5m'), ['click'])
  t.deepEqual(keysOf('\u001b[<2;10;5M\u001b[<35;1;1M\u001b[<0;0;0M\u001b[<M'), [])
  for (const broken of [
    '',
    '0',
    '0;3',
    '64',
    ';3;4',
    '0;;4',
    '0;3;',
    '0;3;4;5',
    '0;3.5;4',
    '0;3:1;4',
    '<0;3;4',
    '65;0;5',
    '0;3;4$',
  ]) {
    t.deepEqual(keysOf(`\u001b[<${broken}M`), [], broken)
  }
  const [click] = createKeySplitter().push(Buffer.from('\u001b[<0;10;5M'))
  t.deepEqual(click?.at, { column: 9, row: 4 })
})
