import test from 'ava'
import { proxyFor, proxyWithoutEffect } from '../../source/environment/proxy.ts'
import { Problem } from '../../source/text/problem.ts'

const google = 'admin.googleapis.com'

test('a proxy is read as curl reads it', (t) => {
  const urls: [string, string][] = [
    ['proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['http://proxy.example.com:3128/', 'http://proxy.example.com:3128'],
    ['HTTP://10.0.0.1', 'http://10.0.0.1:1080'],
    ['http://proxy:80', 'http://proxy:80'],
    ['https://proxy.example.com', 'https://proxy.example.com:443'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['user:secret@127.0.0.1:3128', 'http://user:secret@127.0.0.1:3128'],
    ['http://us%40er:p@ss:word#/?@proxy:1', 'http://us%40er:p%40ss%3Aword%23%2F%3F@proxy:1'],
    ['http://user@proxy:1', 'http://user@proxy:1'],
  ]
  for (const [value, url] of urls) t.is(proxyFor(google, { HTTPS_PROXY: value })?.url, url, value)
})

test('the variables have the order of curl, and an empty one is unset', (t) => {
  const variable = (environment: Record<string, string>) => proxyFor(google, environment)?.variable
  t.is(variable({ https_proxy: 'a:1', HTTPS_PROXY: 'b:1', all_proxy: 'c:1' }), 'https_proxy')
  t.is(variable({ https_proxy: '', HTTPS_PROXY: 'b:1' }), 'HTTPS_PROXY')
  t.is(variable({ HTTPS_PROXY: '', ALL_PROXY: 'c:1' }), 'ALL_PROXY')
  t.is(variable({ HTTP_PROXY: 'd:1', http_proxy: 'd:1' }), undefined)
})

test('a proxy that counts for http:// alone is told where no other is set', (t) => {
  t.is(proxyWithoutEffect({ HTTP_PROXY: 'proxy:1' }), 'HTTP_PROXY')
  t.is(proxyWithoutEffect({ http_proxy: 'proxy:1', HTTP_PROXY: 'other:1' }), 'http_proxy')
  t.is(proxyWithoutEffect({ HTTP_PROXY: 'proxy:1', all_proxy: 'other:1' }), null)
  t.is(proxyWithoutEffect({ HTTP_PROXY: '' }), null)
})

test('what cannot be used is a problem that names the variable and never its secrets', (t) => {
  const values: [string, RegExp][] = [
    ['socks5h://user:s3cret@proxy:1080', /the kind socks5h:\/\//],
    ['ftp://user:s3cret@proxy', /the kind ftp:\/\//],
    ['http://', /no host/],
    ['http://user:s3cret@', /no host/],
    [':3128', /no host/],
    ['http://user:s3cret@proxy:99999', /port/],
    ['proxy:port', /port/],
    ['proxy:0', /port/],
    ['http://user:s3cret%@proxy:1', /hexadecimal/],
    ['my proxy:1', /not a name/],
    ['$PROXY', /not a name/],
    ['http://s3cret:[::1:80', /port/],
  ]
  for (const [value, why] of values) {
    const problem = t.throws(() => proxyFor(google, { all_proxy: value }), { instanceOf: Problem }, value)
    t.is(problem?.code, 'variableUnusable')
    t.is(problem?.facts.variable, 'all_proxy')
    t.regex(problem?.why ?? '', why, value)
    t.notRegex(JSON.stringify([problem?.title, problem?.why, problem?.remedy, problem?.facts]), /s3cret/, value)
  }
})

test('NO_PROXY is read as curl reads it, ports and networks too', (t) => {
  const goesDirectly = (list: string, host = google, port = 443): boolean =>
    proxyFor(host, { HTTPS_PROXY: 'proxy:1', NO_PROXY: list }, port) === null
  const direct = [
    '*',
    'x,*',
    google,
    'ADMIN.googleapis.com',
    'googleapis.com',
    '.googleapis.com',
    '*.googleapis.com',
    'com.',
    'localhost, googleapis.com',
    'a googleapis.com:443',
  ]
  for (const list of direct) t.true(goesDirectly(list), list)
  for (const list of ['', 'apis.com', 'admin', 'googleapis.com:8443', '10.0.0.0/8', '0.0.0.0/0']) {
    t.false(goesDirectly(list), list)
  }
  t.true(goesDirectly('10.0.0.0/8', '10.1.2.3'))
  t.true(goesDirectly('127.0.0.1', '127.0.0.1'))
  t.true(goesDirectly('[::1]:8080', '::1', 8080))
  t.true(goesDirectly('fd00::/8', 'fd12::1'))
  t.false(goesDirectly('10.0.0.0/8', '11.1.2.3'))
  t.true(proxyFor(google, { HTTPS_PROXY: 'proxy:1', no_proxy: google, NO_PROXY: 'elsewhere' }) === null)
  for (const list of [
    'http://googleapis.com',
    '10.0.0.0/33',
    'x/8',
    ':80',
    '[x]',
    '[::1',
    'a:b:c',
    '$HOST',
    'googleapis.com:99999',
  ]) {
    const problem = t.throws(() => goesDirectly(list), { instanceOf: Problem }, list)
    t.is(problem?.facts.variable, 'NO_PROXY')
  }
})
