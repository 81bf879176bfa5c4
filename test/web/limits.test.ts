import { EventEmitter, once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { addressGroup, clientAddress, parseTrustedProxies } from '../../source/web/client-address.ts'
import { openListener } from '../../source/web/listeners/open-listener.ts'
import { rawRequest, statusOf } from './support/raw-request.ts'
import { servicePlace } from './support/service.ts'

/** A listener with limits so short that a test need not wait. */
async function quickListener(t: ExecutionContext, answer: RequestListener) {
  const limits = {
    maxHeaderSize: 2_048,
    headersTimeout: 150,
    requestTimeout: 300,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 20,
    maxConnections: 3,
    farewell: 100,
  }
  const { server, close } = await openListener({ kind: 'tcp', host: '127.0.0.1', port: 0 }, null, null, answer, limits)
  t.teardown(close)
  return { port: (server.address() as AddressInfo).port, close }
}

test('headers that are too large are refused, and so is a body that is too large, however it is announced', async (t) => {
  const { port, browser } = await servicePlace(t)
  const post = (headers: string, body: string) =>
    rawRequest(port, `POST /signin/password HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n\r\n${body}`)
  const large = `Cookie: ${'x=y; '.repeat(4_000)}`
  t.is(statusOf(await rawRequest(port, `GET /signin HTTP/1.1\r\nHost: x\r\n${large}\r\n\r\n`)), 431)
  const form = 'Content-Type: application/x-www-form-urlencoded'
  t.is(statusOf(await post(`${form}\r\nContent-Length: 20000`, 'x'.repeat(20_000))), 413)
  const chunk = `${(20_000).toString(16)}\r\n${'x'.repeat(20_000)}\r\n0\r\n\r\n`
  t.true([400, 403, 413].includes(statusOf(await post(`${form}\r\nTransfer-Encoding: chunked`, chunk))))
  t.is((await browser().get('/signin')).status, 200)
})

test('whoever sends a request letter by letter is cut off, and so is whoever never sends its body', async (t) => {
  const { port } = await quickListener(t, (request, response) => {
    request.resume().once('end', () => response.end())
  })
  const slow = [
    'GET / HTTP/1.1\r\nHost: x\r\n',
    'GET / HT',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx',
  ]
  for (const beginning of slow) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(beginning)
    socket.resume()
    await once(socket, 'close')
  }
  t.is(statusOf(await rawRequest(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')), 200)
})

test('connections beyond the most that there may be are closed at once', async (t) => {
  const { port } = await quickListener(t, (_request, response) => {
    response.end()
  })
  const first = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'))
  t.teardown(() => {
    for (const socket of first) socket.destroy()
  })
  await Promise.all(first.map((socket) => once(socket, 'connect')))
  const further = connect(port, '127.0.0.1')
  further.on('error', () => undefined)
  further.resume()
  await once(further, 'close')
  t.true(first.some((socket) => !socket.destroyed))
})

test('a client’s address is the peer’s own, unless a trusted proxy tells it', (t) => {
  const trusted = (...values: string[]) => {
    const proxies = parseTrustedProxies(values)
    if ('wrong' in proxies) throw new Error(proxies.wrong)
    return proxies
  }
  const none = trusted()
  const proxy = trusted('10.0.0.0/8', '::1')
  t.is(clientAddress('203.0.113.7', '198.51.100.1', none), '203.0.113.7', 'nobody is trusted unless told')
  t.is(clientAddress('127.0.0.1', '198.51.100.1', none), '127.0.0.1')
  t.is(clientAddress('10.0.0.1', '198.51.100.1', proxy), '198.51.100.1')
  t.is(clientAddress('::ffff:10.0.0.1', '198.51.100.1', proxy), '198.51.100.1')
  t.is(clientAddress('10.0.0.1', '1.2.3.4, 198.51.100.1', proxy), '198.51.100.1', 'the client wrote the first')
  t.is(clientAddress('10.0.0.1', '198.51.100.1, 10.9.9.9', proxy), '198.51.100.1', 'two proxies')
  t.is(clientAddress('10.0.0.1', 'nonsense', proxy), '10.0.0.1')
  t.is(clientAddress('10.0.0.1', '', proxy), '10.0.0.1')
  t.is(clientAddress('10.0.0.1', undefined, proxy), '10.0.0.1')
  t.is(clientAddress('::1', '2001:db8::1', proxy), '2001:db8::1')
  t.is(clientAddress(undefined, '198.51.100.1', none), null, 'a Unix socket that is not trusted')
  t.is(clientAddress(undefined, '198.51.100.1', trusted('unix')), '198.51.100.1')
  for (const wrong of ['x', '10.0.0.0/33', '10.0.0.0/x', '::1/129', '10.0.0.0/8/8', '']) {
    t.deepEqual(parseTrustedProxies([wrong]), { wrong })
  }
})

test('attempts from one household count together, whatever addresses it has', (t) => {
  t.is(addressGroup('192.0.2.1'), '192.0.2.1')
  t.is(addressGroup('2001:db8:1:2:3:4:5:6'), addressGroup('2001:db8:1:2::1'))
  t.not(addressGroup('2001:db8:1:2::1'), addressGroup('2001:db8:1:3::1'))
  t.is(addressGroup(null), addressGroup(null))
})

test('a stop lets a request finish, and ends one that goes on for longer than the limit', async (t) => {
  const arrived = new Map<string, ServerResponse>()
  const both = new EventEmitter()
  const { port, close } = await quickListener(t, ({ url = '' }, response) => {
    arrived.set(url, response)
    if (arrived.size === 2) both.emit('arrived')
  })
  const ask = (path: string) => rawRequest(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  const bothArrived = once(both, 'arrived')
  const [finishing, endless] = [ask('/finishing'), ask('/endless')]
  await bothArrived
  const closed = close()
  arrived.get('/finishing')?.end('done')
  t.is(statusOf(await finishing), 200)
  await closed
  t.is(await endless, '', 'it got no answer and no half of one')
})
