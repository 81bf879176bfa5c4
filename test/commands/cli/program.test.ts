import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { nodeUnderTest } from '../../support/node-under-test.ts'
import { runInside } from '../../support/run-inside.ts'
import { cleanEnvironment, program, runProcess } from '../../support/run-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { workplace } from '../../support/workplace.ts'

test('the version is that of package.json', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const flag of ['--version', '-V']) t.is((await runProcess([flag])).stdout, `${version}\n`)
})

test('help lists the commands, examples and exit codes', async (t) => {
  const { code, stdout } = await runInside(['--help'])
  t.is(code, 0)
  for (const command of ['setup', 'groups', 'plan', 'sync', 'users', 'simulate'])
    t.true(stdout.includes(`  ${command}`))
  t.regex(stdout, /Examples:/)
  t.regex(stdout, /130 +interrupted/)
})

test('an unknown command is wrong usage, and a near one is named', async (t) => {
  const { code, stdout, stderr } = await runInside(['snyc'])
  t.is(code, 64)
  t.is(stdout, '')
  t.regex(stderr, /unknown command 'snyc' \(did you mean sync\?\)/)
})

test('wrong usage with --json is a problem document', async (t) => {
  const { code, stdout } = await runInside(['plan', '--json', '--nonsense'])
  t.is(code, 64)
  t.is(JSON.parse(stdout).problem.code, 'wrongUsage')
})

test('alone and without a terminal it says which commands to use', async (t) => {
  const { code, stderr } = await runInside([])
  t.is(code, 64)
  t.regex(stderr, /rollcall sync/)
})

test('a stand-in for Google elsewhere than on loopback is wrong usage', async (t) => {
  const { code } = await runInside(['plan', '--google', 'http://evil.example.com', '--home', temporaryFolder(t)])
  t.is(code, 64)
})

test('ROLLCALL_HOME and ROLLCALL_GOOGLE stand in for the flags', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const environment = { ROLLCALL_HOME: place.home.folder, ROLLCALL_GOOGLE: place.google.url }
  const { code, stdout } = await runInside(['plan'], { environment })
  t.is(code, 0)
  t.regex(stdout, /ursula\.becker/)
})

test('a reader that closes early is no failure', async (t) => {
  const place = await workplace(t, { flags: ['--all-users'] })
  const child = spawn(
    nodeUnderTest,
    [program, 'plan', '--all', '--home', place.home.folder, '--google', place.google.url],
    {
      env: cleanEnvironment(),
    },
  )
  child.stdout.destroy()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  t.is(code, 0)
  t.notRegex(stderr, /EPIPE|Error/)
})

test('an output that cannot be written is a problem', async (t) => {
  const place = await workplace(t, { setUp: false })
  const child = spawn(
    'sh',
    ['-c', `exec "${nodeUnderTest}" "${program}" users --home "${place.home.folder}" >/dev/full`],
    {
      env: cleanEnvironment(),
    },
  )
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  t.is(code, 1)
  t.regex(stderr, /outputFailed/)
})

test('an interrupt ends with 130 and changes nothing', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([{ call: 'users.list', hang: true, times: 'always' }])
  const child = spawn(nodeUnderTest, [program, 'sync', '--home', place.home.folder, '--google', place.google.url], {
    env: cleanEnvironment(),
  })
  const asked = setInterval(() => {
    if (place.google.requests.some((request) => request.path.endsWith('/users'))) child.kill('SIGINT')
  }, 20)
  const [code] = await once(child, 'close')
  clearInterval(asked)
  t.is(code, 130)
  t.false(existsSync(join(place.home.folder, 'users.json')))
})

test('SIGTERM ends the program by that signal', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([{ call: 'users.list', hang: true, times: 'always' }])
  const child = spawn(nodeUnderTest, [program, 'sync', '--home', place.home.folder, '--google', place.google.url], {
    env: cleanEnvironment(),
  })
  const asked = setInterval(() => {
    if (place.google.requests.some((request) => request.path.endsWith('/users'))) child.kill('SIGTERM')
  }, 20)
  const [code, signal] = await once(child, 'close')
  clearInterval(asked)
  t.deepEqual([code, signal], [null, 'SIGTERM'])
})

test('a home that cannot be made is a problem with a remedy and no stack trace', async (t) => {
  const { code, stderr } = await runProcess(['setup', '--auto-delete', '--home', join(program, 'home')])
  t.is(code, 1)
  t.regex(stderr, /Do:/)
  t.notRegex(stderr, /\n\s+at /)
})

test('the demo without a terminal shows setup, plan, result and second plan, and leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t)
  const { code, stdout } = await runProcess(['--demo'], { environment: { TMPDIR: folder, CI: 'true' } })
  t.is(code, 0)
  t.regex(stdout, /\$ rollcall setup --key/)
  t.regex(stdout, /Create 27 users, update 2, rename 3, delete 1; 1 archive folder with mail stays\./)
  t.regex(stdout, /Created 27 users/)
  t.regex(stdout, /Nothing to change\./)
  t.deepEqual(readdirSync(folder), [])
})

test('the demo refuses a home of its own', async (t) => {
  t.is((await runProcess(['--demo', '--home', temporaryFolder(t)])).code, 64)
})
