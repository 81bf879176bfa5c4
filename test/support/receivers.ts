import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ExecutionContext } from 'ava'
import { SMTPServer } from 'smtp-server'
import { listen } from './listen.ts'

/** A mail server on loopback that takes mail from one user, and what it got: sender, receivers, and the message as it came. */
export async function mailServer(t: ExecutionContext, user: string, password: string) {
  const got: { from: string; to: string[]; message: string }[] = []
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Invalid login')),
    onData(stream, { envelope }, done) {
      let message = ''
      stream.setEncoding('utf8').on('data', (text: string) => {
        message += text
      })
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        got.push({ from, to: envelope.rcptTo.map(({ address }) => address), message })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server listens on no port.')
  return { port: address.port, got }
}

/** A web server on loopback, and the requests that it got: method, path and body. */
export async function webServer(t: ExecutionContext, answer: (response: ServerResponse) => void) {
  const got: { method: string; path: string; body: string }[] = []
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      got.push({ method: request.method ?? '', path: request.url ?? '', body })
      answer(response)
    })
  })
  return { url: await listen(t, server), got }
}
