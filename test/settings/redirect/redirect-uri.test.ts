import test from 'ava'
import { archiveAddressFaults } from '../../../source/settings/redirect/archive-address-faults.ts'
import { brokenRedirectRules, redirectUri } from '../../../source/settings/redirect/redirect-uri.ts'
import { missingRedirectNote } from '../../../source/settings/redirect/registered-redirect.ts'

test('the redirect URI is built from host, port and instance id; 443 is left out', (t) => {
  const uri = (host: string, port: number, instanceId: string | null = null) => redirectUri({ host, port, instanceId })
  t.is(uri('archive.example.com', 8462), 'https://archive.example.com:8462/oidc/signin')
  t.is(uri('Archive.Example.COM', 443), 'https://archive.example.com/oidc/signin')
  t.is(uri('archive.example.com', 443, 'acme'), 'https://archive.example.com/acme/oidc/signin')
  t.is(uri('bücher.example.com', 443), 'https://xn--bcher-kva.example.com/oidc/signin')
  t.is(uri('localhost', 8462), 'http://localhost:8462/oidc/signin')
})

const accepted = [
  'https://archive.example.com/oidc/signin',
  'https://archive.example.co.uk:8462/oidc/signin',
  'http://localhost:8462/oidc/signin',
  'http://127.0.0.1/oidc/signin',
  'http://[::1]:8462/oidc/signin',
]
const refused: [string, RegExp][] = [
  ['http://archive.example.com/oidc/signin', /scheme must be https/],
  ['https://archive.local/oidc/signin', /internal/],
  ['https://archive.lan/oidc/signin', /top-level|internal/],
  ['https://archive/oidc/signin', /top-level|name/],
  ['https://192.0.2.1/oidc/signin', /IP|address/i],
  ['https://[2001:db8::1]/oidc/signin', /IP|address/i],
  ['https://*.example.com/oidc/signin', /wildcard/],
  ['https://ada@archive.example.com/oidc/signin', /User information/],
  ['https://archive.example.com/oidc/signin#x', /fragment/],
  ['https://archive.example.com/../signin', /leads upwards/],
  ['https://archive.example.com/%2e%2e/signin', /leads upwards/],
  ['https://archive.example.com:0/oidc/signin', /port/],
  ['https://archive.example.com:70000/oidc/signin', /port/],
  ['https://archive.example.com/oidc signin', /no spaces/],
  ['https://archive.example.com/a?next=https://evil.example', /another site/],
  ['https://archive.example.com/%00', /null character/],
  ['https://archive.example.com/%zz', /hexadecimal/],
  ['https://co.uk/oidc/signin', /public suffix|top-level|domain/],
]

test('what Google would register is accepted', (t) => {
  for (const uri of accepted) t.deepEqual(brokenRedirectRules(uri), [], uri)
})

for (const [uri, sentence] of refused) {
  test(`${uri} is refused with a sentence for the rule`, (t) => {
    t.regex(brokenRedirectRules(uri).join(' '), sentence)
  })
}

test('parts that belong into other fields are told so', (t) => {
  const faults = (host: string, port = 8462, instanceId: string | null = null) =>
    archiveAddressFaults({ host, port, instanceId }).join(' ')
  t.regex(faults('https://archive.example.com'), /without https/)
  t.regex(faults('archive.example.com/x'), /without a path/)
  t.regex(faults('archive.example.com:443'), /without a port/)
  t.regex(faults('archive.example.com', 0), /port/)
  t.regex(faults('archive.example.com', 443, 'a/b'), /instance id/)
  t.is(faults('archive.example.com', 443, 'acme'), '')
})

test('a client whose redirect URIs lack ours is told, with the one that is nearly it', (t) => {
  const ours = 'https://archive.example.com:8462/oidc/signin'
  t.is(missingRedirectNote([ours], ours), null)
  t.is(missingRedirectNote(null, ours), null)
  t.regex(missingRedirectNote([], ours) ?? '', /no redirect URI yet/)
  t.regex(missingRedirectNote([`${ours}/`], ours) ?? '', /slash at the end/)
  t.regex(missingRedirectNote([ours.replace('archive', 'Archive')], ours) ?? '', /upper and lower case/)
  t.regex(missingRedirectNote(['https://other.example.com/'], ours) ?? '', /not this one/)
})
