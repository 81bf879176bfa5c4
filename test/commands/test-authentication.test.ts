import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { directoryIdFor } from '../../source/simulator/organization/organization.ts'
import { tokenRefusals } from '../google/openid/support/token-refusals.ts'
import { freePort } from '../support/free-port.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program, type Run } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'

const ada = 'ada@example.com'
const eve = 'eve@second.example'
const organization = {
  domains: ['example.com', 'second.example'],
  admins: ['admin@example.com'],
  users: ['admin@example.com', ada, 'bob@example.com', eve].map((primaryEmail) => ({
    primaryEmail,
    name: { fullName: 'Ada' },
  })),
}

/** A workplace whose sign-in is set up for localhost, with ada and an integrated user in the store. */
async function signInPlace(t: ExecutionContext): Promise<Workplace & { port: number }> {
  const users = [
    user(ada, { directoryId: directoryIdFor(ada) }),
    user('bob@example.com', { directoryId: directoryIdFor('bob@example.com'), privileges: ['none'] }),
    user(eve, { directoryId: directoryIdFor(eve) }),
    integrated('desk'),
  ]
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
  const port = await freePort()
  const { clientId, clientSecret } = place.google.oidc
  const file = join(place.home.folder, 'client.json')
  await writeFile(file, JSON.stringify({ web: { client_id: clientId, client_secret: clientSecret } }))
  const run = await place.run(['setup', '--oauth-client', file, '--host', 'localhost', '--port', String(port)])
  t.is(run.code, 0, run.stderr)
  t.true(run.stderr.includes(`http://localhost:${port}/oidc/signin`))
  t.notRegex(run.stdout + run.stderr, new RegExp(clientSecret))
  return { ...place, port }
}

/** A test that is running: the address it asks to open, its input, and how it ends. */
async function start(
  place: Workplace,
  args: string[],
): Promise<{ address: string; type: (line: string) => void; ended: Promise<Run> }> {
  const child = spawn(nodeUnderTest, [
    program,
    '--home',
    place.home.folder,
    '--google',
    place.google.url,
    'test-authentication',
    ...args,
  ])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  const ended = new Promise<Run>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
  )
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (data) => {
      stderr += data
      const found = /^Open: (\S+)$/m.exec(stderr)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => reject(new Error(stderr)))
  })
  return { address, type: (line) => child.stdin.write(`${line}\n`), ended }
}

/** Signs in as a browser would, up to the address that it is sent back to. */
async function signIn(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

test('the program receives the browser itself, whatever else calls there', async (t) => {
  const place = await signInPlace(t)
  const running = await start(place, [ada, '--listen', '--json'])
  const query = new URL(running.address).searchParams
  t.is(query.get('code_challenge_method'), 'S256')
  t.is(query.get('login_hint'), ada)
  t.is(query.get('hd'), 'example.com')
  const origin = `http://localhost:${place.port}`
  t.is((await fetch(`${origin}/favicon.ico`)).status, 404)
  t.is((await fetch(`${origin}/oidc/signin`, { method: 'POST', body: 'x' })).status, 405)
  t.is((await fetch(`${origin}/oidc/signin?code=x&state=wrong`)).status, 400)
  const back = await signIn(running.address)
  t.is((await fetch(back)).status, 200)
  const { code, stdout, stderr } = await running.ended
  t.is(code, 0, stderr)
  const result = JSON.parse(stdout)
  t.like(result, {
    passed: true,
    isChosenUser: true,
    mayLogOn: true,
    signedIn: { address: ada, id: directoryIdFor(ada) },
  })
  for (const secret of [new URL(back).searchParams.get('code'), place.google.oidc.clientSecret])
    t.false((stdout + stderr).includes(secret ?? ''))
})

test('a pasted address is taken, after wrong ones that are each explained', async (t) => {
  const place = await signInPlace(t)
  const running = await start(place, [ada])
  const back = new URL(await signIn(running.address))
  running.type('https://elsewhere.example/oidc/signin?code=x&state=y')
  running.type(back.href.replace(/state=[^&]+/, 'state=another'))
  running.type(back.href.slice(0, back.href.indexOf('code=')))
  running.type(running.address)
  running.type(back.href)
  const { code, stdout, stderr } = await running.ended
  t.is(code, 0, stderr)
  t.regex(stdout, /The sign-in works\./)
  for (const problem of ['redirectElsewhere', 'redirectOtherState', 'redirectCut', 'redirectNotYet'])
    t.true(stderr.includes(problem), problem)
})

test('a code that was used, an end without an address, and a refusal each end the test with their own problem', async (t) => {
  const place = await signInPlace(t)
  const first = await start(place, [ada])
  const back = await signIn(first.address)
  first.type(back)
  t.is((await first.ended).code, 0)
  const second = await place.run(['test-authentication', ada], { input: `${back}\n` })
  t.is(second.code, 65)
  t.regex(second.stderr, /redirectOtherState/)
  const refused = await start(place, [ada])
  const state = new URL(refused.address).searchParams.get('state')
  refused.type(`http://localhost:${place.port}/oidc/signin?error=access_denied&state=${state}`)
  const run = await refused.ended
  t.not(run.code, 0)
  t.regex(run.stderr, /accessDenied|denied/i)
})

for (const [mode, problem] of Object.entries(tokenRefusals)) {
  test(`an id token that is ${mode} is refused with a problem of its own`, async (t) => {
    const place = await signInPlace(t)
    place.google.update((now) => {
      now.idToken = mode as keyof typeof tokenRefusals
    })
    const running = await start(place, [ada, '--json'])
    running.type(await signIn(running.address))
    const { code, stdout } = await running.ended
    t.is(code, 1)
    t.is(JSON.parse(stdout).problem.code, problem)
  })
}

test('two tests at once: each takes its own address and waits on when it gets the other one', async (t) => {
  const place = await signInPlace(t)
  const [one, two] = await Promise.all([start(place, [ada]), start(place, [ada])])
  const [backOne, backTwo] = await Promise.all([signIn(one.address), signIn(two.address)])
  one.type(backTwo)
  two.type(backOne)
  one.type(backOne)
  two.type(backTwo)
  for (const { code, stderr } of await Promise.all([one.ended, two.ended])) {
    t.is(code, 0, stderr)
    t.true(stderr.includes('redirectOtherState'))
  }
})

test('the result says when another person signed in, and when the user may not log on', async (t) => {
  const place = await signInPlace(t)
  const other = await start(place, [ada, '--json'])
  const address = new URL(other.address)
  address.searchParams.set('login_hint', 'bob@example.com')
  other.type(await signIn(address.href))
  const run = await other.ended
  t.is(run.code, 1)
  t.like(JSON.parse(run.stdout), { passed: false, isChosenUser: false, problem: { code: 'wrongAccount' } })
  const bob = await start(place, ['bob@example.com', '--json'])
  bob.type(await signIn(bob.address))
  t.is(JSON.parse((await bob.ended).stdout).problem.code, 'mayNotLogOn')
})

test('a new account under the address of a user is refused: the id is not the one of the user', async (t) => {
  const place = await signInPlace(t)
  place.google.update(({ users }) => {
    const account = users.find(({ primaryEmail }) => primaryEmail === ada)
    if (account !== undefined) account.id = '999000000000000000001'
  })
  const running = await start(place, [ada, '--json'])
  running.type(await signIn(running.address))
  const { code, stdout } = await running.ended
  t.is(code, 1)
  t.like(JSON.parse(stdout), { passed: false, isChosenUser: false, problem: { code: 'accountReplaced' } })
})

test('a user of a second domain is asked for in that domain, and signs in', async (t) => {
  const place = await signInPlace(t)
  const running = await start(place, [eve, '--json'])
  t.is(new URL(running.address).searchParams.get('hd'), 'second.example')
  running.type(await signIn(running.address))
  const { code, stdout } = await running.ended
  t.is(code, 0, stdout)
})

test('a port in use is said plainly, an integrated user does not sign in with Google, nothing set up is said', async (t) => {
  const place = await signInPlace(t)
  const server = createServer().listen(place.port, 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const busy = await place.run(['test-authentication', ada, '--listen'])
  t.is(busy.code, 1)
  t.regex(busy.stderr, /in use[\s\S]*web access/)
  t.is((await place.run(['test-authentication', 'desk'])).code, 65)
  const bare = await workplace(t, { organization })
  t.regex((await bare.run(['test-authentication', ada])).stderr, /not set up/)
})

test('a host that Google would not register is refused before anything is saved', async (t) => {
  const place = await signInPlace(t)
  const before = await readFile(place.home.settings, 'utf8')
  for (const host of ['archive.local', '192.0.2.1', 'archive', '*.example.com', 'https://archive.example.com']) {
    const run = await place.run(['setup', '--host', host, '--auto-delete'])
    t.is(run.code, 64, host)
  }
  t.is(await readFile(place.home.settings, 'utf8'), before)
  const run = await place.run(['setup', '--host', 'archive.example.com', '--port', '443', '--instance', 'acme'])
  t.true(run.stderr.includes('https://archive.example.com/acme/oidc/signin'))
  t.regex(run.stderr, /IMAP/)
})
