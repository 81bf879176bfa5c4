import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada'].map((name) => ({ primaryEmail: `${name}@example.com`, name: { fullName: name } })),
}

const earlier = Array.from({ length: 40 }, (_, index) => `earlier ${index + 1}`)

/** What a terminal is like after the program has left it. */
type Left = {
  /** Everything that can be read in the terminal, what scrolled away included. */
  text: string
  /** All that was sent to it. */
  written: string
  status: string | undefined
  /** What `stty -a` says, before and after. */
  modes: [before: string, after: string]
}

/**
 * Runs the built program from a shell that has filled the window before.
 * @param leave ends the program, which it is given with the id of its process
 * @param wrapper a command line around the program, `$ROLLCALL`
 * @param bug what the program does when it gets SIGUSR2
 */
async function runInShell(
  t: ExecutionContext,
  leave: (terminal: Terminal, pid: number, place: Workplace, folder: string) => Promise<void> | void,
  { wrapper = '$ROLLCALL', bug = "setImmediate(() => { throw new Error('a bug for the test') })" } = {},
): Promise<Left> {
  const place = await workplace(t, { organization })
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-endings-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  // Says which process it is, and has a bug when it is told so.
  const inside = join(folder, 'inside.cjs')
  await writeFile(
    inside,
    `require('node:fs').writeFileSync(process.env.FOLDER + '/pid', String(process.pid))
     process.on('SIGUSR2', () => { ${bug} })`,
  )
  const script = [
    'for line in $(seq 1 40); do echo earlier $line; done',
    'stty -a > "$FOLDER/before"',
    `${wrapper}; echo "status $?"`,
    'while kill -0 $(cat "$FOLDER/pid") 2>/dev/null; do sleep 0.05; done',
    'stty -a > "$FOLDER/after"',
    'echo finished; read answer',
  ].join('\n')
  const terminal = openTerminal('bash', ['--norc', '-c', script], {
    environment: {
      FOLDER: folder,
      ROLLCALL: `${nodeUnderTest} --require=${inside} ${program} --home ${place.home.folder} --google ${place.google.url}`,
    },
  })
  await terminal.waitFor('Synchronize now')
  await leave(terminal, Number(readFileSync(join(folder, 'pid'), 'utf8')), place, folder)
  await terminal.waitFor('finished')
  const text = [...terminal.scrollback(), ...terminal.lines()].join('\n').trimEnd()
  const written = terminal.written()
  terminal.press('enter')
  await terminal.ended
  const modes = await Promise.all(['before', 'after'].map((name) => readFile(join(folder, name), 'utf8')))
  return { text, written, status: /status (\d+)/.exec(text)?.[1], modes: [modes[0] ?? '', modes[1] ?? ''] }
}

/** The terminal is as it was, its scrollback untouched, and the words after it are these. */
function isAsBefore(t: ExecutionContext, left: Left, status: string, after: readonly (string | RegExp)[]): void {
  t.is(left.modes[0], left.modes[1])
  t.is(left.status, status)
  const lines = left.text.split('\n')
  t.deepEqual(lines.slice(0, 40), earlier)
  t.is(lines.length, 40 + after.length, left.text)
  after.forEach((expected, index) => {
    const line = lines[40 + index] ?? ''
    t.true(typeof expected === 'string' ? line === expected : expected.test(line), line)
  })
  t.false(left.written.includes('\u001b[3J'))
  // Alternate screen left, cursor shown, pasting plain again: each the last of its kind.
  for (const [off, on] of [
    ['[?1049l', '[?1049h'],
    ['[?25h', '[?25l'],
    ['[?2004l', '[?2004h'],
  ] as const)
    t.true(left.written.lastIndexOf(off) > left.written.lastIndexOf(on), off)
}

test('after a normal end the terminal and its scrollback are as before, with the result line', async (t) => {
  const left = await runInShell(t, async (terminal) => {
    terminal.press('enter')
    await terminal.waitFor('Press Enter to synchronize')
    terminal.press('enter')
    await terminal.waitFor('revision 1')
    terminal.type('q')
  })
  isAsBefore(t, left, '0', ['Created 2 users.', 'status 0', 'finished'])
})

test('after Ctrl-C on the way the terminal is as before', async (t) => {
  const left = await runInShell(t, async (terminal) => {
    terminal.type('3/')
    await terminal.waitFor('keep it')
    terminal.press('ctrlC')
  })
  isAsBefore(t, left, '130', ['status 130', 'finished'])
})

for (const [signal, status, word] of [
  ['SIGTERM', '143', /Terminated/],
  ['SIGHUP', '129', /Hangup/],
] as const) {
  test(`after ${signal} the terminal is as before, and the program has ended by it`, async (t) => {
    const left = await runInShell(t, (_, pid) => void process.kill(pid, signal))
    isAsBefore(t, left, status, [word, `status ${status}`, 'finished'])
  })
}

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`a commit that has begun is finished before ${signal} ends the program`, async (t) => {
    const count = 800
    const users = Array.from({ length: count }, (_, index) => ({ primaryEmail: `u${index}@example.com` }))
    const place = await workplace(t, { organization: { ...organization, users: [...organization.users, ...users] } })
    const terminal = openTerminal(nodeUnderTest, [
      program,
      ...['--home', place.home.folder, '--google', place.google.url],
    ])
    await terminal.waitFor('› Synchronize now')
    terminal.press('enter')
    await terminal.waitFor('Press Enter to synchronize')
    terminal.press('enter')
    await terminal.waitFor('Safe to disconnect: this will finish.')
    process.kill(terminal.pid, signal)
    await terminal.ended
    const left = await readdir(place.home.folder)
    t.deepEqual(
      left.filter((name) => /journal|lock/.test(name)),
      [],
    )
    t.is((await readdir(place.home.archives)).length, count + organization.users.length)
  })
}

/** It ended with exit 1, the terminal as it was, and the bug told in words and without a stack. */
function isToldAsBug(t: ExecutionContext, left: Left): void {
  const lines = left.text.split('\n')
  t.is(left.modes[0], left.modes[1])
  t.deepEqual(lines.slice(0, 40), earlier)
  t.is(left.status, '1')
  t.regex(lines.slice(40).join('\n'), /a bug for the test/)
  t.notRegex(lines.slice(40).join('\n'), /\bat .*:\d+:\d+/)
  t.false(left.written.includes('\u001b[3J'))
}

test('after an error that nobody expected the terminal is as before, and it is told as a bug', async (t) => {
  isToldAsBug(t, await runInShell(t, (_, pid) => void process.kill(pid, 'SIGUSR2')))
})

test('a bug while one screen is drawn is shown, the others still work, and it is told again at the end', async (t) => {
  // The settings tell the default privileges while they are drawn.
  const bug = `
    const { join } = Array.prototype
    Array.prototype.join = function (by) {
      if (this[0] === 'login') throw new Error('a bug for the test')
      return join.call(this, by)
    }`
  const left = await runInShell(
    t,
    async (terminal, pid) => {
      process.kill(pid, 'SIGUSR2')
      terminal.type('6')
      await terminal.waitFor(/bug in Rollcall[\s\S]+a bug for\s+the test/)
      terminal.press('enter')
      await terminal.waitFor('› Synchronize now')
      terminal.type('q')
    },
    { bug },
  )
  isToldAsBug(t, left)
})

test('a bug that leaves nothing to be drawn ends the program in words', async (t) => {
  const bug = `
    const { flatMap } = Array.prototype
    Array.prototype.flatMap = () => { throw new Error('a bug for the test') }
    const { setRawMode } = process.stdin
    process.stdin.setRawMode = function (mode) {
      if (!mode) Array.prototype.flatMap = flatMap
      return setRawMode.call(this, mode)
    }`
  const left = await runInShell(
    t,
    (terminal, pid) => {
      process.kill(pid, 'SIGUSR2')
      terminal.type('3')
    },
    { bug },
  )
  isToldAsBug(t, left)
})

test('when the parent is killed, the program ends by itself and the terminal is as before', async (t) => {
  const left = await runInShell(
    t,
    async (_terminal, _pid, _place, folder) => {
      process.kill(Number(await readFile(join(folder, 'parent'), 'utf8')), 'SIGKILL')
    },
    { wrapper: `sh -c 'echo $$ > "$FOLDER/parent"; $ROLLCALL; :'` },
  )
  t.is(left.modes[0], left.modes[1])
  t.deepEqual(left.text.split('\n').slice(0, 40), earlier)
  t.false(left.written.includes('\u001b[3J'))
  t.true(left.written.lastIndexOf('[?1049l') > left.written.lastIndexOf('[?1049h'))
})
