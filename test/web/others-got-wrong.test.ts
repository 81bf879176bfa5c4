import { readFileSync } from 'node:fs'
import test from 'ava'
import { readSettings, writeSettings } from '../../source/settings/settings.ts'
import type { User } from '../../source/sync/user.ts'
import { rawRequest, statusOf } from './support/raw-request.ts'
import { ada, directoryUser, erik, servicePlace } from './support/service.ts'

// What sign-in services got wrong, from public advisories. sign-in-mutations.ts takes each guard out, one at a time, and the
// tests here and beside must object.

const identity = ['remote-user', 'remote-name', 'remote-email', 'x-rollcall-archives', 'x-rollcall-mail-token']

test('no header of a client or a proxy lets anybody in', async (t) => {
  const { port } = await servicePlace(t, { trustProxy: ['127.0.0.1'] })
  const forged = [
    'X-Forwarded-Uri: /signin',
    'X-Forwarded-User: ada.lovelace@example.com',
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-Method: OPTIONS',
    'X-Original-URL: /signin',
    'X-Real-Ip: 127.0.0.1',
    'Remote-User: ada.lovelace@example.com',
    'Remote_User: ada.lovelace@example.com',
    'Authorization: Basic YWRhOng=',
    'Authorization: Bearer x',
    'User-Agent: GoogleHC/1.0',
    'User-Agent: kube-probe/1.30',
    'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk',
  ]
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PROPFIND']) {
    for (const header of forged) {
      const answer = await rawRequest(
        port,
        `${method} /auth HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n\r\n`,
      )
      t.is(statusOf(answer), 401, `${method} ${header}`)
    }
  }
})

test('where a request wants to go is taken from a trusted proxy alone, and only for the way back', async (t) => {
  const headers = { 'x-forwarded-host': 'mail.example.com', 'x-forwarded-uri': '/x', 'x-forwarded-proto': 'https' }
  const untrusted = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  const away = await untrusted.browser().get('/auth/redirect', headers)
  t.is(away.status, 302)
  t.is(away.location, `${untrusted.origin}/signin`)
  const trusted = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] }, trustProxy: ['127.0.0.1'] })
  const back = await trusted.browser().get('/auth/redirect', headers)
  t.is(back.location, `${trusted.origin}/signin?return=${encodeURIComponent('https://mail.example.com/x')}`)
  const foreign = await trusted.browser().get('/auth/redirect', { ...headers, 'x-forwarded-host': 'evil.example' })
  t.is(foreign.location, `${trusted.origin}/signin`)
  for (const mode of ['cors', 'no-cors', 'same-origin', 'websocket']) {
    t.is((await trusted.browser().get('/auth/redirect', { ...headers, 'sec-fetch-mode': mode })).status, 401, mode)
  }
})

test('a path that is not the question itself is never answered with yes, however it is written', async (t) => {
  const { browser, port } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  const cookie = [...one.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = (target: string) =>
    rawRequest(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
  t.is(statusOf(await ask('/auth')), 200)
  t.is(statusOf(await ask('/auth?path=/public&x=/../signin')), 200, 'the query decides nothing')
  const others = [
    '/auth/',
    '//auth',
    '/./auth',
    '/x/../auth',
    '/AUTH',
    '/%61uth',
    '/auth;x',
    '/auth%2f',
    '/auth%00',
    '/auth/../signin',
    '/auth#x',
    '/auth/redirect/',
    '\\auth',
    'auth',
    '*',
    'http://x/auth',
  ]
  for (const target of others) {
    const answer = await ask(target)
    t.not(statusOf(answer), 200, target)
    for (const name of identity) t.false(answer.toLowerCase().includes(`\r\n${name}:`), target)
  }
})

test('what cannot be understood is refused, and never answered with yes', async (t) => {
  const { browser, port } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  const cookie = [...one.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const broken = [
    `GET /auth HTTP/1.1\r\nCookie: ${cookie}\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nHost: y\r\nCookie: ${cookie}\r\n\r\n`,
    `GET /auth HTTP/9.9\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`,
    `G\u0000T /auth HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nCookie : ${cookie}\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\n Cookie: ${cookie}\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\u0000\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: x\r\n\r\n`,
    `GET /auth HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    `GET /auth?archive=%E0%A4%A HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  ]
  for (const request of broken) {
    const status = statusOf(await rawRequest(port, request))
    t.true(
      [0, 400, 403, 431].includes(status),
      `${status} ${JSON.stringify(request.replace(cookie, '...').slice(0, 120))}`,
    )
  }
  t.is((await one.get('/auth')).status, 200, 'and the service goes on')
})

test('no answer has more headers than a proxy takes, whatever the names and however many archives', async (t) => {
  const long = `${'x'.repeat(64)}.${'y'.repeat(180)}@example.com`
  const folders = Array.from({ length: 2_000 }, (_, index) => `person${index}@example.com`)
  const { browser, commit } = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  commit((users) =>
    users.map((user) =>
      user.userName === ada
        ? {
            ...user,
            userName: long,
            privilegesOnFolders: [long, ...folders].map((folder) => ({ folder, privileges: ['read' as const] })),
          }
        : user,
    ),
  )
  const one = browser()
  const sent = (headers: Headers) => [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('').length
  const target = `https://mail.example.com/${'x'.repeat(1_400)}`
  t.true(sent((await one.get(`/signin/google?return=${target}`)).headers) < 4_000)
  t.true(sent((await one.signIn(ada)).headers) < 4_000)
  t.true((one.cookies.get('rollcall') ?? '').length < 1_024)
  const answer = await one.get('/auth?mail=1')
  t.is(answer.status, 200)
  t.true(sent(answer.headers) < 4_000)
  const list = answer.headers.get('x-rollcall-archives')?.split(',') ?? []
  t.is(list[0], encodeURIComponent(long))
  t.is(list.at(-1), '+', 'there are more')
  t.is((await one.get('/auth?archive=person1999@example.com')).status, 200)
})

test('every yes has every identity header with a value, also for somebody without a name, an address or an archive', async (t) => {
  const { browser, commit } = await servicePlace(t)
  const bare = { fullName: '', emailAddresses: [], privilegesOnFolders: [] }
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, ...bare } : user)))
  const one = browser()
  await one.signIn(ada)
  const { headers } = await one.get('/auth')
  for (const name of identity) t.truthy(headers.get(name), name)
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, fullName: 'Ada\r\nX: y \u00e9%' } : user)))
  const name = (await one.get('/auth')).headers.get('remote-name') ?? ''
  t.is(name, 'Ada%0D%0AX: y %C3%A9%25')
  t.is(decodeURIComponent(name), 'Ada\r\nX: y \u00e9%')
})

test('where a sign-in leads back to is checked again when the browser returns', async (t) => {
  const { browser, place, service } = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  const allowed = browser()
  t.is((await allowed.signIn(ada, '?return=https://mail.example.com/x')).location, 'https://mail.example.com/x')
  const one = browser()
  const back = await one.chooseAccount(ada, '?return=https://mail.example.com/x')
  const { signIn } = await readSettings(place.home)
  await writeSettings(place.home, { signIn: { ...signIn, returnHosts: [] } })
  await service.reload()
  const page = await one.get(back)
  t.is(page.status, 302)
  t.is(page.location, '/')
})

test('a return address of another site is refused at every door with its code, and nobody is sent there', async (t) => {
  const { browser } = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  const one = browser()
  await one.signIn(ada)
  for (const foreign of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'https://notmail.example.com/',
  ]) {
    for (const door of ['/signin', '/signin/google']) {
      const page = await one.get(`${door}?return=${encodeURIComponent(foreign)}`)
      t.is(page.status, 400, `${door} ${foreign}`)
      t.is(page.location, null)
      t.true(page.text.includes('<code>returnNotAllowed</code>'))
    }
    const page = await one.post('/signin/password', { name: 'x', password: 'x', return: foreign })
    t.is(page.status, 400, foreign)
  }
})

test('an id in the session of a person is never the one before, and a session brought along is not taken over', async (t) => {
  const { browser } = await servicePlace(t)
  const [mallory, victim] = [browser(), browser()]
  await mallory.signIn(erik)
  const brought = mallory.cookies.get('rollcall') ?? ''
  victim.cookies.set('rollcall', brought)
  await victim.signIn(ada)
  t.not(victim.cookies.get('rollcall'), brought)
  t.is((await victim.get('/auth')).headers.get('remote-user'), ada)
  t.is((await mallory.get('/auth')).status, 401, 'the session that was brought along is over')
})

test('a return from Google that another browser began signs nobody in', async (t) => {
  const { browser } = await servicePlace(t)
  const [mallory, victim] = [browser(), browser()]
  const back = await mallory.chooseAccount(erik)
  t.is((await victim.get(back)).status, 400)
  t.is((await victim.get('/auth')).status, 401)
  const own = new URL(await victim.chooseAccount(ada))
  const mixed = new URL(back)
  mixed.searchParams.set('state', own.searchParams.get('state') ?? '')
  t.is((await victim.get(mixed.href)).status, 403, 'a code of another attempt fails its proof (PKCE)')
  t.is((await victim.get('/auth')).status, 401)
  mixed.searchParams.append('state', new URL(back).searchParams.get('state') ?? '')
  t.is((await victim.get(mixed.href)).status, 400, 'two states are none')
})

test('an address with several at-signs, of another domain or in other letters is nobody else', async (t) => {
  const { browser, place, commit } = await servicePlace(t)
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, directoryId: null } : user)))
  const addresses = [`${ada}@example.com`, `x@${ada}`, `${ada}@evil.example`, 'ada.lovelace@example.com.evil.example']
  for (const email of addresses) {
    place.google.update(({ users }) => {
      const account = users.find(({ id }) => id === directoryUser(ada).directoryId)
      if (account !== undefined) account.primaryEmail = email
    })
    const one = browser()
    const page = await one.signIn(email)
    t.is(page.status, 403, email)
    t.is((await one.get('/auth')).status, 401, email)
  }
})

test('an address that was given to a new account opens nothing of the person before', async (t) => {
  const { browser, place, events } = await servicePlace(t)
  place.google.update(({ users }) => {
    const account = users.find(({ primaryEmail }) => primaryEmail === ada)
    if (account !== undefined) account.id = '999000000000000000001'
  })
  const one = browser()
  t.is((await one.signIn(ada)).status, 403)
  t.is(events.at(-1)?.reason, 'addressOfAnotherAccount')
})

test('metrics, health and mail tokens are not to be had where people sign in', async (t) => {
  const { browser } = await servicePlace(t)
  for (const path of ['/metrics', '/healthz', '/readyz', '/introspect', '/status', '/debug', '/.well-known/x']) {
    t.is((await browser().get(path)).status, 404, path)
    t.is((await browser().post(path, { token: 'x' })).status, 404, path)
  }
})

test('a session and a mail token are worth nothing in each other’s place, under another key or when changed', async (t) => {
  const { browser, port } = await servicePlace(t)
  const other = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  const cookie = one.cookies.get('rollcall') ?? ''
  const token = (await one.get('/auth?mail=1')).headers.get('x-rollcall-mail-token') ?? ''
  const foreign = other.browser()
  foreign.cookies.set('rollcall', cookie)
  t.is((await foreign.get('/auth')).status, 401, 'another home has other keys')
  const [head = '', key = '', iv = '', text = '', tag = ''] = cookie.split('.')
  const changed = [
    token,
    `${cookie}x`,
    cookie.slice(0, -1),
    [head, key, iv, text, tag.slice(1)].join('.'),
    [head, key, iv, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`, tag].join('.'),
    [Buffer.from('{"alg":"none"}').toString('base64url'), key, iv, text, tag].join('.'),
    [head, key, iv, text, tag, 'x'].join('.'),
    Buffer.from('{"id":"0123456789abcdef","userName":"ada"}').toString('base64url'),
    '',
    'null',
    '%00',
    '"',
    'x'.repeat(8_000),
  ]
  for (const value of changed) {
    const answer = await rawRequest(
      port,
      `GET /auth HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: rollcall=${value}\r\n\r\n`,
    )
    t.is(statusOf(answer), 401, value.slice(0, 60))
  }
})

test('a user is signed in by the store of this moment, and ends with it', async (t) => {
  const { browser, commit, events } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  const leave: [string, (user: User) => User[]][] = [
    ['userGone', () => []],
    ['mayNotLogOn', (user) => [{ ...user, privileges: ['export'] }]],
  ]
  for (const [reason, change] of leave) {
    commit((users) => users.flatMap((user) => (user.userName === ada ? change(user) : [user])))
    t.not((await one.get('/auth')).status, 200, reason)
    t.not((await one.get('/auth')).status, 200, reason)
    t.is(events.filter((event) => event.event === 'sessionEnded' && event.reason === reason).length, 1, 'told once')
    commit((users) => [...users.filter(({ userName }) => userName !== ada), directoryUser(ada)])
    t.is((await one.get('/auth')).status, 200)
  }
})

test('the documented proxies clear every identity header in both spellings, and what PHP makes of Authorization', (t) => {
  const example = (name: string) => readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), 'utf8')
  const nginx = example('nginx/archive.conf')
  const caddy = example('caddy/Caddyfile')
  const traefik = example('traefik/dynamic.yaml')
  const headers = ['Remote-User', 'Remote-Name', 'Remote-Email', 'X-Rollcall-Archives', 'X-Rollcall-Mail-Token']
  for (const header of headers) {
    t.regex(nginx, new RegExp(`proxy_set_header ${header} +\\$rollcall_`), header)
    t.regex(caddy, new RegExp(`copy_headers .*\\b${header}\\b`), header)
    t.regex(traefik, new RegExp(`authResponseHeaders: .*\\b${header}\\b`), header)
    for (const spelling of [header, header.replaceAll('-', '_')]) {
      t.regex(traefik, new RegExp(`^ +${spelling}: ""$`, 'm'), spelling)
    }
  }
  for (const removed of ['-Remote-*', '-Remote_*', '-X-Rollcall-*', '-X_Rollcall_*', '-Authorization']) {
    t.true(caddy.includes(`request_header ${removed}\n`), removed)
  }
  t.regex(nginx, /proxy_set_header Authorization +"";/)
  t.false(/underscores_in_headers +on/.test(nginx))
  t.regex(traefik, /^ +Authorization: ""$/m)
  t.true(traefik.includes('trustForwardHeader: false'))
  t.regex(nginx, /error_page 401 = @rollcall_signin;/)
  t.regex(example('dovecot/rollcall-webmail.conf'), /^auth_cache_size = 0$/m)
  t.false(/master/.test(example('dovecot/rollcall-webmail.conf')))
})
