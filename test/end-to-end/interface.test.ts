import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { noDelegation } from '../support/no-delegation.ts'
import { runProcess } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'
import { at, openProgram, waitForStep } from './open-program.ts'
import type { Terminal } from './terminal.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada', 'bob'].map((name) => ({ primaryEmail: `${name}@example.com`, name: { fullName: name } })),
  groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff', members: [{ email: 'ada@example.com' }] }],
}

/** Walks the setup to the plan, accepting what each step offers. */
async function walkToPlan(terminal: Terminal): Promise<void> {
  for (const step of ['Step 1 of 9', 'Step 2 of 9', 'Step 3 of 9']) {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  await terminal.waitFor('All checks passed')
  terminal.press('enter')
  for (const step of ['Step 5 of 9', 'Step 6 of 9', 'Step 7 of 9', 'Step 8 of 9']) {
    await terminal.waitFor(step)
    if (step === 'Step 5 of 9') await terminal.waitFor('archive@example.com')
    terminal.press('enter')
  }
  await terminal.waitFor('Test Settings')
}

test('from nothing to a committed synchronization, and a re-sync in two keys, with the keyboard alone at 80x24', async (t) => {
  const terminal = openProgram(t, ['--demo'])
  await walkToPlan(terminal)
  t.regex(await terminal.waitFor('carol.king'), /SIMULATED/)
  terminal.type('s')
  await terminal.waitFor('Press Enter to synchronize')
  terminal.press('enter')
  await terminal.waitFor('This is revision 8.')
  terminal.press('escape')
  await terminal.waitFor('› Synchronize now')
  terminal.press('enter')
  await terminal.waitFor('nothing to change')
  terminal.press('escape')
  await terminal.waitFor('Last change')
  t.true(terminal.lines().every((line) => [...line].length <= 80))
  t.is(terminal.lines()[23], '')
  terminal.type('q')
  t.is((await terminal.ended).code, 0)
  t.regex(terminal.screen(), /^(Created|Updated) \d+ users/m)
  t.false(terminal.written().includes('\u001b[3J'))
})

test('a re-sync with changes is two keys', async (t) => {
  const place = await workplace(t, { organization })
  t.is((await place.run(['sync'])).code, 0)
  place.google.update((now) => now.users.splice(2, 1))
  await place.run(['setup', '--auto-delete'])
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('Synchronize now')
  terminal.press('enter')
  await terminal.waitFor('Delete 1 user')
  terminal.press('enter')
  await terminal.waitFor('Deleted 1 user')
  terminal.type('q')
  t.is((await terminal.ended).code, 0)
  const { users } = JSON.parse(await readFile(place.home.users, 'utf8'))
  t.is(users.length, 2)
})

test('a run that failed without a screen is shown at home, until one succeeds', async (t) => {
  const place = await workplace(t, { organization })
  place.google.setFaults([noDelegation])
  t.is((await place.run(['sync', '--quiet'])).code, 4)
  place.google.setFaults([])
  // Whatever the zone of the admin: the history is in UTC, and a time reads the same everywhere.
  const terminal = openProgram(t, at(place), { environment: { TZ: 'Asia/Tokyo' } })
  const home = await terminal.waitFor('Synchronize now')
  const [, shown = ''] = /! Failed +(\d{4}-\d\d-\d\d \d\d:\d\d) UTC +\S.*delegat/i.exec(home) ?? []
  const { time } = JSON.parse(await readFile(join(place.home.folder, 'last-failure.json'), 'utf8'))
  t.is(shown.replace(' ', 'T'), time.slice(0, 16), home)
  terminal.press('enter')
  await terminal.waitFor('Create 3 users')
  terminal.press('enter')
  await terminal.waitFor('Created 3 users')
  terminal.press('enter')
  t.notRegex(await terminal.waitFor('Synchronize now'), /Failed/)
  t.is((await place.run(['sync', '--quiet'])).code, 0)
})

test('past the deletion limit the number has to be typed', async (t) => {
  const place = await workplace(t, { organization, settings: { automaticDeletion: true, deletionLimit: { users: 0 } } })
  t.is((await place.run(['sync'])).code, 0)
  place.google.update((now) => now.users.splice(2, 1))
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('Synchronize now')
  terminal.press('enter')
  await terminal.waitFor('limit')
  terminal.press('enter')
  terminal.type('2')
  terminal.press('enter')
  await terminal.settled()
  t.is(JSON.parse(await readFile(place.home.users, 'utf8')).users.length, 3)
  terminal.press('backspace')
  terminal.type('1')
  terminal.press('enter')
  await terminal.waitFor('Deleted 1 user')
  terminal.press('ctrlC')
  t.is((await terminal.ended).code, 130)
})

test('what is no key and no address is told beside its field, and nothing is kept of it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-input-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const wrong = join(folder, 'client.json')
  await writeFile(wrong, JSON.stringify({ web: { client_id: 'x', client_secret: 'y' } }))
  const place = await workplace(t, { organization, setUp: false })
  const terminal = openProgram(t, at(place))
  await waitForStep(terminal, 1)
  terminal.press('enter')
  await terminal.waitFor('Step 2 of 9')
  terminal.type(join(folder, 'missing.json'))
  terminal.press('enter')
  await terminal.waitFor(/no\s+such\s+file|not\s+there|does\s+not\s+exist|no\s+file/i)
  terminal.press('ctrlU')
  terminal.type(wrong)
  terminal.press('enter')
  await terminal.waitFor('OAuth client')
  t.false((await readdir(place.home.folder)).includes('credentials'))
  terminal.press('ctrlU')
  const key = join(folder, 'key.json')
  await writeFile(key, JSON.stringify(place.google.key))
  terminal.type(key)
  terminal.press('enter')
  await terminal.waitFor('Step 3 of 9')
  terminal.type('not an address')
  terminal.press('enter')
  await terminal.waitFor(/address/)
  await terminal.waitFor('Step 3 of 9')
  terminal.press('ctrlU')
  terminal.type('ada@example.com')
  terminal.press('enter')
  await terminal.waitFor('Step 4 of 9')
  await terminal.waitFor(/administrator/i)
  await terminal.waitFor('✗')
})

test('a store that does not parse is told before the screen is taken, and left as it is', async (t) => {
  const place = await workplace(t, { organization })
  await writeFile(place.home.users, '{"version": 1,')
  const terminal = openProgram(t, at(place))
  t.is((await terminal.ended).code, 65)
  t.regex(terminal.screen(), /user store can.t be used/)
  t.is(await readFile(place.home.users, 'utf8'), '{"version": 1,')
})

test('an interrupted setup goes on where it was, with what was typed', async (t) => {
  const place = await workplace(t, { organization, setUp: false })
  const first = openProgram(t, at(place))
  await waitForStep(first, 1)
  first.press('enter')
  await first.waitFor('Step 2 of 9')
  first.type('/some/where')
  await first.waitFor('/some/where')
  first.hangUp()
  t.is((await first.ended).signal, 1)
  const second = openProgram(t, at(place))
  await second.waitFor('Step 2 of 9')
  await second.waitFor('/some/where')
})

test('the demo without a terminal runs the same job and cleans up', async (t) => {
  const temporary = await mkdtemp(join(tmpdir(), 'rollcall-demo-test-'))
  t.teardown(() => rm(temporary, { recursive: true, force: true }))
  await mkdir(temporary, { recursive: true })
  const run = await runProcess(['--demo'], { environment: { TMPDIR: temporary } })
  t.is(run.code, 0)
  for (const part of [
    '$ rollcall setup',
    '$ rollcall plan',
    '$ rollcall sync',
    'Created 27 users',
    'Nothing to change.',
  ]) {
    t.true(run.stdout.includes(part), part)
  }
  t.deepEqual(await readdir(temporary), [])
})

test('a demo that ends by a bug leaves nothing behind either', async (t) => {
  const [temporary, outside] = [temporaryFolder(t), temporaryFolder(t)]
  const fault = join(outside, 'fault.cjs')
  await writeFile(
    fault,
    `const write = process.stdout.write
     process.stdout.write = function (text, ...more) {
       if (String(text).includes('$ rollcall check')) setImmediate(() => { throw new Error('a bug') })
       return write.call(this, text, ...more)
     }`,
  )
  const run = await runProcess(['--demo'], { environment: { TMPDIR: temporary, NODE_OPTIONS: `--require=${fault}` } })
  t.is(run.code, 1)
  t.true(run.stdout.includes('$ rollcall check'))
  t.deepEqual(await readdir(temporary), [])
})

test('without a terminal the program says which commands to use', async (t) => {
  const place = await workplace(t, { organization })
  const run = await place.run([])
  t.is(run.code, 64)
  t.regex(run.stderr, /rollcall (plan|sync|setup)/)
})
