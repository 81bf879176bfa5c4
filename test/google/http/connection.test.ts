import { createServer, type RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { openConnection } from '../../../source/google/http/connection.ts'
import { parseEndpoint } from '../../../source/google/http/endpoint.ts'
import { parseServiceAccountKey } from '../../../source/settings/credentials/service-account-key.ts'
import { serviceAccountKey } from '../../../source/simulator/oauth/service-account.ts'
import { Problem } from '../../../source/text/problem.ts'
import { listen } from '../../support/listen.ts'
import { quickLimits } from '../support/connect.ts'

/** Asks a server for the list of users, which answers as told once it has given a token. Each wait is noted. */
async function asking(t: ExecutionContext, answer: RequestListener) {
  const origin = await listen(
    t,
    createServer((request, response) => {
      if (request.method === 'GET') return answer(request, response)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"x","token_type":"Bearer"}')
    }),
  )
  const waits: unknown[] = []
  const connection = openConnection({
    key: parseServiceAccountKey(JSON.stringify(await serviceAccountKey()), 'key.json'),
    administrator: null,
    endpoint: { ...parseEndpoint(origin), limits: { ...quickLimits, answerBytes: 50_000 } },
    signal: new AbortController().signal,
    onWait: (wait) => waits.push(wait),
  })
  const ask = () =>
    connection.ask({
      call: 'users.list',
      scope: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
      subject: 'page 1',
      send: ({ directory, options }) => directory.users.list({ customer: 'my_customer' }, options),
    })
  return { ask, waits }
}

test('A call carries its token, and its answer comes back as text, packed or not.', async (t) => {
  const told: unknown[] = []
  for (const packed of ['gzip', 'GZIP', 'x-gzip', undefined]) {
    const { ask } = await asking(t, (request, response) => {
      told.push([request.url?.split('?')[0], request.headers.authorization])
      const body = Buffer.from('{"name":"Zoë"}')
      response.writeHead(200, packed ? { 'Content-Encoding': packed } : {}).end(packed ? gzipSync(body) : body)
    })
    const { status, body } = await ask()
    t.deepEqual([status, body], [200, '{"name":"Zoë"}'], packed)
  }
  t.deepEqual(told, Array(4).fill(['/admin/directory/v1/users', 'Bearer x']))
})

test('A redirection and an empty answer are answers like any other.', async (t) => {
  for (const status of [204, 302, 404]) {
    const { ask } = await asking(t, (_, response) => response.writeHead(status, { location: '/elsewhere' }).end())
    const { status: told, body } = await ask()
    t.deepEqual([told, body], [status, ''])
  }
})

test('A body beyond the limit is not read to its end, nor unpacked beyond it, and no answer.', async (t) => {
  const { ask } = await asking(t, (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(1000)));
      response.once('drain', more)
    }
    more()
  })
  await t.throwsAsync(ask(), { instanceOf: Problem })
  const bomb = await asking(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
  })
  await t.throwsAsync(bomb.ask(), { instanceOf: Problem })
})

test('A body that ends too early is no answer.', async (t) => {
  const cut = await asking(t, (request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('x', () => request.socket.destroy())
  })
  await t.throwsAsync(cut.ask(), { instanceOf: Problem })
})

test('A connection that was closed after an answer costs nothing but another one.', async (t) => {
  const sockets = new Set<unknown>()
  let requests = 0
  const { ask, waits } = await asking(t, (request, response) => {
    requests += 1
    if (sockets.has(request.socket)) return request.socket.destroy()
    sockets.add(request.socket)
    response.end('{}')
  })
  for (let call = 0; call < 4; call += 1) t.is((await ask()).status, 200)
  t.true(requests > sockets.size, 'some were sent into a connection that was used before')
  t.deepEqual(waits, [])
})

test('A connection that breaks time after time is a failure.', async (t) => {
  const { ask, waits } = await asking(t, (request) => request.socket.destroy())
  await t.throwsAsync(ask(), { instanceOf: Problem })
  t.true(waits.length > 0)
})
