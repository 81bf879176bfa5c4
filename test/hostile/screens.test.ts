import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folderOf } from '../../source/store/archives/archive-names.ts'
import { openTerminal, type Terminal } from '../end-to-end/terminal.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { strangers } from './strangers.ts'
import { forbiddenSign, hostileNames } from './strings.ts'

/**
 * Everything that the program sends of its own accord, to the last parameter: modes, looks, places, erasing, scrolling, and
 * the mark that keeps a terminal from reordering what follows right-to-left text. Links lead to Google's pages only.
 */
const own = new RegExp(
  [
    String.raw`\u001b\[\?(?:1049|25|2004|1000|1006)[hl]`,
    String.raw`\u001b\[m\u001b\[2J(?:\u001b\[H)?`,
    String.raw`\u001b\[H\u001b\[J`,
    String.raw`\u001b\[(?:(?:0|[1247]|3[0-7]|4[46]|90)(?:;(?:[1247]|3[0-7]|4[46]|90))*)?m`,
    String.raw`\u001b\[\d{0,3}(?:;\d{1,3})?H`,
    String.raw`\u001b\[(?:\d{1,3})?[GCX]`,
    String.raw`\u001b\[K`,
    String.raw`\u001b\[(?:\d{1,2};\d{1,2})?r`,
    String.raw`\u001bM`,
    String.raw`\u001b\]8;;(?:https://(?:console\.cloud|shell\.cloud|admin|support|developers|myaccount)\.google\.com(?:/[!-~]*)?)?\u0007`,
    String.raw`\u001b\]52;c;[A-Za-z0-9+/=]*\u0007`,
    String.raw`\u200e\u001b\[\d{1,3}G`,
    String.raw`\r\n|\r|\n`,
  ].join('|'),
  'gu',
)

/** How many rows of each list are opened. */
const few = process.env.ROLLCALL_LONG ? 12 : 2

/** Looks at all that was sent so far, and at the screen. */
function check(t: ExecutionContext, terminal: Terminal, where: string): void {
  const rest = terminal.written().replace(own, '')
  t.is(forbiddenSign(rest), null, `${where}\n${terminal.screen()}`)
  for (const [, copied = ''] of terminal.written().matchAll(/\]52;c;([A-Za-z0-9+/=]*)/g)) {
    t.is(forbiddenSign(Buffer.from(copied, 'base64').toString()), null, `${where}: what was copied`)
  }
}

/** In a table nothing stands where two columns meet, in whatever row. */
function checkColumns(t: ExecutionContext, terminal: Terminal, titles: string[]): void {
  const lines = terminal.lines()
  const heading = lines.findIndex((line) => titles.every((title) => line.includes(title)))
  t.true(heading > 0, terminal.screen())
  for (const title of titles.slice(1)) {
    const start = lines[heading]?.indexOf(title) ?? 0
    for (let row = heading; row < lines.length - 4; row += 1) {
      for (const column of [start - 1, start - 2]) {
        t.regex(terminal.cell(column, row).text, /^ ?$/, `${title}, row ${row}\n${terminal.screen()}`)
      }
    }
  }
}

/** Opens the interface, and sees to its end. */
function open(t: ExecutionContext, parameters: string[], columns = 110): Terminal {
  const terminal = openTerminal(nodeUnderTest, [program, ...parameters], {
    columns,
    rows: 40,
    environment: { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0' },
  })
  t.teardown(async () => {
    terminal.press('ctrlC')
    await terminal.ended
  })
  return terminal
}

test('no name that a stranger chose reaches the terminal raw, or leaves its column, on any screen', async (t) => {
  t.timeout(300_000)
  const place = await strangers(t)
  const left = hostileNames.slice(0, 12).map((name) => folderOf(`${name}@former.example`))
  for (const name of ['\u001b[2J\nFORGED folder', ...left]) {
    mkdirSync(join(place.home.archives, name), { recursive: true })
  }
  t.is((await place.run(['sync'])).code, 0)
  // Something to be seen in the plan again.
  place.google.update(({ users }) => {
    users.forEach((one, index) => {
      if (index > 0) one.name = { fullName: `${hostileNames[(index + 7) % hostileNames.length]}` }
    })
    users.splice(12, 9)
  })
  const terminal = open(t, ['--home', place.home.folder, '--google', place.google.url])
  const step = async (what: string, condition: string | RegExp | ((screen: string) => boolean)): Promise<void> => {
    await terminal.waitFor(condition)
    await terminal.settled()
    check(t, terminal, what)
  }
  /** Goes down a list and looks at each part of it. */
  const walk = async (what: string, titles: string[]): Promise<void> => {
    for (let page = 0; page < 4; page += 1) {
      await terminal.settled()
      check(t, terminal, `${what}, page ${page}`)
      if (titles.length > 0) checkColumns(t, terminal, titles)
      terminal.press('pageDown')
    }
    terminal.press('home')
    await terminal.settled()
  }
  await step('home', 'Synchronize now')
  terminal.type('2')
  await step('plan', 'Why')
  await walk('plan', ['Person', 'Change', 'Why'])
  for (let row = 0; row < few * 3; row += 1) {
    terminal.press('enter')
    await step(`detail ${row}`, 'What:')
    terminal.press('escape')
    await step('plan again', 'Person')
    terminal.press('down')
  }
  terminal.type('/FORGED')
  await step('filter', '/ FORGED')
  terminal.press('escape')
  terminal.type('E')
  await step('export', 'Enter export')
  terminal.press('ctrlU')
  terminal.type(join(place.home.folder, 'plan.csv'))
  terminal.press('enter')
  await step('exported', 'Wrote')
  terminal.type('s')
  await step('question', 'Press Enter to synchronize')
  terminal.press('enter')
  await step('result', 'revision')
  await walk('result', [])
  terminal.press('enter')
  await step('home after it', 'Last change')

  terminal.type('3')
  const isUsers = (screen: string): boolean => /row \d+ of \d+/.test(screen) && !screen.includes('Press Enter to')
  await step('users', isUsers)
  await walk('users', ['User name', 'Full name'])
  // Each letter opens something over the list, or says at the foot why it does not.
  const refused = /Press l to make it local first\.|is a local user already\./
  const asked: Record<string, RegExp> = {
    p: /Modify export profiles/,
    e: /POP3 names|Press l to make it local first\./,
    d: /Remove /,
    t: /Hand/,
    l: /a local user\?|is a local user already\./,
    i: /Open this address|Do:/,
  }
  for (let row = 0; row < few; row += 1) {
    terminal.press('enter')
    await step(`user ${row}`, 'Privileges')
    terminal.press('escape')
    await step('users again', isUsers)
    for (const [letter, shown] of Object.entries(asked)) {
      terminal.type(letter)
      await step(`${letter} on user ${row}`, shown)
      if (refused.test(terminal.screen())) continue
      if (letter === 'e') {
        terminal.type(' ')
        await step('field', 'Enter keep it')
        terminal.press('escape')
        await step('form', 'POP3 names')
      }
      terminal.press('escape')
      await step('users again', isUsers)
    }
    terminal.press('down')
  }
  terminal.press('escape')
  await step('home', 'Synchronize now')
  terminal.type('4')
  await step('archives', /row \d+ of/)
  await walk('archives', ['Archive', 'User'])
  for (let row = 0; row < few; row += 1) {
    terminal.press('down')
    await step('archives', new RegExp(`row ${row + 2} of`))
    terminal.press('enter')
    await step(`archive ${row}`, 'Give the archive')
    if (row === 0) {
      terminal.type('\u001b[200~\u001b[2JFORGED\u202e\nFORGED\u001b[201~')
      terminal.press('enter')
      await step('refused', 'no user')
    }
    terminal.press('escape')
    await step('archives', (screen) => !screen.includes('Give the archive'))
  }
  terminal.press('escape')
  await step('home', 'Synchronize now')
  terminal.type('5')
  await step('history', /row \d+ of/)
  await walk('history', ['Time (UTC)', 'Changes'])
  terminal.press('enter')
  await step('commit', 'Revision')
  await walk('commit', [])
  terminal.press('escape')
  await step('history', /row \d+ of/)
  terminal.type('u')
  await step('undo', 'takes back')
  await walk('undo', ['Person', 'Change'])
  terminal.press('escape')
  await step('history', /row \d+ of/)
  terminal.press('escape')
  await step('home', 'Synchronize now')
  terminal.type('6')
  await step('settings', 'Who')
  for (const [index, shown] of [
    'Google',
    'Key',
    'Administrator',
    'All checks passed',
    'everyone',
    'Exclu',
    'Log on',
    'Client',
  ].entries()) {
    terminal.type(String(index + 1))
    await step(`settings ${index + 1}`, shown)
    await walk(`settings ${index + 1}`, [])
    terminal.press('escape')
    await terminal.settled()
    if (!terminal.screen().includes('Settings')) terminal.press('escape')
    await step('settings', /Settings/)
  }
  t.log(`${terminal.bytes()} bytes`)
})

test('no word of an error answer reaches the terminal raw, and what is copied of it can be pasted', async (t) => {
  t.timeout(120_000)
  const place = await strangers(t)
  const terminal = open(t, ['--home', place.home.folder, '--google', place.google.url], 100)
  await terminal.waitFor('Synchronize now')
  for (const [index, name] of hostileNames.slice(0, 21).entries()) {
    const told = `FORGED\n${name} https://console.cloud.google.com/${name}`
    const body = [
      { error: 'invalid_grant', error_description: told },
      { error: told, error_description: told },
      {
        error: {
          ...{ code: 403, message: told, status: told },
          errors: [{ reason: told, message: told, domain: told }],
          details: [{ metadata: { activationUrl: `https://console.cloud.google.com/${name}` }, reason: told }],
        },
      },
      `<html><title>${told}</title>`,
      told,
    ][index % 5]
    const call = index % 2 === 0 ? 'token' : 'users.list'
    place.google.setFaults([{ call, status: [400, 403, 404][index % 3] ?? 400, times: 'always', body: body ?? '' }])
    terminal.type('2')
    await terminal.waitFor('Do:')
    terminal.type('c')
    await terminal.waitFor('Copied')
    await terminal.settled()
    check(t, terminal, `answer ${JSON.stringify(body)}`)
    terminal.press('escape')
    await terminal.waitFor('Synchronize now')
    check(t, terminal, 'home')
  }
})

test('no file name reaches the terminal raw in the setup', async (t) => {
  const place = await strangers(t)
  const names = hostileNames.filter((name) => name.length < 200 && !/[/\0]/.test(name))
  const folder = join(place.home.folder, '..', 'keys')
  mkdirSync(folder)
  for (const name of names) writeFileSync(join(folder, `key${name}`), name)
  const terminal = open(t, ['setup', '--home', place.home.folder, '--google', place.google.url])
  await terminal.waitFor('Step 1 of 9')
  terminal.press('enter')
  await terminal.waitFor('Step 2 of 9')
  terminal.type(join(folder, 'key'))
  terminal.press('tab')
  await terminal.waitFor('key\\e')
  check(t, terminal, 'choices')
  for (const name of names) {
    terminal.press('ctrlU')
    terminal.type(`\u001b[200~${join(folder, `key${name}`)}\u001b[201~`)
    terminal.press('tab', 'enter')
    await terminal.settled()
    check(t, terminal, `key${name}`)
  }
})
