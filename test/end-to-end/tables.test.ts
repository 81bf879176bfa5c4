import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { directoryIdFor } from '../../source/simulator/organization/organization.ts'
import { workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'
import { addUnownedArchive } from './every-screen.ts'
import { at, openProgram } from './open-program.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada', 'bob', 'carol', 'taro'].map((name) => ({
    primaryEmail: `${name}@example.com`,
    name: { fullName: name === 'taro' ? '田中 太郎' : `${name} of the long corridor behind the garden` },
  })),
}
const store = {
  version: 1 as const,
  revision: 1,
  users: [
    {
      ...integrated('ada@example.com'),
      fullName: 'ada of the long corridor behind the garden',
      password: 'scrypt$secret',
    },
    user('dan@example.com', { directoryId: directoryIdFor('dan@example.com') }),
    { ...integrated('desk@example.com'), fullName: '田中 太郎' },
  ],
}

async function open(t: ExecutionContext) {
  const place = await workplace(t, { organization, store, settings: { automaticDeletion: true } })
  await addUnownedArchive(place.home)
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-tables-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const terminal = openProgram(t, at(place), { folder })
  await terminal.waitFor('› Synchronize now')
  return { place, terminal, read: (name: string) => readFile(join(folder, name), 'utf8') }
}

test('the plan is filtered by action and by text, jumped through, and keeps its place under a detail', async (t) => {
  const { terminal } = await open(t)
  terminal.type('2')
  await terminal.waitFor('row 1 of 6')
  terminal.type('!')
  await terminal.waitFor(/›! ada@example\.com/)
  terminal.type('-')
  await terminal.waitFor(/›- dan@example\.com/)
  terminal.press('enter')
  await terminal.waitFor('What: deleted')
  terminal.press('escape')
  await terminal.waitFor(/›- dan@example\.com/)
  t.regex(terminal.screen(), /row 2 of 6/)
  // `f` walks through the kinds, as they stand in the totals; a digit chooses one of them.
  terminal.type('f')
  await terminal.waitFor('row 1 of 1 (conflicts)')
  terminal.type('3')
  await terminal.waitFor('row 1 of 4 (new users)')
  terminal.type('-')
  await terminal.waitFor('No deletion in these rows.')
  terminal.type('/corridor carol')
  await terminal.waitFor('row 1 of 1 (new users)')
  terminal.press('enter', 'enter')
  await terminal.waitFor(/full name +\+ carol of the long corridor behind the garden/)
  // The footer says what Esc does next: out of the detail, out of each filter, and only then out of the table.
  terminal.press('escape')
  await terminal.waitFor(/1 of 6 rows[\s\S]+ Esc show all /)
  terminal.press('escape')
  await terminal.waitFor(/row 1 of 4 \(new users\)[\s\S]+ Esc show changes /)
  terminal.press('escape')
  await terminal.waitFor(/row 1 of 6\b[\s\S]+ Esc back /)
})

test('wide names keep their columns, and what is cut or out of sight is shown to be', async (t) => {
  const { terminal } = await open(t)
  terminal.type('3')
  await terminal.waitFor('row 1 of 3')
  await terminal.settled()
  const column = (row: number): number => {
    // The column of the authentication, counted in cells of the screen and not in characters.
    for (let cell = 0; cell < 73; cell += 1) {
      const shown = Array.from({ length: 6 }, (_, index) => terminal.cell(cell + index, row).text).join('')
      if (shown === 'integr') return cell
    }
    return -1
  }
  const row = (name: string): number => terminal.lines().findIndex((line) => line.includes(name))
  t.is(column(row('desk@')), column(row('ada@')))
  t.true(column(row('desk@')) > 0)
  t.regex(terminal.lines()[row('ada@')] ?? '', /ada of the [^…]*…/)
  terminal.resize(46, 24)
  t.regex(await terminal.waitFor('→'), /Privileges +→/)
})

test('each table exports the rows that its filter has left, and never a secret', async (t) => {
  const { place, terminal, read } = await open(t)
  t.is((await place.run(['users', 'edit', 'desk@example.com', '--full-name', 'Front desk'])).code, 0)
  const exportAs = async (key: string, path: string): Promise<void> => {
    terminal.type(key)
    await terminal.waitFor('Export')
    terminal.press('ctrlU')
    terminal.type(`${path}\r`)
    await terminal.waitFor('Wrote 1 row')
  }
  terminal.type('3')
  await terminal.waitFor('row 1 of 3')
  terminal.type('/ada\r')
  await terminal.waitFor('1 of 3 rows')
  await exportAs('E', 'users.csv')
  await exportAs('E', 'users.json')
  t.is((await read('users.csv')).split('\r\n').length, 3)
  t.regex(await read('users.csv'), /^"user name",.*\r\nada@example\.com,/)
  const [exported] = JSON.parse(await read('users.json'))
  t.is(exported.userName, 'ada@example.com')
  t.false((await read('users.json')).includes('scrypt'))

  // A name that is taken is told, and the prompt stays.
  terminal.type('E')
  await terminal.waitFor('Export')
  terminal.press('ctrlU')
  terminal.type('users.csv\r')
  await terminal.waitFor(/Rollcall\s+never\s+overwrites\s+one\. Give another name\./)
  // So is a folder that is not there, with what to do about it.
  terminal.press('ctrlU')
  terminal.type('not-here/users.csv\r')
  await terminal.waitFor(/The folder does not exist\. Make it first, or give a path in\s+another\s+folder\./)
  terminal.press('escape')
  await terminal.waitFor(/1 of 3 rows[\s\S]+ Esc show all /)
  terminal.press('escape')
  await terminal.waitFor(/row 1 of 3\b[\s\S]+ Esc home /)
  terminal.press('escape')
  await terminal.waitFor('› Users')

  terminal.type('4')
  await terminal.waitFor('1 without a user')
  terminal.type('/nobody\r')
  await terminal.waitFor('row 1 of 1')
  await exportAs('E', 'archives.csv')
  t.is(await read('archives.csv'), 'archive,messages,bytes,user\r\nold@example.com,0,0,\r\n')
  terminal.press('escape', 'escape')
  await terminal.waitFor('› Archives')

  terminal.type('5')
  await terminal.waitFor('row 1 of 1')
  await exportAs('E', 'history.json')
  t.like(JSON.parse(await read('history.json'))[0], { command: 'users edit', revision: 2 })
})

test('the row of a conflict offers to take the user over, and the plan is made again', async (t) => {
  const { place, terminal } = await open(t)
  terminal.type('2')
  await terminal.waitFor('row 1 of 6')
  terminal.type('jjt')
  await terminal.waitFor(/›\+ admin@example\.com/)
  await terminal.settled()
  t.notRegex(terminal.screen(), /Hand/)
  terminal.type('!')
  await terminal.waitFor(/›! ada@example\.com/)
  terminal.press('enter')
  await terminal.waitFor('rollcall users take-over ada@example.com')
  terminal.press('pageDown')
  await terminal.waitFor('t hands this user over')
  terminal.press('escape')
  await terminal.waitFor(/›! ada@example\.com/)
  terminal.type('t')
  await terminal.waitFor('Hand ada@example.com')
  terminal.press('enter')
  await terminal.waitFor(/~ ada@example\.com/)
  t.true(terminal.screen().includes('took over ada@example.com'), terminal.screen())
  t.false(terminal.screen().includes('nothing changed yet'), terminal.screen())
  const { users } = JSON.parse(await readFile(place.home.users, 'utf8'))
  t.like(
    users.find(({ userName }: { userName: string }) => userName === 'ada@example.com'),
    {
      authentication: 'directoryServices',
      directoryId: null,
    },
  )
})
