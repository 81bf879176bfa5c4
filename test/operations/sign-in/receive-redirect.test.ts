import { generateKeyPairSync } from 'node:crypto'
import { request } from 'node:https'
import { connect } from 'node:net'
import test from 'ava'
import { listenForRedirect } from '../../../source/operations/sign-in/receive-redirect.ts'
import { selfSignedCertificate } from '../../../source/simulator/openid/certificate.ts'
import { Problem } from '../../../source/text/problem.ts'
import { freePort } from '../../support/free-port.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const certificate = {
  certificate: selfSignedCertificate(keys, 'archive.example.com', Buffer.from([1]), new Date(Date.now() - 60_000)),
  key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
}

/** Calls the listener as a browser would that was told where the name leads. */
function call(
  port: number,
  path: string,
  host = `archive.example.com:${port}`,
): Promise<{ status: number | undefined; body: string; cache: string | undefined }> {
  const options = {
    host: '127.0.0.1',
    port,
    path,
    headers: { host },
    servername: 'archive.example.com',
    ca: certificate.certificate,
    checkServerIdentity: () => undefined,
  }
  return new Promise((resolve, reject) => {
    request(options, (response) => {
      let body = ''
      response.on('data', (data) => {
        body += data
      })
      response.on('end', () => resolve({ status: response.statusCode, body, cache: response.headers['cache-control'] }))
    })
      .on('error', reject)
      .end()
  })
}

test('with certificate and key the redirect is received over HTTPS, and nothing that was sent is repeated', async (t) => {
  const port = await freePort()
  const seen: string[] = []
  const listener = await listenForRedirect(
    `https://archive.example.com:${port}/oidc/signin`,
    certificate,
    (address) => {
      seen.push(address)
      return { accepted: address.includes('code=good'), sentence: 'Said.' }
    },
  )
  t.teardown(listener.close)
  t.is((await call(port, '/oidc/other?code=good')).status, 404)
  t.is((await call(port, '/oidc/signin?code=<script>')).status, 400)
  const { status, body, cache } = await call(port, '/oidc/signin?code=good')
  t.is(status, 200)
  t.is(cache, 'no-store')
  t.false(body.includes('good') || body.includes('script>'))
  t.deepEqual(seen, [
    `https://archive.example.com:${port}/oidc/signin?code=<script>`,
    `https://archive.example.com:${port}/oidc/signin?code=good`,
  ])
})

test('a request for another host is refused, and the address that it brings is not looked at', async (t) => {
  const port = await freePort()
  const seen: string[] = []
  const uri = `https://archive.example.com:${port}/oidc/signin`
  const listener = await listenForRedirect(uri, certificate, (address) => {
    seen.push(address)
    return { accepted: true, sentence: 'Said.' }
  })
  t.teardown(listener.close)
  for (const host of ['evil.example', `evil.example:${port}`, 'archive.example.com', `127.0.0.1:${port}`]) {
    t.is((await call(port, '/oidc/signin?code=1', host)).status, 421, host)
  }
  t.deepEqual(seen, [])
  t.is((await call(port, '/oidc/signin?code=1', `ARCHIVE.example.com:${port}`)).status, 200)
})

test('hundreds of connections that only wait do not keep a browser out', async (t) => {
  const port = await freePort()
  const uri = `https://archive.example.com:${port}/oidc/signin`
  const listener = await listenForRedirect(uri, certificate, () => ({ accepted: true, sentence: 'Said.' }))
  t.teardown(listener.close)
  const waiting = Array.from({ length: 300 }, () => connect(port, '127.0.0.1'))
  t.teardown(() => {
    for (const socket of waiting) socket.destroy()
  })
  const ended = waiting.map((socket) => {
    socket.on('error', () => undefined)
    return new Promise((resolve) => socket.once('close', resolve))
  })
  await Promise.all(waiting.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  t.is((await call(port, '/oidc/signin?code=1')).status, 200)
  // All but the newest were closed, so that files are left to be opened.
  const closed = await Promise.all(ended.slice(0, 200))
  t.is(closed.length, 200)
})

test('without a certificate, with one that does not fit, and on a port in use nothing is listened on', async (t) => {
  const port = await freePort()
  const uri = `https://archive.example.com:${port}/oidc/signin`
  const accept = () => ({ accepted: false, sentence: '' })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  for (const [given, code] of [
    [null, 'cannotListen'],
    [{ ...certificate, key: String(other) }, 'cannotListen'],
    [{ certificate: 'nonsense', key: 'nonsense' }, 'cannotListen'],
  ] as const) {
    t.is((await t.throwsAsync(listenForRedirect(uri, given, accept), { instanceOf: Problem }))?.code, code)
  }
  const first = await listenForRedirect(uri, certificate, accept)
  t.teardown(first.close)
  t.is(
    (await t.throwsAsync(listenForRedirect(uri, certificate, accept), { instanceOf: Problem }))?.code,
    'redirectPortTaken',
  )
})
