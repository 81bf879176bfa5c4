import { readFile, writeFile } from 'node:fs/promises'
import test from 'ava'
import type { User } from '../../source/sync/user.ts'
import { startOf, withoutNode } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { openTerminal } from './terminal.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
}
const at = (place: Workplace): string[] => ['--home', place.home.folder, '--google', place.google.url]

const users = (count: number): User[] =>
  Array.from({ length: count }, (_, index) => ({
    userName: `person${index}`,
    fullName: `Person ${index}`,
    distinguishedName: null,
    authentication: 'integrated',
    directoryId: null,
    emailAddresses: [`person${index}@example.com`],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [],
  }))

test('a frame says what is read before a large home is open, and keys typed meanwhile count', async (t) => {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users: users(40_000) } })
  const terminal = openTerminal(...startOf(program, at(place)), { environment: withoutNode })
  await terminal.waitFor('Opening')
  t.true(terminal.screen().includes(`Reading ${place.home.folder.slice(0, 20)}`))
  // The first is a key of no screen: it is dropped, and not echoed either.
  terminal.type('~')
  terminal.press('down', 'down', 'enter')
  await terminal.waitFor(/person1\b/)
  t.false(terminal.written().includes('~'))
  terminal.press('ctrlC')
  t.deepEqual(await terminal.ended, { code: 130, signal: 0 })
})

test('a home that cannot be read is told on the screen as it was, in the words of every command', async (t) => {
  const place = await workplace(t, { organization })
  await writeFile(place.home.settings, '{"version": 1, "suspended": "perhaps"}')
  const terminal = openTerminal(...startOf(program, at(place)), { environment: withoutNode })
  t.is((await terminal.ended).code, 65)
  t.regex(terminal.screen(), /suspended/)
  t.regex(terminal.screen(), /settingsUnusable/)
  t.true(terminal.written().includes('\u001b[?1049l'))
  // The alternate screen was left before the words were written.
  t.true(terminal.written().lastIndexOf('\u001b[?1049l') < terminal.written().indexOf('settingsUnusable'))
  t.is(await readFile(place.home.settings, 'utf8'), '{"version": 1, "suspended": "perhaps"}')
})
