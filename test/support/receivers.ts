import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ExecutionContext } from 'ava'
import { SMTPServer } from 'smtp-server'
import { listen } from './listen.ts'

/** How a mail server encrypts: from the first byte, or when it is asked by STARTTLS. */
export type MailEncryption = { way: 'implicit' | 'starttls'; cert: string; key: string }

/**
 * A mail server on loopback that takes mail from one user, and what it got: sender, receivers, whether it came encrypted,
 * and the message as it came.
 *
 * @param encryption none: nothing is encrypted, and a password is taken in the clear
 */
export async function mailServer(t: ExecutionContext, user: string, password: string, encryption?: MailEncryption) {
  const got: { from: string; to: string[]; isEncrypted: boolean; message: string }[] = []
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    ...(encryption === undefined
      ? { allowInsecureAuth: true, hideSTARTTLS: true }
      : { secure: encryption.way === 'implicit', cert: encryption.cert, key: encryption.key }),
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Invalid login')),
    onData(stream, { envelope, secure }, done) {
      let message = ''
      stream.setEncoding('utf8').on('data', (text: string) => {
        message += text
      })
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        got.push({ from, to: envelope.rcptTo.map(({ address }) => address), isEncrypted: secure, message })
        done()
      })
    },
  })
  // A client that does not trust the certificate breaks off.
  server.on('error', () => undefined)
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
