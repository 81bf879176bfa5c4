import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import test from 'ava'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import type { UserStore } from '../../source/sync/user.ts'
import type { TimerUnits } from '../../source/views/units/timer-units.ts'
import { freePort } from '../support/free-port.ts'
import { executableUnderTest, withoutNode } from '../support/node-under-test.ts'
import { cleanEnvironment, runProcess } from '../support/run-process.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'
import { Browser } from '../web/support/browser.ts'

/** `npm run test:executable` names it. */
const executable = executableUnderTest ?? ''
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What the program says of itself in units: the words that start it. */
async function ownCommand(command: string, environment: NodeJS.ProcessEnv = {}, cwd = '/'): Promise<string> {
  const { status, stdout, stderr } = spawnSync(command, ['timer', 'print', '--json'], {
    encoding: 'utf8',
    cwd,
    env: { ...cleanEnvironment(), ...withoutNode, ...environment },
  })
  if (status !== 0) throw new Error(stderr)
  const units: TimerUnits = JSON.parse(stdout)
  return /^ExecStart=(.*) sync /m.exec(units.files[0]?.content ?? '')?.[1] ?? ''
}

test('the version is the one of the package, with no Node on the machine and nothing beside the file', async (t) => {
  const folder = temporaryFolder(t)
  copyFileSync(executable, join(folder, 'tool'))
  const { status, stdout, stderr } = spawnSync(join(folder, 'tool'), ['--version'], { env: {}, encoding: 'utf8' })
  t.deepEqual([status, stdout, stderr], [0, `${version}\n`, ''])
})

test('it needs the C and C++ libraries of every Debian, and nothing else', (t) => {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  const needed = stdout.split('\n').flatMap((line) => /^\s*(?:\S*\/)?([\w+-]+\.so\.\d+)/.exec(line)?.[1] ?? [])
  t.true(needed.includes('libc.so.6'))
  for (const name of needed)
    t.regex(name, /^(linux-vdso|libc|libm|libdl|libpthread|libgcc_s|libstdc\+\+|ld-linux-[\w-]+)\.so\.\d$/)
})

test('neither NODE_OPTIONS nor a flag of Node changes it', async (t) => {
  const options = { NODE_OPTIONS: '--require /nonexistent --no-such-flag' }
  t.is((await runProcess(['--version'], { environment: options })).stdout, `${version}\n`)
  const { code, stderr } = await runProcess(['--eval', '0'])
  t.is(code, 64)
  t.regex(stderr, /--eval/)
})

test('units start the file itself, however it was found: by its path, from its folder, through a link, in PATH', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'bin'))
  symlinkSync(executable, join(folder, 'bin', 'rollcall'))
  t.is(await ownCommand(executable), executable)
  t.is(await ownCommand(`./${basename(executable)}`, {}, dirname(executable)), executable)
  t.is(await ownCommand(join(folder, 'bin', 'rollcall')), executable)
  const inPath = spawnSync('/bin/sh', ['-c', 'rollcall timer print'], {
    encoding: 'utf8',
    cwd: '/',
    env: { ...cleanEnvironment(), PATH: join(folder, 'bin') },
  })
  t.true(inPath.stdout.includes(`ExecStart=${executable} sync`))
})

test('a file in a path with spaces and signs is started by its units just so', async (t) => {
  const folder = join(temporaryFolder(t), 'a place of $mine')
  mkdirSync(folder)
  copyFileSync(executable, join(folder, 'rollcall'))
  t.is(await ownCommand(join(folder, 'rollcall')), `"${join(folder, 'rollcall')}"`)
})

test('a shell completes commands and users with it', async (t) => {
  const place = await workplace(t)
  t.is((await place.runProcess(['sync'])).code, 0)
  const folder = temporaryFolder(t)
  symlinkSync(executable, join(folder, 'rollcall'))
  const complete = (line: string) => `
    source <(rollcall completion bash)
    COMP_LINE='${line}' COMP_POINT=${line.length}; _rollcall rollcall "\${COMP_LINE##* }" ''
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const run = (line: string) =>
    spawnSync('/bin/bash', ['-c', complete(line)], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), PATH: folder, ROLLCALL_HOME: place.home.folder, ROLLCALL_GOOGLE: place.google.url },
    }).stdout.split('\n')
  t.true(run('rollcall sy').includes('sync'))
  t.true(run('rollcall users show ada').some((word) => word.startsWith('ada.lovelace')))
})

test('a synchronization is planned, committed, and leaves nothing to do', async (t) => {
  const place = await workplace(t, { setUp: false })
  t.is((await place.runProcess(['setup', '--key', place.keyFile, '--admin', place.google.admin])).code, 0)
  t.is((await place.runProcess(['plan', '--detailed-exitcode'])).code, 2)
  const { code, stderr } = await place.runProcess(['sync'])
  t.is(code, 0, stderr)
  t.is((await place.runProcess(['plan', '--detailed-exitcode'])).code, 0)
  const store: UserStore = JSON.parse(readFileSync(place.home.users, 'utf8'))
  t.is(store.revision, 1)
})

test('somebody signs in at its service, and is refused by the next request once the right is gone, which a thread of it reads', async (t) => {
  const place = await workplace(t)
  t.is((await place.runProcess(['sync'])).code, 0)
  const port = await freePort()
  await saveOAuthClient(place.home, place.google.oidc)
  await writeSettings(place.home, {
    administrator: place.google.admin,
    authentication: { clientId: place.google.oidc.clientId, host: 'localhost', port, instanceId: null },
  })
  const at = ['--home', place.home.folder, '--google', place.google.url]
  const serving = startProgram(executable, ['serve', '--listen', `127.0.0.1:${port}`, ...at], {
    env: { ...cleanEnvironment(), ...withoutNode },
  })
  t.teardown(() => serving.interrupt())
  await serving.find('stderr', /(ready)/)
  const browser = new Browser(`http://localhost:${port}`)
  t.is((await browser.get('/auth')).status, 401)
  t.is((await browser.signIn('ada.lovelace@example.com')).status, 302)
  t.is((await browser.get('/auth')).headers.get('remote-user'), 'ada.lovelace@example.com')
  const refused = await place.runProcess(['users', 'edit', 'ada.lovelace@example.com', '--privileges', 'none'])
  t.is(refused.code, 0, refused.stderr)
  t.is((await browser.get('/auth')).status, 403)
  serving.interrupt()
  t.is((await serving.ended).code, 130)
})
