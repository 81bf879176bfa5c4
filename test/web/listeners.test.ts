import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import test from 'ava'
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { homeToServe, serve } from './support/serve.ts'
import { servicePlace } from './support/service.ts'

const host = 'archive.example.com'

type Answer = { status: number; body: string }

function send(options: RequestOptions & { ca?: string; servername?: string }, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const read = (answer: IncomingMessage): void => {
      let text = ''
      answer.on('data', (data) => {
        text += data
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
    }
    const sent = options.ca === undefined ? request(options, read) : secureRequest(options, read)
    sent.on('error', reject)
    sent.end(body)
  })
}

const ask = (port: number, path: string) => send({ host: '127.0.0.1', port, path, agent: false })

/** The certificate that a new connection is shown. */
function shown(port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername: host, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

const put = (paths: { cert: string; key: string }, { cert, key }: MadeCertificate): void => {
  writeFileSync(paths.cert, cert)
  writeFileSync(paths.key, key, { mode: 0o600 })
}
const made = (name: string) => makeCertificate({ name, names: [host] })

test('a renewed certificate is served after SIGHUP, and half of a renewal changes nothing', async (t) => {
  const port = await freePort()
  const place = await homeToServe(t, { host, port })
  const paths = { cert: join(place.folder, 'full.pem'), key: join(place.folder, 'key.pem') }
  const [first, second] = [made('first'), made('second')]
  put(paths, first)
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`, '--tls-cert', paths.cert, '--tls-key', paths.key])
  await serving.logged(/ready on 127\.0\.0\.1/)
  const page = await send({ host: '127.0.0.1', port, path: '/signin', ca: first.cert, servername: host })
  t.is(page.status, 200)
  t.is((await shown(port)).subject.CN, 'first')

  writeFileSync(paths.cert, second.cert)
  serving.signal('SIGHUP')
  await serving.logged(/failed reason=certificateUnusable/)
  t.is((await shown(port)).subject.CN, 'first')
  writeFileSync(paths.cert, second.cert.slice(0, 100))
  t.is((await shown(port)).subject.CN, 'first')

  put(paths, second)
  serving.signal('SIGHUP')
  await serving.logged(/reloaded certificate/)
  t.is((await shown(port)).subject.CN, 'second')
})

test('a renewed certificate is found without being told', async (t) => {
  const folder = temporaryFolder(t)
  const paths = { cert: join(folder, 'full.pem'), key: join(folder, 'key.pem') }
  put(paths, made('first'))
  const { port, events } = await servicePlace(t, { certificate: paths })
  t.is((await shown(port)).subject.CN, 'first')
  put(paths, made('second'))
  while (!events.some(({ event, detail }) => event === 'reloaded' && detail === 'certificate'))
    await new Promise((resolve) => setTimeout(resolve, 10))
  t.is((await shown(port)).subject.CN, 'second')
})

test('a Unix socket has its mode and its group, and tells the address of a client only with --trust-proxy unix', async (t) => {
  const place = await homeToServe(t, { port: 8462 })
  const socketPath = join(place.folder, 'http.sock')
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim()
  const listen = `unix:${socketPath},mode=0620,group=${group}`
  const wrongPassword = () =>
    send(
      {
        socketPath,
        path: '/signin/password',
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'http://localhost:8462',
          'x-forwarded-for': '192.0.2.7',
        },
      },
      'name=sally&password=wrong',
    )
  const trusting = serve(t, place, ['--listen', listen, '--trust-proxy', 'unix'])
  await trusting.logged(/ready on unix:/)
  const facts = statSync(socketPath)
  t.is(facts.mode & 0o777, 0o620)
  t.is(facts.gid, process.getgid?.() ?? -1)
  t.is((await wrongPassword()).status, 401)
  await trusting.logged(/refused .*from=192\.0\.2\.7/)

  // A second service leaves the socket of a living one alone; a dead one's is replaced.
  const second = serve(t, place, ['--listen', listen])
  t.is((await second.ended).code, 1)
  t.regex((await second.ended).stderr, /cannotServe/)
  trusting.signal('SIGKILL')
  await trusting.ended
  const other = serve(t, place, ['--listen', listen])
  await other.logged(/ready on unix:/)
  t.is((await wrongPassword()).status, 401)
  t.notRegex(await other.logged(/refused .*/), /from=/)
})

test('health, metrics and mail tokens are on the status address alone', async (t) => {
  const [port, status] = [await freePort(), await freePort()]
  const place = await homeToServe(t, { port })
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`, '--status', `127.0.0.1:${status}`])
  await serving.logged(/ready on/)
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    t.is((await ask(status, path)).status, 200, path)
    t.is((await ask(port, path)).status, 404, path)
  }
  const introspect = (at: number) =>
    send({ host: '127.0.0.1', port: at, path: '/introspect', method: 'POST' }, 'token=x')
  t.is((await introspect(status)).status, 401)
  t.is((await introspect(port)).status, 404)
  for (const path of ['/', '/signin', '/auth']) t.is((await ask(status, path)).status, 404, path)
  t.regex((await ask(status, '/metrics')).body, /^rollcall_users\{instance=""\} 2$/m)
})

test('the service tells the same figures of the syncs, by the same names, as the metrics file', async (t) => {
  const [port, status] = [await freePort(), await freePort()]
  const place = await homeToServe(t, { port })
  const file = join(place.folder, 'rollcall.prom')
  await place.run(['setup', '--metrics-file', file])
  await place.run(['sync'])
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`, '--status', `127.0.0.1:${status}`])
  await serving.logged(/ready on/)
  const { body } = await ask(status, '/metrics')
  const figures = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^rollcall_/.test(line))
  t.true(figures.length > 8)
  for (const figure of figures) {
    const [, name = '', labels, value = ''] = /^(\w+)(?:\{(.*)\})? (.*)$/.exec(figure) ?? []
    const here = `${name}{instance=""${labels === undefined ? '' : `,${labels}`}} ${value}`
    t.true(body.split('\n').includes(here), here)
  }
  t.regex(body, /^rollcall_sync_requests\{instance=""\} [1-9]/m)
})

test('systemd is told when the service is ready and when it stops, with the number of its process', async (t) => {
  const port = await freePort()
  const place = await homeToServe(t, { port })
  const bin = temporaryFolder(t)
  const told = join(bin, 'told')
  writeFileSync(join(bin, 'systemd-notify'), `#!/bin/sh\necho "$@" >> '${told}'\n`)
  chmodSync(join(bin, 'systemd-notify'), 0o755)
  const environment = { PATH: `${bin}:${process.env.PATH}`, NOTIFY_SOCKET: join(bin, 'socket') }
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`], { environment })
  await serving.logged(/ready on/)
  const { pid } = JSON.parse(readFileSync(join(place.home.folder, 'service.json'), 'utf8'))
  serving.signal('SIGTERM')
  const { signal, stderr } = await serving.ended
  t.is(signal, 'SIGTERM', stderr)
  t.deepEqual(readFileSync(told, 'utf8').trimEnd().split('\n'), [`--pid=${pid} READY=1`, `--pid=${pid} STOPPING=1`])
})

test('sockets that systemd opened are served by their names', async (t) => {
  const [main, status] = [createServer(), createServer()]
  const ports: number[] = []
  for (const server of [main, status]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const address = server.address()
    ports.push(typeof address === 'object' && address !== null ? address.port : 0)
    t.teardown(() => server.close())
  }
  const [port = 0, statusPort = 0] = ports
  const place = await homeToServe(t, { port })
  const sockets = { status: descriptorOf(status), http: descriptorOf(main) }
  const serving = serve(t, place, [], { sockets })
  await serving.logged(new RegExp(`ready on 127\\.0\\.0\\.1:${port} and 127\\.0\\.0\\.1:${statusPort}$`))
  // Only the service takes connections from now on.
  for (const server of [main, status]) server.close()
  t.is((await ask(port, '/signin')).status, 200)
  t.is((await ask(statusPort, '/healthz')).status, 200)
})

test('a socket of systemd that others reach is not served without a certificate', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', () => resolve()))
  t.teardown(() => server.close())
  const place = await homeToServe(t, { port: 8462 })
  const { code, stderr } = await serve(t, place, [], { sockets: { http: descriptorOf(server) } }).ended
  t.is(code, 64)
  t.regex(stderr, /plainHttpOutside/)
})

/** The number of a listening socket, which Node hands over to child processes by the same means. */
function descriptorOf(server: ReturnType<typeof createServer>): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd
}

test('SIGTERM finishes the request that is under way, takes no new one, and ends', async (t) => {
  const port = await freePort()
  const place = await homeToServe(t, { port })
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`])
  await serving.logged(/ready on/)
  const body = 'name=sally&password=correct+horse'
  const answered = new Promise<number>((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path: '/signin/password',
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        origin: `http://localhost:${port}`,
        expect: '100-continue',
      },
    })
    sent.on('error', reject)
    sent.on('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    // The service has the head of the request, and waits for the rest.
    sent.on('continue', () => {
      serving.signal('SIGTERM')
      void serving.logged(/stopping/).then(async () => {
        // A connection that came just before the listener closed is reset.
        const refusal = await t.throwsAsync(ask(port, '/signin'))
        t.true(refusal instanceof Error && 'code' in refusal && /^ECONN(REFUSED|RESET)$/.test(String(refusal.code)))
        sent.end(body)
      })
    })
    sent.flushHeaders()
  })
  t.is(await answered, 303)
  t.is((await serving.ended).signal, 'SIGTERM')
})

test('SIGHUP reads the settings again, and keeps the former ones where they cannot be used', async (t) => {
  const port = await freePort()
  const place = await homeToServe(t, { port })
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`])
  await serving.logged(/ready on/)
  writeFileSync(place.home.settings, '{')
  serving.signal('SIGHUP')
  await serving.logged(/failed reason=reload/)
  t.is((await ask(port, '/signin')).status, 200)
})

const documented = ['rollcall-serve.service', 'rollcall-serve.socket']
const withSystemd = spawnSync('systemd-analyze', ['--version']).status === 0 ? test : test.skip

withSystemd('systemd finds nothing wrong with the documented units, and little exposed', (t) => {
  const folder = temporaryFolder(t)
  const paths = documented.map((name) => {
    const unit = readFileSync(new URL(`../../docs/examples/systemd/${name}`, import.meta.url), 'utf8')
    const path = join(folder, name)
    writeFileSync(path, unit.replace('/usr/bin/rollcall', process.execPath))
    return path
  })
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
  t.is(stderr, '')
  t.is(status, 0)
  const exposure = ['security', '--offline=true', '--threshold=30', ...paths.slice(0, 1)]
  t.is(spawnSync('systemd-analyze', exposure).status, 0)
})
