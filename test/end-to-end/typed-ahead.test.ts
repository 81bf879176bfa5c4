import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import type { User } from '../../source/sync/user.ts'
import { workplace } from '../support/workplace.ts'
import { integrated } from '../sync/builders.ts'
import { at, openProgram } from './open-program.ts'
import type { KeyPress, Terminal } from './terminal.ts'

const rounds = process.env.ROLLCALL_LONG ? 200 : 3

const names = ['anna', 'bert', 'cleo', 'dora', 'emil', 'fred']
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', ...names].map((name) => ({ primaryEmail: `${name}@example.com`, name: { fullName: name } })),
  groups: names.map((name) => ({ id: `g-${name}`, email: `${name}s@example.com`, name: `${name}s`, members: [] })),
}

/** A list of the program: how to come to it, what its third row opens, and how to come back to its first row. */
type List = {
  name: string
  open: (terminal: Terminal) => Promise<unknown>
  chooses: KeyPress
  third: string | RegExp
  back: KeyPress[]
  first: string | RegExp
}

const lists: readonly List[] = [
  {
    name: 'the menu of the home screen',
    open: async () => undefined,
    chooses: 'enter',
    third: '6 in the store',
    back: ['escape'],
    first: '› Users',
  },
  {
    name: 'the menu of the settings',
    open: (terminal) => choose(terminal, '6', '› Google side'),
    chooses: 'enter',
    third: 'Settings · Administrator',
    back: ['escape'],
    first: '› Administrator',
  },
  {
    name: 'the list of groups',
    open: async (terminal) => {
      await choose(terminal, '6', '› Google side')
      await choose(terminal, '5', '› □ annas')
    },
    chooses: 'space',
    third: '› ■ cleos',
    back: ['space', 'home'],
    first: /None chosen[\s\S]*› □ annas/,
  },
  {
    name: 'the options',
    open: async (terminal) => {
      await choose(terminal, '6', '› Google side')
      await choose(terminal, '6', '› Automatic deletion')
    },
    chooses: 'space',
    third: /› Suspended users +excluded/,
    back: ['space', 'home'],
    first: /› Automatic deletion[\s\S]*Suspended users +included/,
  },
  {
    name: 'the default privileges',
    open: async (terminal) => {
      await choose(terminal, '6', '› Google side')
      await choose(terminal, '7', '› □ No access')
    },
    chooses: 'space',
    third: /› □ Log on/,
    back: ['space', 'home'],
    first: /› □ No access[\s\S]*■ Log on/,
  },
  {
    name: 'the plan',
    open: (terminal) => choose(terminal, '2', '›+ admin@example.com'),
    chooses: 'enter',
    third: /user name +\+ bert@example.com/,
    back: ['escape', 'home'],
    first: '›+ admin@example.com',
  },
  {
    name: 'the users',
    open: (terminal) => choose(terminal, '3', '› u-anna'),
    chooses: 'enter',
    third: /User name +u-cleo/,
    back: ['escape', 'home'],
    first: '› u-anna',
  },
  {
    name: 'the archives',
    open: (terminal) => choose(terminal, '4', '› a@example.com'),
    chooses: 'enter',
    third: 'Give the archive c@example.com',
    back: ['escape', 'home'],
    first: '› a@example.com',
  },
  {
    name: 'the history',
    open: (terminal) => choose(terminal, '5', 'row 1 of 3'),
    chooses: 'enter',
    third: /Time \(UTC\) +Revision[\s\S]+\s2 +\S/,
    back: ['escape', 'home'],
    first: 'row 1 of 3',
  },
]

async function choose(terminal: Terminal, key: string, shown: string): Promise<void> {
  terminal.type(key)
  await terminal.waitFor(shown)
}

const users: User[] = names.map((name) => integrated(`u-${name}@example.com`))

for (const list of lists) {
  test(`Down Down Enter in one packet picks the third row of ${list.name}`, async (t) => {
    const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
    for (const name of ['a', 'b', 'c']) {
      for (const part of ['cur', 'new', 'tmp'])
        await mkdir(join(place.home.archives, `${name}@example.com`, part), { recursive: true })
    }
    if (list.name === 'the history')
      for (const name of ['anna', 'bert', 'cleo'])
        t.is((await place.run(['users', 'edit', `u-${name}@example.com`, '--full-name', name])).code, 0)
    const terminal = openProgram(t, at(place))
    await terminal.waitFor('› Synchronize now')
    await list.open(terminal)
    for (let round = 1; round <= rounds; round += 1) {
      // The menus keep their cursor at the row that was chosen; everywhere else Home leads to the first.
      if (list.back.at(-1) === 'escape' && round > 1) terminal.press('up', 'up')
      terminal.press('down', 'down', list.chooses)
      await terminal.waitFor(list.third)
      terminal.press(...list.back)
      await terminal.waitFor(list.first)
    }
    t.false(terminal.written().includes('\u001b[3J'))
  })
}

test('60 keys in one packet end where the same keys one by one end, in a table and in a field', async (t) => {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
  const keys = [...'jjjkjjGkkkgjj/ert', ...Array<string>(3).fill('\u007f'), ...'ux-', '\u001b[D', '\u007f', '\r']
  keys.push(...'j'.repeat(59 - keys.length), 'k')
  t.is(keys.length, 60)
  const [burst, single] = await Promise.all(
    [[keys.join('')], keys].map(async (packets) => {
      const terminal = openProgram(t, at(place))
      await terminal.waitFor('› Synchronize now')
      await choose(terminal, '3', '› u-anna')
      for (const packet of packets) {
        terminal.type(packet)
        await terminal.settled()
      }
      // The help opens when all keys before it have been taken, and is the only screen that says so.
      terminal.type('?')
      await terminal.waitFor('Help')
      terminal.press('escape')
      return terminal.waitFor(/^(?!.*On this screen).*row \d of 6.*Enter details/s)
    }),
  )
  t.is(burst, single)
  t.regex(burst ?? '', /\/ u- +6 of 6 rows\n row 5 of 6/)
})

test('keys typed ahead of a screen that has yet to be read are for that screen', async (t) => {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('3/emil\r\r')
  await terminal.waitFor(/User name +u-emil/)
  terminal.type('\u001b')
  await terminal.waitFor('1 of 6 rows')
  terminal.type('\u001b')
  await terminal.waitFor('6 in the store')
  terminal.press('home', 'down')
  // The form is saved before the next letters count: they go to the table.
  terminal.type('e')
  await terminal.waitFor('Full name')
  terminal.type(' \u0015Bertha\r\u0013/cleo\r')
  await terminal.waitFor(/› u-cleo/)
  terminal.press('escape')
  t.regex(await terminal.waitFor('Bertha'), /u-bert\S+ +Bertha/)
})
