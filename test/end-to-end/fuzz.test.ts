import test from 'ava'
import { program } from '../support/workplace.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const packets = process.env.ROLLCALL_LONG ? 100_000 : 150

/** A small generator of its own (mulberry32), so that a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const useful = [
  '\r',
  '\r',
  '\u001b[A',
  '\u001b[B',
  '\u001b[6~',
  ' ',
  '/',
  's',
  'f',
  '?',
  '\t',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  'p',
  'a',
  'u',
]

/** Keys, cut and unknown sequences, pastes that never end, and any bytes; but not those that end or suspend the program. */
function randomPacket(random: () => number): Buffer {
  const pick = random()
  if (pick < 0.5) return Buffer.from(useful[Math.floor(random() * useful.length)] ?? '')
  if (pick < 0.6)
    return Buffer.from(
      `\u001b[${Math.floor(random() * 300)};${Math.floor(random() * 9)}${'~PQRSHFABCDu'[Math.floor(random() * 12)]}`,
    )
  if (pick < 0.65)
    return Buffer.from(
      ['\u001b', '\u001bO', '\u001b[', '\u001b]0;', '\u001b[200~', '\u001b[201~'][Math.floor(random() * 6)] ?? '',
    )
  const bytes = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.floor(random() * 256)))
  return bytes.map((byte) => ([0x03, 0x1a, 0x71].includes(byte) ? 0x2e : byte)) as Buffer
}

test('random bytes on every screen crash nothing, and Ctrl-C still leaves', async (t) => {
  t.timeout(1_800_000)
  const seed = Number(process.env.ROLLCALL_SEED ?? (process.env.ROLLCALL_LONG ? Date.now() % 1_000_000 : 1))
  t.log(`ROLLCALL_SEED=${seed}, ${packets} packets`)
  const random = generator(seed)
  let ended: { code: number; signal: number } | null = null
  const open = async (): Promise<Terminal> => {
    const terminal = openTerminal(process.execPath, [program, '--demo'])
    ended = null
    void terminal.ended.then((how) => {
      ended = how
    })
    await terminal.waitFor('Rollcall')
    return terminal
  }
  let terminal = await open()
  for (let sent = 1; sent <= packets; sent += 1) {
    terminal.type(randomPacket(random).toString('latin1'))
    if (sent % 50 === 0) await terminal.settled()
    const how = ended as { code: number; signal: number } | null
    if (how === null) continue
    // The menu's own Quit is a way out like any other.
    t.deepEqual(how, { code: 0, signal: 0 }, terminal.screen())
    terminal = await open()
  }
  // A paste that was begun swallows all but its end; a question takes Escape first.
  terminal.type('\u001b[201~')
  await terminal.settled()
  terminal.press('ctrlC')
  const { code } = await terminal.ended
  t.true(code === 130 || code === 0)
  t.notRegex(terminal.written(), /at .*\.[jt]sx?:\d+:\d+/)
  t.false(terminal.written().includes('\u001b[3J'))
})
