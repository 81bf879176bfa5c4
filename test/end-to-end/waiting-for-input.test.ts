import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { cleanEnvironment, program } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'
import { at, openProgram } from './open-program.ts'

/** Command lines that wait for somebody to type, and what stands on the screen then. */
const waiting: readonly (readonly [line: string, shown: string])[] = [
  ['setup --key -', 'Reading from this terminal'],
  ['setup --from -', 'Reading from this terminal'],
  ['setup --client-secret -', 'Reading from this terminal'],
  ['users add desk --password', 'Password:'],
  ['undo', 'Take it back?'],
]

for (const [line, shown] of waiting) {
  test(`rollcall ${line} waits on a terminal until Ctrl-C ends it with 130, and nothing is changed`, async (t) => {
    const place = await workplace(t)
    await place.run(['users', 'add', 'info'])
    const terminal = openProgram(t, [...line.split(' '), ...at(place)])
    await terminal.waitFor(shown)
    terminal.type('\u0003')
    t.is((await terminal.ended).code, 130)
    const { stdout } = await place.run(['users'])
    t.regex(stdout, /^info /m)
    t.notRegex(stdout, /desk/)
  })
}

test('a key that never arrives in a pipe does not keep the program from ending by a signal', async (t) => {
  const folder = temporaryFolder(t)
  const watcher = watch(folder)
  t.teardown(() => watcher.close())
  // The home is made when the signals are listened for already, and before the key is read.
  const homeIsMade = once(watcher, 'change')
  const child = spawn(nodeUnderTest, [program, '--home', join(folder, 'home'), 'setup', '--key', '-'], {
    env: cleanEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  await homeIsMade
  child.kill('SIGTERM')
  t.deepEqual(await once(child, 'close'), [null, 'SIGTERM'])
})
