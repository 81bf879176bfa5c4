import { generateKeyPairSync } from 'node:crypto'
import { createServer, request as send } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { ExecutionContext } from 'ava'
import { selfSignedCertificate } from '../../source/simulator/openid/certificate.ts'
import { listen } from './listen.ts'

/**
 * A company's proxy, which opens the encrypted connections to these hosts with certificates of its own, and sends what it
 * finds in them to one server. Closed when the test ends.
 *
 * @returns `authorities`: the certificates that a client has to trust (PEM); `tunnels`: each `host:port` that was asked for
 */
export async function openingProxy(t: ExecutionContext, hosts: readonly string[], server: string) {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const certificates = hosts.map((host, index) => selfSignedCertificate(keys, host, Buffer.of(index + 1), new Date()))
  const contexts = new Map(hosts.map((host, index) => [host, createSecureContext({ key, cert: certificates[index] })]))
  const inspector = createSecureServer(
    { SNICallback: (host, done) => done(null, contexts.get(host)) },
    (incoming, outgoing) => {
      const { method, headers } = incoming
      const onwards = send(new URL(incoming.url ?? '/', server), { method, headers }, (answer) => {
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
