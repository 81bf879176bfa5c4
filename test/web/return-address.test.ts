import test from 'ava'
import fc from 'fast-check'
import { requestedReturn, returnAddress } from '../../source/web/return-address.ts'

const rules = { origin: 'https://archive.example.com:8462', returnHosts: ['mail.example.com', 'web.example.com:8443'] }

test('paths of the own origin and allowed hosts are returned to', (t) => {
  t.is(returnAddress('/', rules), 'https://archive.example.com:8462/')
  t.is(returnAddress('/a?b=c#d', rules), 'https://archive.example.com:8462/a?b=c#d')
  t.is(returnAddress('https://archive.example.com:8462/x', rules), 'https://archive.example.com:8462/x')
  t.is(returnAddress('https://mail.example.com/?_task=mail', rules), 'https://mail.example.com/?_task=mail')
  t.is(returnAddress('https://MAIL.example.com:443/', rules), 'https://mail.example.com/')
  t.is(returnAddress('https://web.example.com:8443/', rules), 'https://web.example.com:8443/')
})

const foreign = [
  'https://evil.example/',
  'http://mail.example.com/',
  'https://mail.example.com:8443/',
  'https://notmail.example.com/',
  'https://mail.example.com.evil.example/',
  'https://evil.example/mail.example.com',
  'https://mail.example.com@evil.example/',
  'https://mail.example.com%40evil.example/',
  'https://evil.example\\@mail.example.com/',
  'https://mail.example.com\\.evil.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https://\tevil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'ftp://mail.example.com/',
  'file:///etc/passwd',
  'https://user:pass@mail.example.com/',
  'https://mail.example.com#@evil.example/',
  'evil.example',
  '.evil.example',
  '@evil.example',
  '',
  '?',
  '#',
  'https://',
  'https://[::1]/',
  'https://127.0.0.1/',
  'http://archive.example.com:8462/',
  'https://archive.example.com/',
  '/\u2028/evil.example',
  '/\u200b/evil.example',
  '\ufeff//evil.example',
  '/\u0000',
  'https://mail.example.com\u0000.evil.example/',
  'https://mail\u3002example.com.evil.example/',
  'https://a@b@mail.example.com/',
  'wss://mail.example.com/',
]

test('known ways to write a foreign address lead nowhere', (t) => {
  // A fragment is the only part of these that a browser keeps to itself.
  const kept = 'https://mail.example.com#@evil.example/'
  for (const text of foreign) {
    const found = returnAddress(text, rules)
    if (text === kept) t.is(found && new URL(found).host, 'mail.example.com')
    else t.is(found, null, JSON.stringify(text))
  }
})

test('five hundred made-up ways never lead to another host, however they are decoded', (t) => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '//',
    '@',
    ':',
    '.',
    '%2f',
    '%5c',
    '%09',
    '\t',
    '\n',
    ' ',
    '#',
    '?',
    'https:',
    'http:',
    'javascript:',
    'evil.example',
    'mail.example.com',
    'archive.example.com:8462',
    'a',
    '%00',
    '\u3002',
    '[',
    ']',
    '；',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      const found = returnAddress(text, rules)
      if (found === null) return true
      const { origin, host, protocol } = new URL(found)
      return origin === rules.origin || (protocol === 'https:' && rules.returnHosts.includes(host))
    }),
    { numRuns: 5_000 },
  )
  t.is(returnAddress('https://evil.example', rules), null)
})

test('everything behind return= belongs to the address, as nginx writes it there', (t) => {
  t.is(requestedReturn('return=https://mail.example.com/?a=1&b=2'), 'https://mail.example.com/?a=1&b=2')
  t.is(requestedReturn('x=1&return=/a?b=%2F&c'), '/a?b=%2F&c')
  t.is(
    requestedReturn(`return=${encodeURIComponent('https://mail.example.com/?a=1&b=2')}`),
    'https://mail.example.com/?a=1&b=2',
  )
  t.is(requestedReturn('return=%'), null)
  t.is(requestedReturn('noreturn=/x'), null)
})
