import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import * as z from 'zod'
import { runSimulator, type SimulatorCommand } from '../../source/simulator/command.ts'
import { SimulatorInputError } from '../../source/simulator/simulator-input-error.ts'
import { SimulatorStartError } from '../../source/simulator/simulator-start-error.ts'

const readyLine = z.strictObject({
  url: z.string(),
  keyFile: z.string(),
  admin: z.string(),
  oidc: z.strictObject({ clientId: z.string(), clientSecret: z.string() }),
})

async function run(t: ExecutionContext, options: Partial<SimulatorCommand> = {}) {
  const controller = new AbortController()
  const output = { stdout: '', stderr: '' }
  let isReady: (line: string) => void = () => {}
  const line = new Promise<string>((resolve) => {
    isReady = resolve
  })
  const ended = runSimulator({
    users: 3,
    groups: 1,
    verbose: false,
    signal: controller.signal,
    onReady: async (text) => {
      output.stdout += text
      isReady(text)
    },
    stderr: {
      write: (text) => {
        output.stderr += text
      },
    },
    ...options,
  })
  const end = async () => {
    controller.abort()
    await ended
  }
  t.teardown(() => end().catch(() => {}))
  const first = await Promise.race([line, ended.then(() => 'ended early')])
  return { ready: readyLine.parse(JSON.parse(first)), output, end }
}

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'rollcall-test-'))
  t.teardown(() => rm(path, { recursive: true }))
  return path
}

test('one JSON line says where it is, and the key file is for its owner only', async (t) => {
  const { ready, output, end } = await run(t)
  t.is(output.stdout.trim().split('\n').length, 1)
  t.regex(ready.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.is(ready.admin, 'admin@example.com')
  t.is((await stat(ready.keyFile)).mode & 0o777, 0o600)
  t.regex(await readFile(ready.keyFile, 'utf8'), /"type": "service_account"/)
  await end()
  await t.throwsAsync(stat(ready.keyFile), { code: 'ENOENT' })
  await t.throwsAsync(fetch(ready.url))
})

test('under verbose each request is one line that hides what is secret', async (t) => {
  const { ready, output } = await run(t, { verbose: true })
  await fetch(`${ready.url}/admin/directory/v1/users?customer=my_customer&access_token=very-secret`)
  await fetch(`${ready.url}/nowhere%0Aelse`)
  const [first = '', second = ''] = output.stderr.split('\n')
  t.regex(
    first,
    /^\d\d:\d\d:\d\d\.\d{3} GET \/admin\/directory\/v1\/users\?customer=my_customer&access_token=\.\.\. 401 users\.list \d+ ms$/,
  )
  t.regex(second, / 404 unknown path /)
  t.false(output.stderr.includes('very-secret'))
})

test('a named key file stays, is renewed, and never replaces another file', async (t) => {
  const keyOut = join(await folder(t), 'key.json')
  for (let round = 0; round < 2; round += 1) {
    const { ready, end } = await run(t, { keyOut })
    t.is(ready.keyFile, keyOut)
    await end()
  }
  t.is((await stat(keyOut)).mode & 0o777, 0o600)
  await writeFile(keyOut, 'something precious')
  await t.throwsAsync(run(t, { keyOut }), { instanceOf: SimulatorInputError, message: /not overwritten/ })
  t.is(await readFile(keyOut, 'utf8'), 'something precious')
})

test('org and faults files are read, and what is wrong with them is said', async (t) => {
  const at = await folder(t)
  const org = join(at, 'org.json')
  const faults = join(at, 'faults.json')
  const size = { users: undefined, groups: undefined }
  await writeFile(
    org,
    JSON.stringify({ domains: ['a.test'], admins: ['x@a.test'], users: [{ primaryEmail: 'x@a.test' }] }),
  )
  await writeFile(faults, '[{"call":"users.list","status":503}]')
  const { ready } = await run(t, { ...size, org, faults })
  t.is(ready.admin, 'x@a.test')
  t.is((await fetch(`${ready.url}/admin/directory/v1/users`)).status, 503)
  t.is((await fetch(`${ready.url}/admin/directory/v1/users`)).status, 401)
  await t.throwsAsync(run(t, { ...size, org: join(at, 'none.json') }), { instanceOf: SimulatorInputError })
  await t.throwsAsync(run(t, { ...size, org: faults }), { instanceOf: SimulatorInputError })
  await t.throwsAsync(run(t, { faults: org }), { instanceOf: SimulatorInputError })
  await t.throwsAsync(run(t, { org }), { instanceOf: SimulatorInputError, message: /either/ })
})

test('a port in use is said plainly', async (t) => {
  const { ready } = await run(t)
  await t.throwsAsync(run(t, { port: Number(new URL(ready.url).port) }), {
    instanceOf: SimulatorStartError,
    message: /port \d+ is in use/,
  })
})

test("without a size or a file it is the demo's organization", async (t) => {
  const { ready } = await run(t, { users: undefined, groups: undefined })
  t.is(ready.admin, 'admin@example.com')
})
