import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Workplace, workplace } from '../support/workplace.ts'
import { at, openProgram, setUpSteps, startSetUp, waitForStep } from './open-program.ts'
import type { Terminal } from './terminal.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada', 'bob'].map((name) => ({ primaryEmail: `${name}@example.com`, name: { fullName: name } })),
  groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff', members: [{ email: 'ada@example.com' }] }],
}

const up = '\u001b[A'
const down = '\u001b[B'

/** An empty home, and the key as it was downloaded. */
async function emptyHome(
  t: ExecutionContext,
  pretty = false,
): Promise<{ place: Workplace; key: string; file: string }> {
  const place = await workplace(t, { organization, setUp: false })
  const key = JSON.stringify(place.google.key, null, pretty ? 2 : undefined)
  const file = join(place.home.folder, '..', 'key.json')
  await writeFile(file, key)
  return { place, key, file }
}

const settingsOf = async (place: Workplace) => JSON.parse(await readFile(place.home.settings, 'utf8'))

test('from an empty home to a commit, with each step visited backwards once', async (t) => {
  const { place, file } = await emptyHome(t)
  const terminal = openProgram(t, at(place))
  for (let step = 1; step <= setUpSteps.length; step += 1) {
    await waitForStep(terminal, step)
    if (step > 1) {
      terminal.press('escape')
      await waitForStep(terminal, step - 1)
      // Nothing has to be entered again on the way.
      terminal.press('enter')
      await waitForStep(terminal, step)
    }
    if (step === 2) terminal.type(file)
    if (step === 3) terminal.type('admin@example.com')
    if (step < setUpSteps.length) terminal.press('enter')
  }
  terminal.type('s')
  await terminal.waitFor('Create 3 users.')
  terminal.press('enter')
  await terminal.waitFor('This is revision 1.')
  t.is(JSON.parse(await readFile(place.home.users, 'utf8')).users.length, 3)
  terminal.press('escape')
  await terminal.waitFor('› Synchronize now')
  terminal.type('q')
  t.is((await terminal.ended).code, 0)
  t.false((await readdir(place.home.folder)).includes('wizard-draft.json'))
})

test('a setup whose place cannot be saved says so and goes on', async (t) => {
  const { place, file } = await emptyHome(t)
  const terminal = openProgram(t, at(place))
  await waitForStep(terminal, 1)
  // Whoever runs this, a folder in its place keeps the draft from being written.
  await mkdir(join(place.home.folder, 'wizard-draft.json', 'in the way'), { recursive: true })
  terminal.press('enter')
  await terminal.waitFor(/Can.t write\s+\S*wizard-draft.json/)
  terminal.press('enter')
  await waitForStep(terminal, 2)
  terminal.type(file)
  terminal.press('enter')
  await waitForStep(terminal, 3)
  terminal.press('ctrlC')
  t.is((await terminal.ended).code, 130)
  t.regex(terminal.screen(), /step 3 of 9. This could not be saved/)
})

test('the setup is over with its commit, and with nothing to commit it can be ended', async (t) => {
  const place = await workplace(t, { organization })
  const draft = join(place.home.folder, 'wizard-draft.json')
  const atLastStep = JSON.stringify({ step: 'test', passed: [], entered: {} })
  await writeFile(draft, atLastStep)
  const first = openProgram(t, at(place))
  await waitForStep(first, 9)
  first.type('s')
  await first.waitFor('Create 3 users.')
  first.press('enter')
  await first.waitFor('This is revision 1.')
  first.press('ctrlC')
  t.is((await first.ended).code, 130)
  t.false((await readdir(place.home.folder)).includes('wizard-draft.json'))

  await writeFile(draft, atLastStep)
  const second = openProgram(t, at(place))
  await second.waitFor(/Step 9 of 9[\s\S]+nothing to change; h ends the setup[\s\S]+ h home/)
  second.type('s')
  await second.waitFor('There is nothing to change. h ends the setup.')
  second.type('h')
  await second.waitFor('› Synchronize now')
  second.type('q')
  t.is((await second.ended).code, 0)
  t.true(second.screen().includes('Setup is complete.'), second.screen())
  t.false((await readdir(place.home.folder)).includes('wizard-draft.json'))
})

test('hung up at each step, the setup goes on there, with what was entered and not yet accepted', async (t) => {
  const { place, file } = await emptyHome(t)
  /** What is entered at each step, what shows it, and what accepts it. */
  const steps: readonly [enter: (terminal: Terminal) => void, shows: string | RegExp, accept?: string][] = [
    [() => undefined, 'Quickest'],
    // The empty fields hold examples that must not be taken for what was typed: "such as /root/key.json".
    [(terminal) => terminal.type(file), join(basename(dirname(file)), 'key.json')],
    [(terminal) => terminal.type('admin@example.com'), /^ *admin@example\.com/m],
    [() => undefined, 'All checks passed'],
    [(terminal) => terminal.type(' '), '1 chosen'],
    [(terminal) => terminal.type(`g${down.repeat(5)} {ro,bo}t-*, *.bot`), '{ro,bo}t-*', '\r\u0013'],
    [(terminal) => terminal.type('gjjj '), /■ Archive e-mail/],
    [
      (terminal) => terminal.type(`g${down.repeat(3)} archive.example.com\r${down.repeat(2)} eu1`),
      /Instance id\s+eu1/,
      `\u0015\r${up.repeat(2)} \u0015\r\u0013`,
    ],
  ]
  let terminal = openProgram(t, at(place))
  for (const [index, [enter, shows, accept = '\r']] of steps.entries()) {
    const step = setUpSteps[index]?.[0] ?? ''
    if (index === 0) await startSetUp(terminal)
    await terminal.waitFor((screen) => screen.includes(step) && (index !== 4 || screen.includes('Staff')))
    enter(terminal)
    await terminal.waitFor(shows)
    terminal.hangUp()
    t.is((await terminal.ended).signal, 1)
    terminal = openProgram(t, at(place))
    // Nothing was begun before anything was entered.
    if (index === 0) await startSetUp(terminal)
    await terminal.waitFor(step)
    await terminal.waitFor(shows)
    if (step === 'Step 5 of 9') {
      // What is chosen and not accepted is there after going back and forward, too.
      terminal.press('escape')
      await waitForStep(terminal, 4)
      terminal.press('enter')
      await terminal.waitFor(shows)
    }
    terminal.type(accept)
    await terminal.waitFor(setUpSteps[index + 1]?.[0] ?? '')
  }
  terminal.hangUp()
  await terminal.ended
  const settings = await settingsOf(place)
  t.like(settings, { administrator: 'admin@example.com', exclusions: ['{ro,bo}t-*', '*.bot'] })
  t.is(settings.groups[0].email, 'staff@example.com')
  t.deepEqual(settings.defaultPrivileges, ['login', 'archive'])
  const last = openProgram(t, at(place))
  await last.waitFor('Step 9 of 9')
  await last.waitFor('ada@example.com')
})

test('a key is taken by its path, which Tab completes', async (t) => {
  const { place, file } = await emptyHome(t)
  const terminal = openProgram(t, at(place))
  await waitForStep(terminal, 1)
  terminal.press('enter')
  await waitForStep(terminal, 2)
  terminal.press('enter')
  await terminal.waitFor('The key is missing')
  terminal.type(`${file.slice(0, -6)}zz\t`)
  await terminal.waitFor('No file here has a name like this.')
  terminal.press('backspace', 'backspace')
  terminal.type('\t')
  await terminal.waitFor('key.json')
  terminal.press('enter')
  await waitForStep(terminal, 3)
  t.is(JSON.parse(await readFile(place.home.serviceAccountKey, 'utf8')).client_id, place.google.key.client_id)
})

/** Ways in which terminals hand over what is pasted. */
const pastes: readonly (readonly [name: string, packets: (key: string) => string[]])[] = [
  ['in brackets', (key) => [`\u001b[200~${key}\u001b[201~`]],
  ['in brackets and pieces', (key) => pieces(`\u001b[200~${key}\u001b[201~`, 700)],
  ['without brackets', (key) => [`${key.replaceAll('\n', '\r')}\r`]],
  ['without brackets, in pieces', (key) => pieces(`${key.replaceAll('\n', '\r')}\r`, 401)],
]

for (const [name, packets] of pastes) {
  test(`a key of many lines is pasted ${name}, and is neither shown nor kept anywhere else`, async (t) => {
    const { place, key } = await emptyHome(t, true)
    const terminal = openProgram(t, at(place))
    await waitForStep(terminal, 1)
    terminal.press('enter')
    await waitForStep(terminal, 2)
    for (const packet of packets(key)) terminal.type(packet)
    await waitForStep(terminal, 3)
    const taken = JSON.parse(await readFile(place.home.serviceAccountKey, 'utf8'))
    t.is(taken.private_key, place.google.key.private_key)
    t.false(terminal.written().includes('PRIVATE KEY'))
    t.false((await readFile(join(place.home.folder, 'wizard-draft.json'), 'utf8')).includes('PRIVATE'))
  })
}

function pieces(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )
}

test('a second Enter that was meant for the first skips no step', async (t) => {
  const { place } = await emptyHome(t)
  const terminal = openProgram(t, at(place))
  await waitForStep(terminal, 1)
  terminal.press('enter', 'enter')
  await terminal.waitFor('The key is missing')
  t.regex(terminal.screen(), /Step 2 of 9/)
})

test('a line pasted into a field that holds text goes where the cursor is; its end counts once, and in brackets not at all', async (t) => {
  const { place } = await emptyHome(t)
  t.is((await place.run(['setup', '--key', place.keyFile, '--admin', 'admin@example.com'])).code, 0)
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('6')
  await terminal.waitFor('› Google side')
  terminal.type('3')
  await terminal.waitFor(/^ *admin@example\.com/m)
  terminal.press('home')
  terminal.type('\u001b[200~5-\r\n\u001b[201~')
  await terminal.waitFor(/^ *5-admin@example\.com/m)
  let wanted = '5-admin@example.com'
  // As terminals without bracketed paste send it: like somebody who types quickly.
  for (const packets of [['4-\r'], ['3-\n'], ['2-\r\n'], ['1-\r', '\n']]) {
    wanted = `${packets[0]?.slice(0, 2)}${wanted}`
    terminal.press('home')
    for (const packet of packets) terminal.type(packet)
    await terminal.waitFor('› Administrator')
    t.true((await terminal.settled()).includes('› Administrator'))
    t.is((await settingsOf(place)).administrator, wanted)
    terminal.press('enter')
    // The field's edge follows the text.
    await terminal.waitFor((screen) => screen.split('\n').some((line) => line.replace(/_+$/, '').trim() === wanted))
  }
})
