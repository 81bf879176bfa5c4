import { writeFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createServer, type TlsOptions } from 'node:tls'
import test, { type ExecutionContext } from 'ava'
import { googleItself } from '../../../source/google/http/endpoint.ts'
import { checkSignIn } from '../../../source/operations/sign-in-check/check-sign-in.ts'
import { saveOAuthClient } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { type MadeCertificate, makeCertificate } from '../../support/certificates.ts'
import { freePort } from '../../support/free-port.ts'
import { runProcess } from '../../support/run-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const host = 'archive.example.com'
const clientId = '1234-abc.apps.googleusercontent.com'

/** A home whose archive stands under this name and port. */
async function homeFor(t: ExecutionContext, address: { host?: string; port: number; instanceId?: string | null }) {
  const home = openHome(join(temporaryFolder(t), 'home'))
  await saveOAuthClient(home, { clientId, clientSecret: 'GOCSPX-a-secret-of-the-test' })
  await writeSettings(home, { authentication: { clientId, host, instanceId: null, ...address } })
  return home
}

/** Listens on loopback, and returns the port. */
async function listen(t: ExecutionContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

const secure = (t: ExecutionContext, options: TlsOptions) => {
  const server = createServer(options, (socket) => socket.on('error', () => undefined))
  server.on('tlsClientError', () => undefined)
  return listen(t, server)
}

type Address = { host?: string; port: number; instanceId?: string | null }

async function check(t: ExecutionContext, address: Address, lookup = async () => ['127.0.0.1']) {
  const home = await homeFor(t, address)
  const context = {
    home,
    google: googleItself,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onDetail: () => undefined,
  }
  const report = await checkSignIn(context, undefined, lookup)
  const stage = (id: string) => report.stages.find((one) => one.id === id)
  return {
    ...report,
    stage,
    /** The stages that failed, with their codes. */
    failures: report.stages.flatMap(({ id, problem }) => (problem === null ? [] : [`${id} ${problem.code}`])),
    state: (id: string) => stage(id)?.state,
  }
}

const leaf = (names: readonly string[], more: { from?: number; until?: number; issuer?: MadeCertificate } = {}) =>
  makeCertificate({ name: names[0] ?? '', names, ...more })

test('a certificate that signed itself fits its name and its dates, and is not trusted', async (t) => {
  const port = await secure(t, leaf([host]))
  const found = await check(t, { port })
  t.deepEqual(found.failures, ['certificateChain archiveCertificateUntrusted'])
  t.regex(found.stage('certificateChain')?.problem?.why ?? '', /signed by itself/)
  t.regex(found.stage('certificateDates')?.detail ?? '', /^until \d{4}-\d\d-\d\d, 29 days left$/)
  t.is(found.stage('redirectUri')?.detail, `https://${host}:${port}/oidc/signin`)
  t.is(found.stage('port')?.detail, `${port} on 127.0.0.1`)
  t.false(found.passed)
})

test('a certificate that ends within two weeks is said to need renewal', async (t) => {
  const port = await secure(t, leaf([host], { until: 5 }))
  const found = await check(t, { port })
  t.regex(found.stage('certificateDates')?.detail ?? '', /4 days left: renew it now$/)
})

test('a certificate that has expired, or is not valid yet, says so and when', async (t) => {
  const expired = await check(t, { port: await secure(t, leaf([host], { from: -20, until: -2 })) })
  t.deepEqual(expired.failures, ['certificateDates certificateExpired'])
  t.is(expired.state('certificateChain'), 'notReached')
  const early = await check(t, { port: await secure(t, leaf([host], { from: 2 })) })
  t.deepEqual(early.failures, ['certificateDates certificateNotYetValid'])
})

test('a certificate for another name names those that it is for', async (t) => {
  const found = await check(t, { port: await secure(t, leaf(['www.example.com', '*.example.org'])) })
  t.true(found.failures.includes('certificateName certificateWrongName'))
  t.is(found.stage('certificateName')?.problem?.facts.names, 'www.example.com, *.example.org')
})

test('a wildcard fits one label, and no more', async (t) => {
  const port = await secure(t, leaf(['*.example.com']))
  t.is((await check(t, { port })).state('certificateName'), 'passed')
  t.is((await check(t, { port, host: 'mail.archive.example.com' })).state('certificateName'), 'failed')
})

test('a server that leaves out the intermediate certificate is told to send the full chain', async (t) => {
  const root = makeCertificate({ name: 'Root' })
  const between = makeCertificate({ name: 'Between', issuer: root })
  const found = await check(t, { port: await secure(t, leaf([host], { issuer: between })) })
  t.deepEqual(found.failures, ['certificateChain archiveCertificateUntrusted'])
  const problem = found.stage('certificateChain')?.problem
  t.regex(problem?.why ?? '', /intermediate certificate/)
  t.is(problem?.facts.issuer, 'certificate by Between')
  t.regex(problem?.remedy ?? '', /fullchain\.pem/)
})

test('a port on which nothing listens is told, and the certificate is not reached', async (t) => {
  const port = await freePort()
  const found = await check(t, { port })
  t.deepEqual(found.failures, ['port portNotAnswering'])
  t.regex(found.stage('port')?.problem?.why ?? '', /Nothing listens there\.$/)
  t.is(found.state('https'), 'notReached')
})

test('one address that answers is enough, and the silent one is named', async (t) => {
  const port = await secure(t, leaf([host]))
  const found = await check(t, { port }, async () => ['127.0.0.1', '127.0.0.9'])
  t.is(found.state('port'), 'passed')
  t.regex(found.stage('port')?.detail ?? '', /on 127\.0\.0\.1; no answer on 127\.0\.0\.9$/)
})

test('a port that speaks plain HTTP, or hangs up, is told from one with HTTPS', async (t) => {
  const plain = await check(t, {
    port: await listen(
      t,
      createPlainServer((_request, response) => response.end()),
    ),
  })
  t.deepEqual(plain.failures, ['https httpsNotAnswering'])
  const mute = await check(t, {
    port: await listen(
      t,
      createSocketServer((socket) => socket.destroy()),
    ),
  })
  t.deepEqual(mute.failures, ['https httpsNotAnswering'])
})

test('a name without an address is told apart from a name server that does not answer', async (t) => {
  for (const [code, words] of [
    ['ENOTFOUND', /No name server knows it/],
    ['EAI_AGAIN', /name server did not answer/],
  ] as const) {
    const found = await check(t, { port: 443 }, async () => {
      throw Object.assign(new Error('getaddrinfo'), { code })
    })
    t.deepEqual(found.failures, ['name hostNotFound'], code)
    t.regex(found.stage('name')?.problem?.why ?? '', words)
    t.is(found.state('port'), 'notReached')
  }
})

test('a host that Google would not register is told by the ending, whatever answers there', async (t) => {
  const found = await check(t, { host: 'archive.corp', port: await freePort() })
  t.deepEqual(found.failures, ['publicSuffix hostNotPublic', 'port portNotAnswering'])
  t.is(found.state('redirectUri'), 'passed')
})

test('a redirect URI with an instance ID has the registered form', async (t) => {
  const found = await check(t, { port: 443, instanceId: 'acme' }, async () => [])
  t.is(found.stage('redirectUri')?.detail, `https://${host}/acme/oidc/signin`)
})

test('localhost needs neither a public name nor a certificate', async (t) => {
  const port = await listen(
    t,
    createPlainServer((_request, response) => response.end()),
  )
  const found = await check(t, { host: 'localhost', port })
  t.deepEqual(found.failures, [])
  t.true(found.passed)
})

/** Takes the place of the system's look-up in the program that is run. */
const lookupHook = `import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
dns.promises.lookup = async () => [{ address: '127.0.0.1', family: 4 }]
syncBuiltinESMExports()
`

test('the program trusts an authority of NODE_EXTRA_CA_CERTS, and says that browsers must know it too', async (t) => {
  const authority = makeCertificate({ name: 'Example Ltd CA' })
  const { cert, key } = leaf([host], { issuer: authority })
  const port = await secure(t, { cert, key })
  const home = await homeFor(t, { port })
  const [hook, ca] = [join(home.folder, 'hook.mjs'), join(home.folder, 'ca.pem')]
  writeFileSync(hook, lookupHook)
  writeFileSync(ca, authority.cert)
  const run = (environment: NodeJS.ProcessEnv, ...args: string[]) =>
    runProcess(['--home', home.folder, 'check', '--sign-in', ...args], {
      environment: { NODE_OPTIONS: `--import ${hook}`, ...environment },
    })
  const trusted = await run({ NODE_EXTRA_CA_CERTS: ca })
  t.is(trusted.code, 0, trusted.stdout + trusted.stderr)
  t.regex(trusted.stdout, /^ok {4}The certificate is trusted: by an authority of your own/m)
  t.regex(trusted.stdout, /^Browsers can reach the sign-in\.$/m)
  const unknown = await run({}, '--json')
  t.is(unknown.code, 1)
  const document = JSON.parse(unknown.stdout)
  t.deepEqual(Object.keys(document), ['passed', 'redirectUri', 'stages', 'problem'])
  t.is(document.problem.code, 'archiveCertificateUntrusted')
  t.false(document.passed)
})

test('without a sign-in the check says how to set it up', async (t) => {
  const home = openHome(join(temporaryFolder(t), 'home'))
  await writeSettings(home, { administrator: 'it@example.com' })
  const { code, stdout } = await runProcess(['--home', home.folder, 'check', '--sign-in'])
  t.is(code, 1)
  t.regex(stdout, /^FAIL {2}The sign-in is set up\n(.*\n)+? {6,}.*rollcall setup --oauth-client/m)
})
