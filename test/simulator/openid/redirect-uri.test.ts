import test from 'ava'
import { brokenRedirectRule } from '../../../source/simulator/openid/redirect-uri.ts'

for (const uri of [
  'https://archive.example.com/oidc/signin',
  'https://archive.example.com:8462/oidc/signin',
  'https://archive.example.co.uk/x?y=z',
  'https://me.github.io/x',
  'http://localhost:8462/oidc/signin',
  'http://127.0.0.1:8462/oidc/signin',
  'http://[::1]:8462/',
  'https://localhost/',
]) {
  test(`Google would take ${uri}`, (t) => {
    t.is(brokenRedirectRule(uri), null)
  })
}

for (const [uri, rule] of [
  ['http://archive.example.com/', /scheme/],
  ['ftp://localhost/', /scheme/],
  ['https://192.168.1.10/', /IP address/],
  ['https://[2001:db8::1]/', /IP address/],
  ['https://archive/', /top-level/],
  ['https://archive.local/', /top-level/],
  ['https://archive.lan/', /top-level/],
  ['https://com/', /top-level/],
  ['https://*.example.com/', /wildcard/],
  ['https://user:secret@archive.example.com/', /User information/],
  ['https://archive.example.com/#', /fragment/],
  ['https://archive.example.com/a/../b', /\.\./],
  ['https://archive.example.com/a/%2E%2e/b', /\.\./],
  ['https://archive.example.com/a\\..\\b', /\.\./],
  ['https://archive.example.com/%00', /percent/],
  ['https://archive.example.com/%zz', /percent/],
  ['https://archive.exämple.com/', /ASCII/],
  ['https://archive.example.com/ x', /ASCII/],
  ['archive.example.com', /not a URI/],
] as const) {
  test(`Google would refuse ${uri}`, (t) => {
    t.regex(String(brokenRedirectRule(uri)), rule)
  })
}
