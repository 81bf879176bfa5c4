import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { parseEndpoint } from '../../../source/google/http/endpoint.ts'
import { Problem } from '../../../source/text/problem.ts'

const accepted: [string, string][] = [
  ['http://localhost', 'http://localhost'],
  ['http://localhost:4100', 'http://localhost:4100'],
  ['HTTP://LocalHost:4100/', 'http://localhost:4100'],
  ['http://127.0.0.1:65535', 'http://127.0.0.1:65535'],
  ['http://127.255.255.254:1/', 'http://127.255.255.254:1'],
  ['http://[::1]:4100', 'http://[::1]:4100'],
]
for (const [text, origin] of accepted) {
  test(`${text} is accepted as a stand-in for Google.`, (t) => {
    t.deepEqual(parseEndpoint(text), { origin })
  })
}

const refused = [
  '',
  'localhost:4100',
  'https://localhost',
  'http://localhost.evil',
  'http://localhost.',
  'http://evil-localhost',
  'http://sub.localhost',
  'http://127.0.0.1.evil.example',
  'http://evil@127.0.0.1',
  'http://127.0.0.1@evil.example',
  'http://127.0.0.1:80@evil.example/',
  'http://user:password@localhost',
  'http://2130706433',
  'http://0x7f000001',
  'http://0x7f.0.0.1',
  'http://0177.0.0.1',
  'http://127.0.0.01',
  'http://127.1',
  'http://127.0.1',
  'http://127.0.0.256',
  'http://128.0.0.1',
  'http://0.0.0.0',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[0:0:0:0:0:0:0:1]',
  'http://localhost/path',
  'http://localhost?query',
  'http://localhost#fragment',
  'http://localhost:',
  'http://localhost:0',
  'http://localhost:65536',
  'http://localhost:4100 ',
  ' http://localhost',
  'http://localhost\n.evil.example',
  'http:localhost',
  'http:/localhost',
  'http:\\\\localhost',
  'http://localhost\\.evil.example',
  'http://①②⑦.0.0.1',
  'http://localhost%2eevil.example',
  'file:///etc/passwd',
  'ftp://localhost',
  'https://admin.googleapis.com',
]
for (const text of refused) {
  test(`${JSON.stringify(text)} is refused as a stand-in for Google.`, (t) => {
    const problem = t.throws(() => parseEndpoint(text), { instanceOf: Problem })
    t.is(problem?.kind, 'usage')
    t.is(problem?.code, 'endpointNotLoopback')
  })
}

test('Whatever is accepted leads to this machine, by its plain spelling.', (t) => {
  const parts = [
    'http',
    'https',
    '://',
    ':',
    '/',
    '//',
    '@',
    '.',
    '\\\\',
    '[',
    ']',
    '::1',
    '::ffff:',
    '%',
    '?',
    '#',
    ' ',
  ]
  const hosts = [
    'localhost',
    '127.0.0.1',
    '127',
    '0',
    '1',
    '0x7f',
    '017700000001',
    'evil',
    '2130706433',
    '\u3002',
    '\uff0e',
  ]
  const address = fc.array(fc.constantFrom(...parts, ...hosts), { maxLength: 12 }).map((pieces) => pieces.join(''))
  const near = fc
    .tuple(fc.constantFrom(...hosts), fc.string({ unit: 'binary', maxLength: 6 }), fc.nat(70_000))
    .map(([host, between, port]) => `http://${host}${between}:${port}`)
  let accepted = 0
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(address, near), (text) => {
        let origin: string | null
        try {
          origin = parseEndpoint(text).origin
        } catch (error) {
          return error instanceof Problem
        }
        accepted += 1
        const { protocol, hostname, username, password, pathname } = new URL(text)
        const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
        return (
          isHere &&
          `${protocol}${username}${password}${pathname}` === 'http:/' &&
          new URL(origin ?? '').hostname === hostname
        )
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 300_000 : 1000 },
    ),
  )
  t.true(accepted > 10)
})
