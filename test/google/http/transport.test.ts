import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import test, { type ExecutionContext } from 'ava'
import { createDirectory } from '../../../source/google/directory/directory.ts'
import { googleItself } from '../../../source/google/http/endpoint.ts'
import { createTransport } from '../../../source/google/http/transport.ts'
import { selfSignedCertificate } from '../../../source/simulator/openid/certificate.ts'
import type { Fault } from '../../../source/simulator/server/faults.ts'
import { Problem } from '../../../source/text/problem.ts'
import { listen } from '../../support/listen.ts'
import { directoryOf, optionsFor, quickLimits, simulate } from '../support/connect.ts'
import { smallOrganization } from '../support/small-organization.ts'

/** Sets environment variables for the length of a test; tests that do so run one after the other. */
function withEnvironment(t: ExecutionContext, variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name]
    process.env[name] = value
    t.teardown(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
}

test.serial('A redirection is never followed, so no credential reaches another address.', async (t) => {
  let visits = 0
  const elsewhere = await listen(
    t,
    createServer((_, answer) => {
      visits += 1
      answer.end('{}')
    }),
  )
  for (const call of ['token', 'users.list'] as const) {
    for (const status of [301, 302, 303, 307, 308]) {
      const fault: Fault = { call, status, headers: { location: `${elsewhere}/token` }, body: '' }
      const simulator = await simulate(t, { organization: smallOrganization, faults: [fault] })
      const problem = await t.throwsAsync(directoryOf(simulator).listUsers(), { instanceOf: Problem })
      t.is(problem?.code, 'notGoogle', `${call} ${status}`)
    }
  }
  t.is(visits, 0)
})

for (const call of ['token', 'users.list'] as const) {
  test.serial(`Cancelling ends a run at once while ${call} hangs.`, async (t) => {
    const simulator = await simulate(t, { organization: smallOrganization, faults: [{ call, hang: true }] })
    const end = new AbortController()
    const limits = { ...quickLimits, timeout: 60_000, patience: 600_000 }
    const users = directoryOf(simulator, { signal: end.signal, limits }).listUsers()
    const ended = t.throwsAsync(users, { instanceOf: Problem })
    while (!simulator.requests.some((request) => request.call === call)) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    end.abort()
    t.is((await ended)?.kind, 'interrupted')
  })
}

test.serial('Cancelling ends a run that waits before its next attempt, and one that has not begun.', async (t) => {
  const simulator = await simulate(t, {
    organization: smallOrganization,
    faults: [{ call: 'users.list', status: 503, times: 'always' }],
  })
  const end = new AbortController()
  const limits = { ...quickLimits, firstWait: 60_000, longestWait: 60_000, patience: 600_000 }
  const directory = directoryOf(simulator, { signal: end.signal, limits, onWait: () => end.abort() })
  t.is((await t.throwsAsync(directory.listUsers(), { instanceOf: Problem }))?.kind, 'interrupted')
  const late = directoryOf(simulator, { signal: end.signal })
  t.is((await t.throwsAsync(late.listUsers(), { instanceOf: Problem }))?.kind, 'interrupted')
})

test.serial('An answer that asks for more patience than there is fails at once and says how long.', async (t) => {
  for (const retryAfter of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
    const faults: Fault[] = [
      { call: 'users.list', status: 429, headers: { 'retry-after': retryAfter }, times: 'always' },
    ]
    const simulator = await simulate(t, { organization: smallOrganization, faults })
    const problem = await t.throwsAsync(directoryOf(simulator).listUsers(), { instanceOf: Problem })
    t.is(problem?.code, 'googleThrottles')
    t.is(problem?.kind, 'failed')
    const minutes = (Date.parse(`${problem?.facts.tryAgainAfter}Z`) - Date.now()) / 60_000
    t.true(minutes > 58 && minutes < 62, `${minutes}`)
    t.regex(problem?.remedy ?? '', /^Try again after \d{4}-\d\d-\d\d \d\d:\d\d UTC\./)
    t.is(simulator.requests.filter(({ call }) => call === 'users.list').length, 1)
  }
})

test.serial('A server that is not there is told as unreachable.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const options = optionsFor(simulator)
  await simulator.close()
  const problem = await t.throwsAsync(createDirectory(options).listUsers(), { instanceOf: Problem })
  t.is(problem?.code, 'googleUnreachable')
  t.is(problem?.facts.error, 'ECONNREFUSED')
})

test.serial('The environment can neither redirect a run to a stand-in nor make it print tokens.', async (t) => {
  let visits = 0
  const proxy = await listen(
    t,
    createServer((_, answer) => {
      visits += 1
      answer.end()
    }),
  )
  withEnvironment(t, {
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    https_proxy: proxy,
    http_proxy: proxy,
    NODE_USE_ENV_PROXY: '1',
    GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'evil.example',
    GOOGLE_SDK_NODE_LOGGING: '*',
    GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent.json',
    GOOGLE_CLOUD_QUOTA_PROJECT: 'elsewhere',
  })
  const written: string[] = []
  const write = process.stderr.write
  process.stderr.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0
  t.teardown(() => {
    process.stderr.write = write
  })
  const simulator = await simulate(t, { organization: smallOrganization })
  const lines: string[] = []
  t.is((await directoryOf(simulator, { onDetail: (line) => lines.push(line) }).listUsers()).length, 12)
  process.stderr.write = write
  t.is(visits, 0)
  t.deepEqual(written, [])
  t.notRegex(lines.join('\n'), /Bearer|ya29|assertion|eyJ/)
})

test.serial(
  'To Google itself a run goes through the proxy that the environment names, to Google by name.',
  async (t) => {
    const tunnels: string[] = []
    const proxy = createServer()
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '')
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    withEnvironment(t, {
      HTTPS_PROXY: await listen(t, proxy),
      NO_PROXY: '',
      no_proxy: '',
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'evil.example',
    })
    const simulator = await simulate(t, { organization: smallOrganization })
    const directory = createDirectory({ ...optionsFor(simulator), endpoint: googleItself })
    const problem = await t.throwsAsync(directory.listUsers(), { instanceOf: Problem })
    t.deepEqual([...new Set(tunnels)], ['oauth2.googleapis.com:443'])
    t.is(problem?.code, 'proxyRefuses')
  },
)

for (const [variable, value] of [
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_DEBUG', 'fs,http'],
  ['NODE_DEBUG', 'HTTPS'],
  ['NODE_DEBUG', 'h*p'],
  ['NODE_DEBUG', '*'],
] as const) {
  test.serial(`With ${variable}=${value} nothing is sent to Google, nor to what stands in for it.`, async (t) => {
    const simulator = await simulate(t, { organization: smallOrganization })
    withEnvironment(t, { [variable]: value, HTTPS_PROXY: 'http://127.0.0.1:1' })
    for (const endpoint of [googleItself, optionsFor(simulator).endpoint]) {
      const open = () => createDirectory({ ...optionsFor(simulator), endpoint })
      const problem = t.throws(open, { instanceOf: Problem })
      t.is(problem?.code, 'unsafeEnvironment')
      t.is(problem?.facts.variable, variable)
    }
  })
}

test.serial(
  'A proxy without a scheme is asked, with its user name and password, and NO_PROXY excepts hosts.',
  async (t) => {
    const asked: (string | undefined)[] = []
    const proxy = createServer()
    proxy.on('connect', (request, socket) => {
      asked.push(request.headers['proxy-authorization'])
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    const place = new URL(await listen(t, proxy)).host
    const simulator = await simulate(t, { organization: smallOrganization })
    const listUsers = () => createDirectory({ ...optionsFor(simulator), endpoint: googleItself }).listUsers()
    withEnvironment(t, { HTTPS_PROXY: `it:s3cret@${place}`, NO_PROXY: 'example.com', https_proxy: '', no_proxy: '' })
    const refused = await t.throwsAsync(listUsers, { instanceOf: Problem })
    t.is(refused?.code, 'proxyRefuses')
    t.is(asked[0], `Basic ${Buffer.from('it:s3cret').toString('base64')}`)
    t.notRegex(JSON.stringify([refused?.why, refused?.remedy, refused?.facts]), /s3cret/)
  },
)

test.serial('A proxy that cannot be reached, or used, is told as the fault with its variable.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const open = () => createDirectory({ ...optionsFor(simulator), endpoint: { ...googleItself, limits: quickLimits } })
  withEnvironment(t, {
    HTTPS_PROXY: '',
    https_proxy: '',
    all_proxy: '',
    ALL_PROXY: '127.0.0.1:1',
    NO_PROXY: '',
    no_proxy: '',
  })
  const unreachable = await t.throwsAsync(open().listUsers(), { instanceOf: Problem })
  t.is(unreachable?.code, 'proxyUnreachable')
  t.like(unreachable?.facts, { variable: 'ALL_PROXY', proxy: '127.0.0.1:1' })
  withEnvironment(t, { HTTPS_PROXY: 'socks5://user:s3cret@127.0.0.1:1' })
  const unusable = t.throws(open, { instanceOf: Problem })
  t.is(unusable?.facts.variable, 'HTTPS_PROXY')
})

test.serial('Nothing is sent to a host that is not Google’s, however it is spelled.', async (t) => {
  let tunnels = 0
  const proxy = createServer((_, answer) => {
    tunnels += 1
    answer.end()
  })
  proxy.on('connect', (_, socket) => {
    tunnels += 1
    socket.end()
  })
  withEnvironment(t, { HTTPS_PROXY: await listen(t, proxy), NO_PROXY: '', no_proxy: '' })
  const { client } = createTransport(googleItself, quickLimits)
  for (const url of [
    'http://admin.googleapis.com/',
    'https://admin.googleapis.com.evil.example/',
    'https://admin.googleapis.com@evil.example/',
    'https://admin.googleapis.com:8443/',
    'https://admin.googleapis.com./',
    'https://\u0430dmin.googleapis.com/',
    'https://evil.example\\@admin.googleapis.com/',
    'https://evil.example/?https://admin.googleapis.com/',
    'https://www.googleapis.com.',
    'https://googleapis.com/',
    'https://sub.admin.googleapis.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'ftp://admin.googleapis.com/',
  ]) {
    await t.throwsAsync(
      client.request({ url, headers: { authorization: 'Bearer token' } }),
      { message: /^Refused/ },
      url,
    )
  }
  t.is(tunnels, 0)
})

test.serial('A certificate that is not trusted is told as such, and not tried again.', async (t) => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = selfSignedCertificate(keys, 'oauth2.googleapis.com', Buffer.of(1), new Date())
  const inspector = createSecureServer({
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: certificate,
  })
  let tunnels = 0
  const proxy = createServer()
  proxy.on('connect', (_, socket) => {
    tunnels += 1
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    inspector.emit('connection', socket)
  })
  withEnvironment(t, { HTTPS_PROXY: await listen(t, proxy), NO_PROXY: '', no_proxy: '' })
  const simulator = await simulate(t, { organization: smallOrganization })
  const directory = createDirectory({ ...optionsFor(simulator), endpoint: googleItself })
  const problem = await t.throwsAsync(directory.listUsers(), { instanceOf: Problem })
  t.is(problem?.code, 'certificateNotTrusted')
  t.regex(problem?.remedy ?? '', /NODE_EXTRA_CA_CERTS/)
  t.is(tunnels, 1)
})
