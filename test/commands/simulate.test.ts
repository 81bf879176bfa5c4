import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { runInside } from '../support/run-inside.ts'
import { cleanEnvironment, program } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('when it is ready it prints one line, answers, and an interrupt takes its key away', async (t) => {
  const child = spawn(nodeUnderTest, [program, 'simulate', '--users', '3', '--groups', '1'], {
    env: cleanEnvironment(),
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const ready: { url: string; keyFile: string; admin: string; oidc: object } = JSON.parse(line)
  t.deepEqual(Object.keys(ready), ['url', 'keyFile', 'admin', 'oidc'])
  t.true(existsSync(ready.keyFile))
  const home = join(temporaryFolder(t), 'home')
  const common = ['--home', home, '--google', ready.url]
  t.is((await runInside(['setup', '--key', ready.keyFile, '--admin', ready.admin, ...common])).code, 0)
  t.regex((await runInside(['plan', ...common])).stdout, /Create 3 users\./)
  child.kill('SIGINT')
  const [code] = await once(child, 'close')
  t.is(code, 130)
  t.false(existsSync(ready.keyFile))
})

test('an org file that cannot be used exits with 65', async (t) => {
  const file = join(temporaryFolder(t), 'org.json')
  writeFileSync(file, '{"users": 3}')
  const { code, stderr } = await runInside(['simulate', '--org', file])
  t.is(code, 65)
  t.regex(stderr, /simulatorInput/)
})

test('an org file and a size contradict each other', async (t) => {
  t.is((await runInside(['simulate', '--org', 'org.json', '--users', '3'])).code, 64)
})

test('a TMPDIR in which the key cannot be laid down is named', async (t) => {
  const environment = { TMPDIR: '/nowhere' }
  const refused = await runInside(['simulate'], { environment })
  t.is(refused.code, 64)
  t.regex(refused.stderr, /TMPDIR names \/nowhere, which doesn't exist/)
})
