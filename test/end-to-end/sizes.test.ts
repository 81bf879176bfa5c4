import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import stringWidth from 'string-width'
import { workplace } from '../support/workplace.ts'
import { integrated } from '../sync/builders.ts'
import { at, openProgram } from './open-program.ts'
import type { Terminal } from './terminal.ts'

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

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', name: { fullName: 'Alex Administrator' } },
    { primaryEmail: 'taro@example.com', name: { fullName: '田中 太郎'.repeat(8) } },
    { primaryEmail: 'noa@example.com', name: { fullName: 'נועה לוי' } },
    { primaryEmail: `${'long-'.repeat(9)}name@example.com`, name: { fullName: 'e\u0301'.repeat(40) } },
  ],
  groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff '.repeat(10), members: [] }],
}

/** The screens: the keys that lead there from the home screen, each with words that are on it at any size. */
const plan = ['2', 'row 1 of'] as const
const users = ['3', 'row 1 of 1'] as const
const settings = ['6', '› Google side'] as const
const screens: readonly (readonly (readonly [key: string, shown: string | RegExp])[])[] = [
  [],
  [['?', 'Help']],
  [plan],
  [plan, ['/', 'letters'], ['o', '/ o']],
  [plan, ['\r', 'What:']],
  [plan, ['w', /no warnings|Worth knowing|Skipped/]],
  [plan, ['e', 'Export']],
  [plan, ['s', 'Create']],
  [users],
  [users, ['\r', 'Authentication']],
  [users, ['p', '› none']],
  [users, ['a', '› User name']],
  [users, ['a', '› User name'], [' ', 'name to log on']],
  [users, ['d', 'Remove']],
  [users, ['s', 'OAuth client']],
  [['4', 'row 1 of 1']],
  [
    ['4', 'row 1 of 1'],
    ['g', 'Give the'],
  ],
  [['5', 'committed yet']],
  [settings],
  [settings, ['1', '› 1 Make a project']],
  [settings, ['1', '› 1 Make a project'], [' ', 'Up Down scroll']],
  [settings, ['2', 'Key file']],
  [settings, ['3', 'Administrator']],
  [settings, ['4', 'Google answers']],
  [settings, ['5', '○ Staff']],
  [settings, ['6', '› Automatic']],
  [settings, ['7', '› none']],
  [settings, ['8', '› Client file']],
]

/** The frame stays inside its window: no line is wider, the last row is empty, nothing scrolled. */
function staysInside(terminal: Terminal, columns: number, rows: number): string | null {
  const lines = terminal.lines()
  const wide = lines.find((line) => stringWidth(line) > columns)
  if (wide !== undefined) return `too wide: ${wide}`
  if (lines[rows - 1] !== '') return `too high: ${lines[rows - 1]}`
  if (!lines[0]?.includes('Rollcall') || !lines[0].includes('SIMULATED')) return `first line: ${lines[0]}`
  return lines[rows - 2] === '' ? 'no footer' : null
}

for (const [columns = 80, rows = 24] of sizes) {
  test(`every screen stays inside a window of ${columns}x${rows}`, async (t) => {
    t.timeout(300_000)
    const place = await workplace(t, { organization, store: { version: 1, revision: 1, users: [integrated('desk')] } })
    for (const part of ['cur', 'new', 'tmp'])
      await mkdir(join(place.home.archives, 'old@example.com', part), { recursive: true })
    const terminal = openProgram(t, at(place), { columns, rows })
    await terminal.waitFor('› Synchronize now')
    for (const steps of screens) {
      for (const [key, shown] of steps) {
        terminal.type(key)
        await terminal.waitFor(shown)
      }
      await terminal.settled()
      t.is(staysInside(terminal, columns, rows), null, terminal.screen())
      // Back to the home screen, whatever is open.
      while (!/^ Home/m.test(terminal.screen())) {
        terminal.press('escape')
        await terminal.settled()
      }
      terminal.press('home')
    }
    t.false(terminal.written().includes('\u001b[3J'))
  })
}

test('a window is made smaller and larger while the program runs; too small is said, and nothing is lost', async (t) => {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users: [integrated('desk')] } })
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
    if (columns < 40 || rows < 10) {
      await terminal.waitFor((screen) =>
        screen.replace(/\s+/g, ' ').includes(`has ${columns} columns and ${rows} rows`),
      )
      t.false(terminal.lines().some((line) => line.length > columns))
      t.is(terminal.lines()[rows - 1], '')
    } else {
      await terminal.waitFor((screen) => screen.includes('/ o') && terminal.lines()[rows - 1] === '')
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
