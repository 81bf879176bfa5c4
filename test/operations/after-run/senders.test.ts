import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { callHeartbeat, callWebhook, sendMail } from '../../../source/operations/after-run/senders.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { listen } from '../../support/listen.ts'
import { mailServer, webServer } from '../../support/receivers.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type Workplace, workplace } from '../../support/workplace.ts'

const message = { subject: 'Rollcall example.com: sync failed', text: 'Why: ...', document: { text: 'sync failed' } }
const patience = { attempt: 400, pause: 1 }
const notify = { mailTo: ['admin@example.com', 'night@example.com'], mailFrom: null, smtp: null }
const organization = {
  domains: ['example.com'],
  admins: ['it@example.com'],
  users: [{ primaryEmail: 'it@example.com' }],
}

/** A server that takes connections and never says a word. */
async function silentServer(t: ExecutionContext): Promise<{ port: number; connections: () => number }> {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => sockets.push(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, connections: () => sockets.length }
}

test('a webhook, a monitor and a mail server that never answer are tried twice and given up', async (t) => {
  const { port, connections } = await silentServer(t)
  const url = `http://127.0.0.1:${port}/T0KEN`
  const late = { message: /^There was no answer within \d+ seconds\.$/ }
  await t.throwsAsync(callWebhook(url, message, patience), late)
  await t.throwsAsync(callHeartbeat(url, 'start', patience), late)
  const smtp = { host: '127.0.0.1', port, tls: false, user: null }
  await t.throwsAsync(sendMail(message, { ...notify, smtp }, null, { patience }))
  t.true(connections() <= 6)
})

test('a webhook that sends its answer without an end has answered', async (t) => {
  const hook = await webServer(t, (response) => void response.writeHead(200).write('.'))
  await t.notThrowsAsync(callWebhook(hook.url, message, { attempt: 10_000, pause: 1 }))
  t.is(hook.got.length, 1)
})

test("mail goes to the machine's own sendmail as one message to everybody, from the address that is set", async (t) => {
  const folder = temporaryFolder(t)
  const sendmail = join(folder, 'sendmail')
  writeFileSync(sendmail, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/args\ncat > ${folder}/message\n`)
  chmodSync(sendmail, 0o755)
  await sendMail(message, { ...notify, mailFrom: 'rollcall@example.com' }, null, { sendmail })
  t.deepEqual(readFileSync(join(folder, 'args'), 'utf8').trim().split('\n'), [
    ...['-i', '-f', 'rollcall@example.com', '--', 'admin@example.com', 'night@example.com'],
  ])
  const text = readFileSync(join(folder, 'message'), 'utf8')
  t.regex(text, /^Subject: Rollcall example\.com: sync failed$/m)
  t.regex(text, /^Auto-Submitted: auto-generated$/m)
  t.notRegex(text, /\r/)
})

test('a sendmail that hangs is ended, and one that refuses says why', async (t) => {
  const folder = temporaryFolder(t)
  const [hangs, refuses] = [join(folder, 'hangs'), join(folder, 'refuses')]
  writeFileSync(hangs, `#!/bin/sh\ntouch ${folder}/began\nexec sleep 600\n`)
  writeFileSync(refuses, '#!/bin/sh\necho "mail system is down" >&2\nexit 75\n')
  for (const path of [hangs, refuses]) chmodSync(path, 0o755)
  await t.throwsAsync(sendMail(message, notify, null, { sendmail: hangs, patience: { attempt: 3000, pause: 1 } }), {
    message: /no answer within/,
  })
  t.true(existsSync(join(folder, 'began')))
  await t.throwsAsync(sendMail(message, notify, null, { sendmail: refuses, patience: { attempt: 10_000, pause: 1 } }), {
    message: /mail system is down/,
  })
})

/** An authority of the test's own, and a certificate for these names. */
function trusted(folder: string, ...names: string[]) {
  const authority = makeCertificate({ name: 'Test Authority' })
  const { cert, key } = makeCertificate({ name: names[0] ?? '', names, issuer: authority })
  const path = join(folder, 'authority.pem')
  writeFileSync(path, authority.cert)
  return { cert, key, environment: { NODE_EXTRA_CA_CERTS: path } }
}

async function setUpMail(t: ExecutionContext, place: Workplace, smtp: string): Promise<void> {
  const file = join(place.folder, 'password')
  writeFileSync(file, 'a secret of bob\n')
  const flags = ['--notify-mail', 'admin@example.com', '--smtp', smtp, '--smtp-password', file]
  const { code, stderr } = await place.run(['setup', ...flags])
  t.is(code, 0, stderr)
}

for (const [way, scheme] of [
  ['implicit', 'smtps'],
  ['starttls', 'smtp'],
] as const) {
  test(`mail goes encrypted, with a login, to a server with TLS (${way}), and to none that is not trusted`, async (t) => {
    const place = await workplace(t, { organization })
    const { cert, key, environment } = trusted(place.folder, 'localhost')
    const { port, got } = await mailServer(t, 'bob', 'a secret of bob', { way, cert, key })
    await setUpMail(t, place, `${scheme}://bob@localhost:${port}`)
    const untrusted = await place.runProcess(['notify', 'test'])
    t.is(untrusted.code, 1)
    t.regex(untrusted.stdout, /^The mail was not sent\. The server's certificate is not trusted/m)
    t.is(got.length, 0)
    const sent = await place.runProcess(['notify', 'test'], { environment })
    t.is(sent.code, 0, sent.stdout + sent.stderr)
    t.like(got, [{ isEncrypted: true, to: ['admin@example.com'] }])
    await place.run(['setup', '--smtp', `${scheme}://eve@localhost:${port}`])
    const refused = await place.runProcess(['notify', 'test'], { environment })
    t.regex(refused.stdout, /rejected the user name or the password/)
    t.notRegex(refused.stdout + refused.stderr, /a secret of bob/)
  })
}

test('nothing goes to another machine in the clear', async (t) => {
  const { port, got } = await mailServer(t, 'bob', 'right')
  // This address leads here, and looks like another machine's.
  const smtp = { host: '0.0.0.0', port, tls: false, user: 'bob' }
  await t.throwsAsync(sendMail(message, { ...notify, smtp }, 'right', { patience: { attempt: 10_000, pause: 1 } }))
  t.is(got.length, 0)
})

test('webhooks and heartbeats go through the proxy of HTTPS_PROXY, and NO_PROXY excepts hosts', async (t) => {
  const place = await workplace(t, { organization })
  const { cert, key, environment } = trusted(place.folder, 'hooks.example.com', 'monitor.example.com')
  const got: string[] = []
  const server = createTlsServer({ cert, key }, (request, response) => {
    got.push(`${request.method} ${request.headers.host}${request.url}`)
    response.end('ok')
  })
  const behind = new URL((await listen(t, server)).replace(/^http:/, 'https:'))
  const asked: string[] = []
  const proxy = createServer().on('connect', (request, socket: Socket) => {
    asked.push(String(request.url))
    const onward = connect(Number(behind.port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    for (const one of [socket, onward]) one.on('error', () => undefined)
  })
  const proxied = { ...environment, HTTPS_PROXY: await listen(t, proxy) }
  await place.run(['setup', '--notify-on', 'always', '--webhook', 'https://hooks.example.com/T0KEN'])
  await place.run(['setup', '--heartbeat-url', 'https://monitor.example.com:8443/ping/uuid'])
  const through = await place.runProcess(['sync'], { environment: proxied })
  t.is(through.code, 0)
  t.notRegex(through.stderr, /Warning/)
  t.deepEqual([...new Set(asked)].sort(), ['hooks.example.com:443', 'monitor.example.com:8443'])
  t.deepEqual(got.sort(), [
    'POST hooks.example.com/T0KEN',
    'POST monitor.example.com:8443/ping/uuid',
    'POST monitor.example.com:8443/ping/uuid/start',
  ])
  const before = asked.length
  const around = await place.runProcess(['notify', 'test'], {
    environment: { ...proxied, NO_PROXY: 'example.com' },
  })
  t.is(around.code, 1)
  t.is(asked.length, before)
  t.notRegex(around.stdout + around.stderr, /T0KEN/)
})
