import test from 'ava'
import { setupScript } from '../../source/google/cloud-shell/setup-script.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { openProgram, waitForStep } from './open-program.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** Walks the demo to the plan, by way of a group, and gives back all that was sent. */
async function walkDemo(terminal: Terminal): Promise<string> {
  for (let step = 1; step <= 9; step += 1) {
    await waitForStep(terminal, step)
    if (step < 9) terminal.press('enter')
  }
  return terminal.written()
}

/** The numbers of all looks that were asked for: colours and the rest. */
const looks = (written: string): number[] =>
  [...written.matchAll(/\[([0-9;]*)m/g)].flatMap(([, codes = '']) => codes.split(';').map(Number))
const isColour = (code: number): boolean => (code >= 30 && code <= 49) || code >= 90

const withoutControls = (written: string): string => written.replace(/\p{Cc}(?:\[[0-9;?]*[@-~]|\(B|[=>7-9MD])?/gu, '')

test('colours are of the sixteen that every terminal has, and only the bar at the cursor is laid under text', async (t) => {
  const written = await walkDemo(openProgram(t, ['--demo']))
  const asked = [...written.matchAll(/\[([0-9;]*)m/g)].map(([, codes = '']) => codes.replace(/^0;/, ''))
  t.true(asked.includes('30;46'))
  t.deepEqual(
    asked.flatMap((look) =>
      look
        .split(';')
        .filter((code) => isColour(Number(code)) && !/^3[1-6]$/.test(code) && !/^(?:1;)?30;46$/.test(look)),
    ),
    [],
  )
})

for (const [name, args, environment] of [
  ['NO_COLOR', [], { NO_COLOR: '1' }],
  ['--no-color', ['--no-color'], {}],
] as const) {
  test(`with ${name} nothing has a colour, and the cursor and the marks are there all the same`, async (t) => {
    const terminal = openProgram(t, ['--demo', ...args], { environment })
    t.deepEqual(looks(await walkDemo(terminal)).filter(isColour), [])
    t.regex(terminal.screen(), /^ ›! /m)
    t.regex(terminal.screen(), /^ {2}> carol\.king/m)
  })
}

const consoles: readonly (readonly [name: string, args: string[], options: TerminalOptions])[] = [
  ['--ascii', ['--ascii'], {}],
  ['the Linux console', [], { environment: { TERM: 'linux' } }],
  ['a VT220', [], { environment: { TERM: 'vt220' } }],
  ['a locale without UTF-8', [], { environment: { LANG: 'C', LC_ALL: 'C' } }],
]
for (const [name, args, options] of consoles) {
  test(`the program's own signs are ASCII with ${name}`, async (t) => {
    const terminal = openProgram(t, ['--demo', ...args], options)
    await walkDemo(terminal)
    t.regex(terminal.screen(), /^ \*! /m)
    // The names of people stand in the details.
    terminal.type('/kaito\r\r')
    await terminal.waitFor('kaito.sato@example.org: read')
    const written = withoutControls(terminal.written())
    t.notRegex(written, /[›■□●○✓✗…─│↑↓→•·]/u)
    const isAscii = /^[\x20-\x7e]*$/.test(written)
    t.is(isAscii, options.environment?.LC_ALL === 'C', 'names are shown as they are where the terminal reads them')
  })
}

test('a dumb terminal is told which commands to use, and --plain asks in it without a control sequence', async (t) => {
  const dumb = openTerminal(nodeUnderTest, [program], { environment: { TERM: 'dumb' } })
  t.is((await dumb.ended).code, 64)
  t.regex(dumb.screen(), /--plain/)
  const plain = openProgram(t, ['--demo', '--plain'], { environment: { TERM: 'dumb' } })
  await plain.waitFor('Step 1')
  plain.type('n\r')
  await plain.waitFor('Step 2')
  t.notRegex(plain.written(), /\p{Cc}\[/u)
})

test('what is copied goes to the clipboard by OSC 52, and links are links only where terminals know them', async (t) => {
  const link = 'https://shell.cloud.google.com'
  const copied = (text: string): string => `]52;c;${Buffer.from(text).toString('base64')}\u0007`
  const plain = openProgram(t, ['--demo'])
  await waitForStep(plain, 1)
  plain.type('c')
  await plain.waitFor('Copied')
  plain.type('\u0019')
  await plain.waitFor("Copied the page's address")
  t.true(plain.written().includes(copied(setupScript())), 'the whole script, letter by letter')
  t.true(plain.written().includes(copied(link)))
  t.false(plain.written().includes(']8;'))
  t.true(plain.screen().includes(`Page: ${link}`))

  const linking = openProgram(t, ['--demo'], { environment: { VTE_VERSION: '7600' } })
  await waitForStep(linking, 1)
  t.true(linking.written().includes(`]8;;${link}`))
  t.true(linking.screen().includes(`Page: ${link}`), 'the address is there in full as well')

  const tmux = openProgram(t, ['--demo'], { environment: { TMUX: '/tmp/tmux-0/default,1,0', VTE_VERSION: '7600' } })
  await waitForStep(tmux, 1)
  tmux.type('\u0019')
  await tmux.waitFor("Copied the page's address")
  t.true(tmux.written().includes('Ptmux;'))
  t.false(tmux.written().includes(']8;;h'))
})

test('the delegation step shows its long link and every value in full, and c copies one value after the other', async (t) => {
  const terminal = openProgram(t, ['--demo'])
  await waitForStep(terminal, 1)
  terminal.press('enter')
  await waitForStep(terminal, 2)
  terminal.press('enter')
  await waitForStep(terminal, 3)
  terminal.press('shiftTab')
  await waitForStep(terminal, 2)
  terminal.press('shiftTab')
  await waitForStep(terminal, 1).catch(() => undefined)
  terminal.press('end')
  await terminal.waitFor('Client ID')
  const shown = terminal.lines().join('').replace(/\s+/g, '')
  const clientId = /ClientID:(\d+)/.exec(shown)?.[1] ?? 'none'
  const scopes = [
    'https://mail.google.com/',
    'https://www.googleapis.com/auth/admin.directory.group.readonly',
    'https://www.googleapis.com/auth/admin.directory.user.readonly',
  ]
  const link = new URL('https://admin.google.com/ac/owl/domainwidedelegation')
  link.searchParams.set('clientIdToAdd', clientId)
  link.searchParams.set('clientScopeToAdd', scopes.join(','))
  link.searchParams.set('overwriteClientId', 'true')
  t.true(shown.includes(`Page:${link.href}ClientID`), shown)
  t.true(shown.includes(`OAuthscopes:${scopes.join(',')}`), shown)
  for (const value of [clientId, scopes.join(','), clientId]) {
    const before = terminal.written().length
    terminal.type('c')
    await terminal.waitFor(() => terminal.written().slice(before).includes(Buffer.from(value).toString('base64')))
  }
})
