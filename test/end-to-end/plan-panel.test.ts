import test from 'ava'
import { workplace } from '../support/workplace.ts'
import { integrated } from '../sync/builders.ts'
import { at, openProgram } from './open-program.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada', 'zoe'].map((name) => ({
    primaryEmail: `${name}@example.com`,
    name: { fullName: `${name} of Example` },
  })),
}
const store = { version: 1 as const, revision: 1, users: [integrated('zoe@example.com')] }

test('a wide window shows the row at the cursor whole beside the plan, a narrow one after Enter, with its neighbours', async (t) => {
  const place = await workplace(t, { organization, store })
  const terminal = openProgram(t, at(place), { columns: 120, rows: 30 })
  await terminal.waitFor('› Synchronize now')
  terminal.type('2')
  // The conflict comes first, whatever its name.
  await terminal.waitFor(/›! zoe@example\.com[\s\S]+│ user name +zoe@example\.com/)
  terminal.type('j')
  await terminal.waitFor(/›\+ ada@example\.com[\s\S]+│ full name +\+ ada of Example/)
  terminal.resize(80, 24)
  await terminal.waitFor((screen) => screen.includes('›+ ada@') && !screen.includes('│'))
  terminal.press('enter')
  await terminal.waitFor(/full name +\+ ada of Example/)
  terminal.type(']')
  await terminal.waitFor(/full name +\+ admin of Example/)
  terminal.type('[[')
  await terminal.waitFor(/full name +- Name of zoe|authentication +- integrated/)
  // What can be done with a row can be done from its detail.
  terminal.type('t')
  t.regex(await terminal.waitFor('Hand zoe@example.com over'), /over to Google\?/)
})

test('the plan is sorted by each column, which says so, and a filter shows what it found', async (t) => {
  const place = await workplace(t, { organization, store })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('2')
  await terminal.waitFor('›! zoe@')
  terminal.type('o')
  await terminal.waitFor(/Person ▾[\s\S]+›\+ ada@[\s\S]+! zoe@/)
  terminal.type('O')
  await terminal.waitFor(/Person ▴[\s\S]+›! zoe@[\s\S]+\+ ada@/)
  terminal.type('o')
  await terminal.waitFor(/Change ▾/)
  terminal.type('oo')
  await terminal.waitFor(/Person {2}[\s\S]+›! zoe@/)
  terminal.type('/dmi')
  await terminal.waitFor(/›\+ admin@[\s\S]+1 of 3 rows/)
  const row = terminal.lines().findIndex((line) => line.includes('›+ admin@'))
  const found = Array.from({ length: 12 }, (_, index) => terminal.cell(index + 4, row)).filter(({ bold }) => bold)
  t.is(found.map(({ text }) => text).join(''), 'dmi')
})
