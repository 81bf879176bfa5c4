import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { openTerminal, type Terminal } from '../end-to-end/terminal.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import type { Recorder, Reply } from '../support/recorder.ts'
import { program } from '../support/run-process.ts'
import type { Workplace } from '../support/workplace.ts'
import { checkFiles, clientSecret, searchIn, secretPlace } from './secret-place.ts'

/** Typed by the admin in the test, and shown to nobody. */
const typed = new Map([
  ['typed password', 'Correct-Horse-Battery-7'],
  ['typed client secret', 'GOCSPX-typed-by-hand-0123456789'],
])

/** The list of settings, and not one of them. */
const settings = / Settings +SIMULATED$/m

type Visit = { place: Workplace; recorder: Recorder; terminal: Terminal; seen: string[] }

/** The interface over a home with every kind of secret in it; it keeps each screen that was waited for. */
async function visit(t: ExecutionContext): Promise<Visit & { see: (what: string | RegExp) => Promise<void> }> {
  const { place, recorder } = await secretPlace(t)
  const temporary = join(place.home.folder, '..', 'tmp')
  mkdirSync(temporary, { recursive: true })
  const terminal = openTerminal(
    nodeUnderTest,
    [program, '--home', place.home.folder, '--google', recorder.url, '--verbose'],
    { columns: 120, rows: 50, environment: { TMPDIR: temporary, GOOGLE_SDK_NODE_LOGGING: '*', DEBUG: '*' } },
  )
  t.teardown(async () => {
    terminal.signal('SIGTERM')
    await terminal.ended
  })
  const seen: string[] = []
  const see = async (what: string | RegExp): Promise<void> => {
    await terminal.waitFor(what)
    seen.push(await terminal.settled())
  }
  await see('Synchronize now')
  return { place, recorder, terminal, seen, see }
}

/**
 * Looks for secrets in what was seen, sent, copied and written.
 *
 * @param wasPasted the admin has pasted the code, on whose own screen it then stood for as long as the line was open
 */
function check(t: ExecutionContext, { place, recorder, terminal, seen }: Visit, wasPasted = false): void {
  const search = searchIn(place, recorder, typed)
  const copied = [...terminal.written().matchAll(/\]52;c;([A-Za-z0-9+/=]+)/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString(),
  )
  for (const text of [...seen, ...seen.map((screen) => screen.replace(/\s/g, '')), ...copied]) {
    t.deepEqual(search(text), [], text)
  }
  const sent = terminal.written().replace(/\]52;c;[A-Za-z0-9+/=]+/g, '')
  t.deepEqual(
    search(sent).filter((name) => !(wasPasted && name.startsWith('code '))),
    [],
  )
  t.deepEqual(search(terminal.scrollback().join('')), [])
  t.notRegex(terminal.written(), /at .*\.[jt]sx?:\d+:\d+/)
  checkFiles(t, place, recorder)
}

test('no screen shows a secret, and none is left in a file', async (t) => {
  t.timeout(120_000)
  const visited = await visit(t)
  const { terminal, see, recorder, place } = visited
  const home = async (): Promise<void> => {
    terminal.press('escape')
    await see('Synchronize now')
  }
  terminal.type('2')
  await see('Why')
  for (let row = 0; row < 4; row += 1) {
    terminal.press('enter')
    await see('What:')
    terminal.press('escape')
    await see('Person')
    terminal.press('down')
  }
  await home()
  terminal.type('3')
  await see(/row \d+ of/)
  for (let row = 0; row < 3; row += 1) {
    terminal.press('enter')
    await see('Privileges')
    terminal.press('escape')
    await see(/row \d+ of/)
    terminal.press('down')
  }
  // One that was made by hand gets a new password.
  terminal.press('up')
  await see('row 2 of 3')
  terminal.type('e')
  await see('kept as it is')
  terminal.press('down', 'down', 'down')
  terminal.type(' ')
  await see('Enter keep it')
  for (const shown of ['again', 'will change']) {
    terminal.type(typed.get('typed password') ?? '')
    await see(/\*{10}/)
    terminal.press('enter')
    await see(shown)
  }
  terminal.press('ctrlS')
  await see(/row \d+ of/)
  terminal.press('home')
  await home()
  for (const [key, shown] of [
    ['4', /Archive/],
    ['5', /History/],
  ] as const) {
    terminal.type(key)
    await see(shown)
    await home()
  }
  terminal.type('6')
  await see(settings)
  terminal.type('2')
  await see('Key ID')
  // The key itself, pasted.
  terminal.type(`\u001b[200~${JSON.stringify(place.google.key, null, 2)}\u001b[201~`)
  await see('Using the key of')
  await see(settings)
  terminal.type('4')
  await see('All checks passed')
  terminal.press('escape')
  await see(settings)
  terminal.type('8')
  await see('Client id')
  terminal.press('down', 'down')
  terminal.type(' ')
  await see('Enter keep it')
  terminal.type(typed.get('typed client secret') ?? '')
  await see(/\*{10}/)
  terminal.press('escape')
  await see('Client id')
  terminal.press('escape')
  await see(settings)
  await home()
  t.true(recorder.exchanges.some(({ path }) => path.startsWith('/token')))
  check(t, visited)
})

test('the sign-in test shows no code that is of use, no token and no verifier', async (t) => {
  const visited = await visit(t)
  const { terminal, see, place } = visited
  t.is((await place.run(['setup', '--all-users'])).code, 0)
  t.is((await place.run(['users', 'take-over', 'office@example.com', '--yes'])).code, 0)
  t.is((await place.run(['sync'])).code, 0)
  terminal.type('3')
  await see(/row 1 of/)
  terminal.type('i')
  await see(/code_challenge_method=S256/)
  await terminal.waitFor((screen) => screen.replace(/\s+/g, '').includes('response_type=code'))
  const shown = terminal.lines().join('').replace(/\s+/g, '')
  const address = /http:\/\/127\.0\.0\.1\S*?response_type=code/.exec(shown)?.[0] ?? ''
  const back = (await fetch(address, { redirect: 'manual' })).headers.get('location') ?? ''
  t.regex(back, /code=/, shown)
  terminal.type(`\u001b[200~${back}\u001b[201~`)
  terminal.press('enter')
  await see('The sign-in works.')
  t.false(terminal.screen().includes(new URL(back).searchParams.get('code') ?? ''))
  check(t, visited, true)
})

const echoes: [name: string, reply: (told: string) => Reply][] = [
  [
    'as Google would word it',
    (told) => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: told }) }),
  ],
  [
    'in an API error',
    (told) => ({
      status: 403,
      body: JSON.stringify({ error: { code: 403, message: told, errors: [{ reason: told, message: told }] } }),
    }),
  ],
  ['as a web page', (told) => ({ status: 404, body: `<html><title>${told}</title><body>${told}</body></html>` })],
  ['as plain text', (told) => ({ status: 403, body: told })],
]

for (const [name, reply] of echoes) {
  test(`no screen shows a secret that an answer repeats ${name}`, async (t) => {
    t.timeout(120_000)
    const visited = await visit(t)
    const { terminal, see, recorder } = visited
    for (const refused of ['/token', '/admin/']) {
      recorder.intercept(({ path, headers, body }) => {
        if (!path.startsWith(refused)) return undefined
        return reply(new URLSearchParams(body).get('assertion') ?? headers.authorization ?? body)
      })
      terminal.type('2')
      await see('Do:')
      terminal.type('c')
      await see('Copied')
      terminal.press('escape')
      await see('Synchronize now')
      terminal.type('6')
      await see(settings)
      terminal.type('4')
      await see('Do:')
      terminal.press('escape')
      await see(settings)
      terminal.press('escape')
      await see('Synchronize now')
    }
    t.true(clientSecret.length > 8)
    check(t, visited)
  })
}
