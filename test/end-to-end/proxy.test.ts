import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, request as send } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import test, { type ExecutionContext } from 'ava'
import { selfSignedCertificate } from '../../source/simulator/openid/certificate.ts'
import { listen } from '../support/listen.ts'
import { runProcess } from '../support/run-process.ts'
import { workplace } from '../support/workplace.ts'

const hosts = ['oauth2.googleapis.com', 'admin.googleapis.com']
const groups = Array.from({ length: 60 }, (_, index) => ({ id: `g${index}`, email: `g${index}@example.com`, name: '' }))
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: groups.map(({ id, email }) => ({ id, email, members: [{ email: 'admin@example.com' }] })),
}

/** A company's proxy, which opens the encrypted connections to Google with certificates of its own. */
async function openProxy(t: ExecutionContext, google: string) {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const certificates = hosts.map((host, index) => selfSignedCertificate(keys, host, Buffer.of(index + 1), new Date()))
  const contexts = new Map(hosts.map((host, index) => [host, createSecureContext({ key, cert: certificates[index] })]))
  const inspector = createSecureServer(
    { SNICallback: (host, done) => done(null, contexts.get(host)) },
    (incoming, outgoing) => {
      const { method, headers } = incoming
      const onwards = send(new URL(incoming.url ?? '/', google), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(onwards)
    },
  )
  t.teardown(() => inspector.closeAllConnections())
  const tunnels: string[] = []
  const proxy = createServer()
  proxy.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url)
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    inspector.emit('connection', socket)
  })
  return { url: await listen(t, proxy), authorities: certificates.join(''), tunnels }
}

test('Behind a proxy that opens what is encrypted, connections are kept from call to call.', async (t) => {
  const { folder, home, google } = await workplace(t, { organization, settings: { groups } })
  const proxy = await openProxy(t, google.url)
  const authorities = join(folder, 'authorities.pem')
  writeFileSync(authorities, proxy.authorities)
  const { code, stderr } = await runProcess(['--home', home.folder, 'plan'], {
    environment: { HTTPS_PROXY: proxy.url, NO_PROXY: '', no_proxy: '', NODE_EXTRA_CA_CERTS: authorities },
  })
  t.is(code, 0, stderr)
  t.true(google.requests.length > groups.length)
  t.is(proxy.tunnels.filter((host) => host === 'oauth2.googleapis.com:443').length, 1)
  const tunnels = proxy.tunnels.filter((host) => host === 'admin.googleapis.com:443').length
  t.true(tunnels <= 17, `${tunnels} connections for ${google.requests.length} requests`)
})
