import { type IncomingHttpHeaders, request } from 'node:http'
import test from 'ava'
import fc from 'fast-check'
import { returnAddress } from '../../source/web/return-address.ts'
import '../support/seed.ts'
import { foreignAddresses } from './support/foreign-addresses.ts'
import { rawRequest, statusOf } from './support/raw-request.ts'
import { ada, servicePlace } from './support/service.ts'

const rules = { origin: 'https://archive.example.com', returnHosts: ['mail.example.com'] }

test('no foreign address leads anywhere, in any of hundreds of ways to write it', (t) => {
  t.true(foreignAddresses.length > 500)
  for (const text of foreignAddresses) {
    for (const written of [text, encodeURI(text.replace(/[\ud800-\udfff]/g, '')), `${text}/`, `${text}/?x#y`]) {
      const found = returnAddress(written, rules)
      if (found === null) continue
      // What is left are paths of the own origin: their letters are escaped, and no browser leaves it.
      const { origin } = new URL(found)
      t.is(origin, rules.origin, JSON.stringify(written))
      t.is(new URL(written, rules.origin).origin, rules.origin, JSON.stringify(written))
      t.regex(written, /^\/[^/\\]/, JSON.stringify(written))
    }
  }
  t.is(returnAddress(`/${'x'.repeat(3_000)}`, rules), null, 'longer than a cookie')
})

/** Asks with headers that must be header text, and gives status and headers. */
function ask(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('no foreign address passes the doors of the service', async (t) => {
  const { port } = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  const chosen = process.env.ROLLCALL_LONG ? foreignAddresses : foreignAddresses.filter((_, index) => index % 9 === 0)
  for (const text of chosen) {
    const { status, headers } = await ask(port, `/signin?return=${encodeURIComponent(text)}`, {})
    t.true(status === 400 || (status === 200 && /^\/[^/\\]/.test(text)), `${status} ${JSON.stringify(text)}`)
    t.is(headers.location, undefined)
  }
})

const word = fc.constantFrom(
  'auth',
  'auth/redirect',
  'signin',
  'signin/google',
  'signin/password',
  'oidc/signin',
  'signout',
  '',
  'metrics',
  '..',
  '.',
  '%2e%2e',
  '%00',
  'é',
  '%ff',
  'x',
  'introspect',
)
const value = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    'https://evil.example',
    '/',
    '//x',
    '1',
    '%',
    '%E0%A4%A',
    'a=b',
    '[]',
    '\u0000',
    '\'"<script>',
    'x'.repeat(5_000),
  ),
)
const parameter = fc
  .tuple(
    fc.constantFrom('return', 'state', 'code', 'error', 'archive', 'archive[]', 'mail', 'x', 'iss', 'response'),
    value,
  )
  .map(([name, text]) => `${name}=${text}`)
const target = fc
  .tuple(fc.array(word, { maxLength: 3 }), fc.array(parameter, { maxLength: 4 }))
  .map(([path, query]) => `/${path.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`)
const header = fc
  .tuple(
    fc.constantFrom(
      'Cookie',
      'Cookie',
      'Host',
      'Origin',
      'Sec-Fetch-Site',
      'Sec-Fetch-Mode',
      'X-Forwarded-For',
      'X-Forwarded-Uri',
      'Content-Length',
      'Content-Type',
      'Transfer-Encoding',
      'Expect',
      'Upgrade',
      'Connection',
      'Authorization',
      'Remote-User',
    ),
    fc.oneof(
      value,
      fc.constantFrom(
        'rollcall=SESSION',
        'rollcall=SESSIONx',
        'rollcall=; rollcall=SESSION',
        'rollcall-attempt.aaaaaaaaaaaaaaaa=SESSION',
        'same-origin',
        'navigate',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'chunked',
        '100-continue',
        '-1',
        '5',
        '99999999999999999999',
      ),
    ),
  )
  .map(([name, text]) => `${name}: ${text}`)
const wholeRequest = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'G T', 'get', ''),
    target: fc.oneof(target, fc.string({ maxLength: 30 })),
    version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2', 'XTTP/1.1', ''),
    headers: fc.array(header, { maxLength: 5 }),
    body: fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 60 }),
      fc.constantFrom('name=x', 'password=x', '5\r\nhello\r\n0\r\n\r\n'),
    ),
    end: fc.constantFrom('\r\n', '\r\n', '\n', ''),
  })
  .map(
    ({ method, target, version, headers, body, end }) =>
      [`${method} ${target} ${version}`, 'Host: x', 'Connection: close', ...headers, '', body].join('\r\n') + end,
  )

test('whatever is sent, the answer is a page or a refusal, never a session, and the service goes on', async (t) => {
  t.timeout(900_000)
  const { browser, port, events } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  await one.post('/signout', {})
  const ended = browser()
  await ended.signIn(ada)
  const session = ended.cookies.get('rollcall') ?? ''
  await ended.post('/signout', {})
  const runs = process.env.ROLLCALL_LONG ? 100_000 : 300
  const expected = [0, 200, 302, 303, 308, 400, 401, 403, 404, 405, 408, 411, 413, 414, 417, 429, 431, 501]
  const unexpected = () => events.filter(({ reason }) => reason === 'unexpected')
  let number = 0
  let former = ''
  await fc.assert(
    fc.asyncProperty(wholeRequest, async (text) => {
      number += 1
      const answer = await rawRequest(port, Buffer.from(`${text.replaceAll('SESSION', session)}\r\n\r\n`, 'utf8'))
      const status = statusOf(answer)
      const isQuestion = /^\w* \/auth(\/redirect)?[? ]/.test(text)
      t.deepEqual(unexpected(), [], JSON.stringify([former, text]))
      former = text
      t.true(expected.includes(status) || (status === 500 && isQuestion), `${status} for ${JSON.stringify(text)}`)
      t.false(isQuestion && status === 200, JSON.stringify(text))
      t.notRegex(answer, /set-cookie: rollcall=[^;]/i)
      t.notRegex(answer, /\r\nremote-user:|at .*\.ts:|node:internal/i)
    }),
    { numRuns: runs, endOnFailure: true },
  )
  t.is(number, runs)
  t.deepEqual(unexpected(), [])
  t.is((await browser().signIn(ada)).status, 302)
})
