import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { workplace } from '../support/workplace.ts'
import {
  addUnownedArchive,
  everyScreen,
  everyScreenOfFullHome,
  fillHome,
  goTo,
  smallStore,
  wideOrganization,
} from './every-screen.ts'
import { at, openProgram } from './open-program.ts'
import type { Ending, Terminal } from './terminal.ts'

const long = Boolean(process.env.ROLLCALL_LONG)
/** Packets for all screens together; for each in parts, which begin at that screen and in a home as it was. */
const packets = long ? 100_000 : 450
const part = 250
const lanes = long ? 2 : 3
/** The long run tries each screen. To reach one takes more than to send it keys: else each lane tries some, and other ones with another seed. */
const screensOfLane = long ? Number.POSITIVE_INFINITY : 4

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

/** Resolves when the program draws all of its frame anew; a program that is stuck draws nothing. */
async function answers(terminal: Terminal): Promise<void> {
  await terminal.settled()
  const before = terminal.written().length
  // Ends a paste that was begun, and asks for the whole frame.
  terminal.type('\u001b[201~\u000c')
  await terminal.waitFor(() => terminal.written().slice(before).includes('\u001b[2J'), 20)
}

for (let lane = 0; lane < lanes; lane += 1) {
  test(`random bytes on every screen crash nothing, stick nowhere, and Ctrl-C still leaves (${lane + 1})`, async (t) => {
    t.timeout(7_200_000)
    const seed = Number(process.env.ROLLCALL_SEED ?? (long ? Date.now() % 1_000_000 : 1)) + lane
    t.log(`ROLLCALL_SEED=${seed - lane}`)
    const random = generator(seed)
    const place = await workplace(t, { organization: wideOrganization, store: smallStore })
    await addUnownedArchive(place.home)
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-fuzz-'))
    const small = join(folder, 'small')
    await cp(place.home.folder, small, { recursive: true })
    await fillHome(place)
    const full = join(folder, 'full')
    await cp(place.home.folder, full, { recursive: true })
    t.teardown(() => rm(folder, { recursive: true, force: true }))

    const screens = [
      ...everyScreen.map((way) => ({ way, pristine: small })),
      ...everyScreenOfFullHome.map((way) => ({ way, pristine: full })),
    ]
    const wanted = Math.ceil(packets / screens.length)
    const ofLane = screens.filter((_screen, index) => index % lanes === lane)
    const start = long ? 0 : Math.floor(random() * ofLane.length)
    for (const { way, pristine } of [...ofLane.slice(start), ...ofLane.slice(0, start)].slice(0, screensOfLane)) {
      for (let sent = 0; sent < wanted; sent += part) {
        await rm(place.home.folder, { recursive: true, force: true })
        await cp(pristine, place.home.folder, { recursive: true })
        // What is exported on the way goes into a folder of its own.
        const terminal = openProgram(t, at(place), { folder: await mkdtemp(join(folder, 'work-')) })
        let ending: Ending | null = null
        void terminal.ended.then((how) => {
          ending = how
        })
        await terminal.waitFor('› Synchronize now')
        await goTo(terminal, way)
        for (let packet = 0; packet < Math.min(part, wanted - sent); packet += 1)
          terminal.type(randomPacket(random).toString('latin1'))
        await answers(terminal).catch((error: unknown) => {
          // Quit, and a Ctrl-C in the terminal's longer spelling, are ways out like any other.
          if (ending === null) throw error
        })
        terminal.press('ctrlC')
        const { code, signal } = await terminal.ended
        t.is(signal, 0)
        t.true(code === 130 || code === 0, `${code}\n${terminal.written().slice(-2000)}`)
        t.notRegex(terminal.written(), /at .*\.[jt]sx?:\d+:\d+|This is a bug/)
        t.false(terminal.written().includes('\u001b[3J'))
      }
    }
  })
}
