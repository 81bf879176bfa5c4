import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { openTerminal, type Terminal } from '../../end-to-end/terminal.ts'
import { nodeUnderTest, testProgram } from '../../support/node-under-test.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const program = [testProgram('test/tui/programs/menu.tsx')]
const commandLine = `"${nodeUnderTest}" "${program[0]}"`
const rounds = process.env.ROLLCALL_LONG ? 200 : 12

test('Down Down Enter in one packet picks the third row every time', async (t) => {
  const terminal = openTerminal(nodeUnderTest, program)
  await terminal.waitFor('chosen 0')
  for (let round = 1; round <= rounds; round += 1) {
    terminal.press('down', 'down', 'enter', 'up', 'up')
    await terminal.waitFor(`chosen ${round}: three`)
  }
  terminal.type('q')
  t.is((await terminal.ended).code, 0)
})

test('keys typed ahead into a field all count, backspaces and a paste among them', async (t) => {
  const terminal = openTerminal(nodeUnderTest, [...program, '--field'])
  await terminal.waitFor('field')
  terminal.type('hello wrold\u007f\u007f\u007f\u007forld\u001b[D\u001b[D\u001b[C\u007f!\r')
  await terminal.waitFor('chosen 1: hello wor!d')
  terminal.type('\u001b[200~, two\r\nlines\u001b[201~\r')
  await terminal.waitFor('chosen 2: hello wor!, two linesd')
  terminal.press('ctrlC', 'ctrlC')
  t.is((await terminal.ended).code, 0)
  t.regex(terminal.screen(), /left by Ctrl-C/)
})

test('a burst of keys ends where the same keys one by one end', async (t) => {
  const burst = openTerminal(nodeUnderTest, program)
  const single = openTerminal(nodeUnderTest, program)
  await Promise.all([burst.waitFor('chosen 0'), single.waitFor('chosen 0')])
  burst.type('j'.repeat(58))
  burst.press('enter')
  for (let key = 0; key < 58; key += 1) {
    single.type('j')
    await single.waitFor(['❯ two', '❯ three', '❯ four', '❯ five', '❯ one'][key % 5] ?? '')
  }
  single.press('enter')
  await Promise.all([burst.waitFor('chosen 1: four'), single.waitFor('chosen 1: four')])
  t.true(burst.bytes() < single.bytes(), 'frames that are typed over are not sent')
  for (const terminal of [burst, single]) {
    terminal.type('q')
    await terminal.ended
  }
})

test('keys that nobody knows change nothing and end nothing', async (t) => {
  const terminal = openTerminal(nodeUnderTest, program)
  await terminal.waitFor('chosen 0')
  terminal.type('\u001b[1;5P\u001b[15~\u001b]11;rgb:1/2/3\u0007\u001b[?1;2c\u001b[201~')
  terminal.press('down', 'enter')
  await terminal.waitFor('chosen 1: two')
  terminal.type('q')
  t.is((await terminal.ended).code, 0)
})

/** Runs the program from a shell that has written before, and compares the terminal before and after. */
async function inShell(t: ExecutionContext, leave: (terminal: Terminal, pid: number) => void) {
  const folder = temporaryFolder(t)
  const script = [
    'for line in $(seq 1 40); do echo earlier $line; done',
    'stty -a > "$FOLDER/before"',
    `${commandLine}; echo "status $?"`,
    'stty -a > "$FOLDER/after"',
    'echo finished; read answer',
  ].join('\n')
  const terminal = openTerminal('bash', ['--norc', '-c', script], {
    environment: { FOLDER: folder, PID_FILE: join(folder, 'pid') },
  })
  await terminal.waitFor('chosen 0')
  leave(terminal, Number(readFileSync(join(folder, 'pid'), 'utf8')))
  await terminal.waitFor('finished')
  const text = [...terminal.scrollback(), ...terminal.lines()].join('\n').trimEnd()
  const written = terminal.written()
  terminal.press('enter')
  await terminal.ended
  return {
    text,
    status: /status (\d+)/.exec(text)?.[1],
    written,
    same: readFileSync(join(folder, 'before'), 'utf8') === readFileSync(join(folder, 'after'), 'utf8'),
  }
}

const earlier = Array.from({ length: 40 }, (_, index) => `earlier ${index + 1}`).join('\n')

test('after a normal end the terminal and its scrollback are as before, with the result line', async (t) => {
  const { text, status, written, same } = await inShell(t, (terminal) => terminal.type('q'))
  t.true(same)
  t.is(status, '0')
  t.is(text, `${earlier}\nleft by q\nstatus 0\nfinished`)
  t.false(written.includes('\u001b[3J'))
  t.true(written.includes('\u001b[?1049l') && written.includes('\u001b[?25h') && written.includes('\u001b[?2004l'))
})

for (const [signal, status] of [
  ['SIGTERM', '143'],
  ['SIGHUP', '129'],
  ['SIGINT', '130'],
] as const) {
  test(`after ${signal} the terminal is as before and the program has ended by it`, async (t) => {
    const ending = await inShell(t, (_, pid) => process.kill(pid, signal))
    t.true(ending.same)
    t.is(ending.status, status)
    t.true(ending.text.startsWith(earlier))
  })
}

test('after a crash the terminal is as before', async (t) => {
  const { text, status, same } = await inShell(t, (terminal) => terminal.type('\u0018'))
  t.true(same)
  t.is(status, '1')
  t.true(text.startsWith(earlier))
})

test('Ctrl-Z gives the terminal back, and fg brings the program up where it was', async (t) => {
  const terminal = openTerminal('bash', ['--norc', '-i'], { environment: { PS1: 'shell> ' } })
  await terminal.waitFor('shell>')
  terminal.type(`${commandLine}\r`)
  await terminal.waitFor('chosen 0')
  terminal.press('down', 'enter', 'ctrlZ')
  await terminal.waitFor('Stopped')
  t.notRegex(terminal.screen(), /chosen 1/)
  terminal.type('stty -a | grep -o "[-]*icanon"\r')
  await terminal.waitFor(/^icanon/m)
  terminal.type('fg\r')
  await terminal.waitFor('chosen 1: two')
  terminal.press('down', 'enter')
  await terminal.waitFor('chosen 2: three')
  terminal.type('q')
  await terminal.waitFor('left by q')
  terminal.type('exit\r')
  await terminal.ended
})

test('when the process around it is killed, the program ends and the terminal is usable', async (t) => {
  const folder = temporaryFolder(t)
  const terminal = openTerminal('bash', ['--norc', '-i'], {
    environment: { PS1: 'shell> ', FOLDER: folder, PID_FILE: join(folder, 'pid') },
  })
  await terminal.waitFor('shell>')
  terminal.type('stty -a > $FOLDER/before\r')
  terminal.type(`sh -c 'echo $$ > $FOLDER/parent; ${commandLine}; :'\r`)
  await terminal.waitFor('chosen 0')
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  process.kill(Number(readFileSync(join(folder, 'parent'), 'utf8')), 'SIGKILL')
  await terminal.waitFor('Killed')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50))
  terminal.type('stty -a > $FOLDER/after; echo com""pared\r')
  await terminal.waitFor('compared')
  t.is(readFileSync(join(folder, 'after'), 'utf8'), readFileSync(join(folder, 'before'), 'utf8'))
  terminal.type('exit\r')
  await terminal.ended
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
