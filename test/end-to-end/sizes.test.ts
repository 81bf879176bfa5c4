import test from 'ava'
import stringWidth from 'string-width'
import { program } from '../support/run-process.ts'
import { workplace } from '../support/workplace.ts'
import {
  addUnownedArchive,
  everyScreen,
  everyScreenOfFullHome,
  fillHome,
  goHome,
  goTo,
  smallStore,
  type Way,
  wideOrganization,
} from './every-screen.ts'
import { at, openProgram } from './open-program.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const sizes = process.env.ROLLCALL_LONG
  ? [
      [40, 10],
      [41, 11],
      [50, 12],
      [60, 15],
      [79, 23],
      [80, 24],
      [99, 30],
      [100, 30],
      [132, 43],
      [200, 60],
      [300, 100],
    ]
  : [
      [40, 10],
      [60, 15],
      [300, 100],
    ]

/** The frame stays inside its window: no line is wider, the last row is empty, nothing scrolled. */
function staysInside(terminal: Terminal, columns: number, rows: number): string | null {
  const lines = terminal.lines()
  const wide = lines.find((line) => stringWidth(line) > columns)
  if (wide !== undefined) return `too wide: ${wide}`
  if (lines[rows - 1] !== '') return `too high: ${lines[rows - 1]}`
  if (!lines[0]?.includes('SIMULATED')) return `first line: ${lines[0]}`
  return lines[rows - 2] === '' ? 'no footer' : null
}

for (const [columns = 80, rows = 24] of sizes) {
  test(`every screen stays inside a window of ${columns}x${rows}`, async (t) => {
    t.timeout(300_000)
    const place = await workplace(t, { organization: wideOrganization, store: smallStore })
    await addUnownedArchive(place.home)
    const visit = async (ways: readonly Way[]): Promise<void> => {
      const terminal = openProgram(t, at(place), { columns, rows })
      await terminal.waitFor('› Synchronize now')
      for (const way of ways) {
        await goTo(terminal, way)
        // The footer of a screen that was just entered is drawn when it is known what its keys do.
        await terminal.waitFor(() => staysInside(terminal, columns, rows) !== 'no footer', 20).catch(() => undefined)
        t.is(staysInside(terminal, columns, rows), null, terminal.screen())
        await goHome(terminal)
        terminal.press('home')
      }
      t.false(terminal.written().includes('\u001b[3J'))
    }
    await visit(everyScreen)
    await fillHome(place)
    await visit(everyScreenOfFullHome)
  })
}

test('a window is made smaller and larger while the program runs; too small is said, and nothing is lost', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('2')
  await terminal.waitFor('row 1 of')
  terminal.type('jj/o')
  await terminal.waitFor('/ o')
  for (const [columns, rows] of [
    [60, 15],
    [39, 24],
    [80, 9],
    [20, 5],
    [300, 100],
    [40, 10],
    [80, 24],
  ] as const) {
    terminal.resize(columns, rows)
    // Until the program has drawn anew, the terminal shows the old frame as it has cut or wrapped it.
    if (columns < 40 || rows < 10) {
      const words = `has ${columns} columns and ${rows} rows`
      const isInside = (): boolean =>
        terminal.lines().every((line) => line.length <= columns) && terminal.lines()[rows - 1] === ''
      await terminal.waitFor((screen) => screen.replace(/\s+/g, ' ').includes(words) && isInside())
    } else {
      await terminal.waitFor((screen) => screen.includes('/ o') && staysInside(terminal, columns, rows) === null)
      await terminal.settled()
      t.is(staysInside(terminal, columns, rows), null, terminal.screen())
    }
  }
  terminal.press('escape')
  await terminal.waitFor((screen) => !screen.includes('/ o'))
  terminal.press('escape')
  await terminal.waitFor('› Test settings')
  // The last but one of a menu, which has more rows than the smaller window.
  terminal.type('jjjjj')
  await terminal.waitFor('› Authentication test')
  terminal.resize(40, 10)
  await terminal.waitFor(/› Authentication test[\s\S]*more/)
  terminal.press('enter')
  await terminal.waitFor('choose a user')
  terminal.resize(30, 8)
  await terminal.waitFor('larger')
  terminal.press('ctrlC')
  t.is((await terminal.ended).code, 130)
})

test('a window that was given another size while the program was suspended is used whole', async (t) => {
  const place = await workplace(t)
  const terminal = openTerminal('bash', ['--norc', '-i'], { environment: { PS1: 'shell> ' } })
  await terminal.waitFor('shell>')
  terminal.type(`node ${program} ${at(place).join(' ')}\r`)
  await terminal.waitFor('› Synchronize now')
  for (const [columns, rows] of [
    [100, 30],
    [60, 20],
  ] as const) {
    terminal.press('ctrlZ')
    await terminal.waitFor('Stopped')
    terminal.resize(columns, rows)
    terminal.type('fg\r')
    await terminal.waitFor('› Synchronize now')
    await terminal.waitFor((screen) => (screen.split('\n')[0] ?? '').length === columns - 1)
    t.regex(terminal.lines().at(rows - 2) ?? '', /Enter choose/)
  }
  terminal.press('ctrlC')
  await terminal.waitFor(/shell>$/)
  terminal.type('exit\r')
  await terminal.ended
})
