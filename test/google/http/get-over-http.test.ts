import { once } from 'node:events'
import { Agent, createServer, type RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { getOverHttp } from '../../../source/google/http/get-over-http.ts'

async function serve(t: ExecutionContext, answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/list?page=1`)
  return { url, headers: new Headers({ authorization: 'Bearer x' }) }
}

test('Headers go out, and a body comes back as text, packed or not.', async (t) => {
  const told: unknown[] = []
  for (const packed of ['gzip', 'GZIP', 'x-gzip', undefined]) {
    const prepared = await serve(t, (request, response) => {
      told.push([request.method, request.url, request.headers.authorization])
      const body = Buffer.from('{"name":"Zoë"}')
      response.writeHead(200, packed ? { 'Content-Encoding': packed } : {}).end(packed ? gzipSync(body) : body)
    })
    const answer = await getOverHttp(prepared, 1000)
    t.is(answer.body, '{"name":"Zoë"}')
    t.is(answer.headers['content-encoding'], packed)
  }
  t.deepEqual(told, Array(4).fill(['GET', '/list?page=1', 'Bearer x']))
})

test('A body beyond the limit is not read to its end, nor unpacked beyond it.', async (t) => {
  const endless = await serve(t, (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(1000)));
      response.once('drain', more)
    }
    more()
  })
  await t.throwsAsync(getOverHttp(endless, 50_000), { message: /too large/ })
  const bomb = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
  })
  await t.throwsAsync(getOverHttp(bomb, 50_000))
})

test('A redirection and an empty answer are answers like any other.', async (t) => {
  for (const status of [302, 204, 503]) {
    const prepared = await serve(t, (_, response) => response.writeHead(status, { location: '/elsewhere' }).end())
    const answer = await getOverHttp(prepared, 1000)
    t.is(answer.status, status)
    t.is(answer.body, '')
  }
})

test('A body that ends too early, or is not packed as it says, is no answer.', async (t) => {
  const cut = await serve(t, (request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('x', () => request.socket.destroy())
  })
  await t.throwsAsync(getOverHttp(cut, 1000), { code: 'ECONNRESET' })
  const garbled = await serve(t, (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'))
  await t.throwsAsync(getOverHttp(garbled, 1000))
})

test('The signal ends it before the headers, and in the middle of a body.', async (t) => {
  for (const begun of [false, true]) {
    const end = new AbortController()
    const prepared = await serve(t, (_, response) => {
      if (begun) response.write('x')
      setImmediate(() => end.abort(new Error('the end')))
    })
    await t.throwsAsync(getOverHttp({ ...prepared, signal: end.signal }, 1000))
    await t.throwsAsync(getOverHttp({ ...prepared, signal: end.signal }, 1000), { message: 'the end' })
  }
})

test('One connection serves call after call.', async (t) => {
  const sockets = new Set<unknown>()
  const prepared = await serve(t, (request, response) => {
    sockets.add(request.socket)
    response.end('{}')
  })
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  for (let call = 0; call < 5; call += 1) await getOverHttp({ ...prepared, agent }, 1000)
  t.is(sockets.size, 1)
})

test('A connection that was closed after an answer costs nothing but another one; a new one that breaks is a failure.', async (t) => {
  const sockets = new Set<unknown>()
  const requests = { all: 0 }
  const prepared = await serve(t, (request, response) => {
    requests.all += 1
    if (sockets.has(request.socket)) return request.socket.destroy()
    sockets.add(request.socket)
    response.end('{}')
  })
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const ask = () => getOverHttp({ ...prepared, agent }, 1000)
  for (let call = 0; call < 3; call += 1) t.is((await ask()).body, '{}')
  const answers = await Promise.all([ask(), ask(), ask(), ask()])
  t.true(answers.every(({ status }) => status === 200))
  t.true(requests.all > sockets.size, 'some were sent into a connection that was used before')

  const always = await serve(t, (request) => request.socket.destroy())
  await t.throwsAsync(getOverHttp({ ...always, agent: new Agent({ keepAlive: true }) }, 1000), { code: 'ECONNRESET' })
})
