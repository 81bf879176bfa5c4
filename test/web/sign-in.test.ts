import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import test from 'ava'
import { endSessions, listSessions } from '../../source/operations/sign-in/sessions.ts'
import { hashPassword } from '../../source/store/users/password.ts'
import type { User } from '../../source/sync/user.ts'
import { ada, directoryUser, erik, servicePlace } from './support/service.ts'

test('somebody signs in with Google and is told apart by every identity header', async (t) => {
  const { browser } = await servicePlace(t)
  const one = browser()
  t.is((await one.get('/auth')).status, 401)
  const back = await one.signIn(ada)
  t.is(back.status, 302)
  const answer = await one.get('/auth')
  t.is(answer.status, 200)
  t.is(answer.headers.get('remote-user'), ada)
  t.is(answer.headers.get('remote-name'), 'Ada Lovelace')
  t.is(answer.headers.get('remote-email'), ada)
  t.is(answer.headers.get('x-rollcall-archives'), encodeURIComponent(ada))
  t.is(answer.headers.get('x-rollcall-mail-token'), '-')
})

test('whatever a commit takes away is refused by the next request', async (t) => {
  const removals: [string, (user: User) => User | null, number][] = [
    ['the user', () => null, 401],
    ['the right to log on', (user) => ({ ...user, privileges: ['none'] }), 403],
    ['the account', (user) => ({ ...user, directoryId: '1' }), 401],
    ['signing in with Google', (user) => ({ ...user, authentication: 'integrated' }), 401],
    ['an active account', (user) => ({ ...user, suspended: true }) as User, 403],
  ]
  const { browser, commit } = await servicePlace(t)
  for (const [what, take, status] of removals) {
    commit((users) => [...users.filter(({ userName }) => userName !== ada), directoryUser(ada)])
    const one = browser()
    await one.signIn(ada)
    t.is((await one.get('/auth')).status, 200, what)
    commit((users) => users.flatMap((user) => (user.userName === ada ? (take(user) ?? []) : user)))
    t.is((await one.get('/auth')).status, status, what)
  }
})

test('a renamed user stays signed in under the new name', async (t) => {
  const { browser, commit } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, userName: 'ada.king@example.com' } : user)))
  const answer = await one.get('/auth')
  t.is(answer.headers.get('remote-user'), 'ada.king@example.com')
})

test('an archive opens only for those who may read it, whatever way its name is written', async (t) => {
  const { browser, commit } = await servicePlace(t)
  commit((users) =>
    users.map((user) =>
      user.userName === ada
        ? { ...user, privilegesOnFolders: [...user.privilegesOnFolders, { folder: 'board', privileges: ['read'] }] }
        : user,
    ),
  )
  const one = browser()
  await one.signIn(ada)
  const asked: [string, number][] = [
    ['?archive=board', 200],
    [`?archive=${encodeURIComponent(ada)}`, 200],
    [`?archive=${encodeURIComponent(erik)}`, 403],
    ['?archive=board&archive=board', 403],
    [`?archive=board&archive=${encodeURIComponent(erik)}`, 403],
    ['?archive=', 403],
    ['?archive=%', 403],
    ['?archive=%00', 403],
    ['?archive[]=board', 403],
    ['?Archive=board', 403],
    ['?%61rchive=board', 403],
  ]
  for (const [query, status] of asked) t.is((await one.get(`/auth${query}`)).status, status, query)
})

test('accounts that do not belong to a user are refused with a code and get no session', async (t) => {
  const { browser, commit, events } = await servicePlace(t)
  const refusals: [string, (users: User[]) => User[]][] = [
    ['accountNotInStore', (users) => users.filter(({ userName }) => userName !== ada)],
    ['addressOfAnotherAccount', (users) => [...users, { ...directoryUser(ada), directoryId: '42' }]],
    [
      'accountIntegrated',
      (users) => [
        ...users.filter(({ userName }) => userName !== ada),
        { ...directoryUser(ada), authentication: 'integrated', directoryId: null },
      ],
    ],
    [
      'mayNotLogOn',
      (users) => [
        ...users.filter(({ userName }) => userName !== ada),
        { ...directoryUser(ada), privileges: ['export'] },
      ],
    ],
  ]
  for (const [code, change] of refusals) {
    commit(change)
    const one = browser()
    const page = await one.signIn(ada)
    t.is(page.status, 403, code)
    t.true(page.text.includes(`<code>${code}</code>`), code)
    t.deepEqual([...one.cookies.keys()], [], code)
    t.is(events.at(-1)?.reason, code)
  }
})

test('a user without an account is known by the verified address, and by the account ever after', async (t) => {
  const { browser, commit } = await servicePlace(t)
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, directoryId: null } : user)))
  const one = browser()
  await one.signIn(ada)
  t.is((await one.get('/auth')).status, 200)
  commit((users) => users.map((user) => (user.userName === ada ? directoryUser(ada) : user)))
  t.is((await one.get('/auth')).status, 401, 'a new sign-in tells whose account it is')
})

test('a session ends after its hours, after two idle hours, and not before', async (t) => {
  const minute = 60_000
  const { browser, advance } = await servicePlace(t, { signIn: { sessionHours: 3 } })
  const [busy, idle] = [browser(), browser()]
  await busy.signIn(ada)
  await idle.signIn(ada)
  for (let passed = 0; passed < 110; passed += 55) {
    advance(55 * minute)
    t.is((await busy.get('/auth')).status, 200)
  }
  advance(11 * minute)
  t.is((await idle.get('/auth')).status, 401)
  t.is((await busy.get('/auth')).status, 200)
  advance(60 * minute)
  t.is((await busy.get('/auth')).status, 401)
})

test('signing out ends the session on the server, for every copy of its cookie', async (t) => {
  const { browser, origin } = await servicePlace(t)
  const [one, thief] = [browser(), browser()]
  await one.signIn(ada)
  for (const [name, value] of one.cookies) thief.cookies.set(name, value)
  t.is((await thief.get('/auth')).status, 200)
  t.is((await one.post('/signout', {}, { origin: 'https://evil.example' })).status, 403)
  t.is((await one.post('/signout', {}, { 'sec-fetch-site': 'cross-site', origin })).status, 403)
  t.is((await one.post('/signout', {}, { 'sec-fetch-site': 'same-site', origin })).status, 403)
  t.is((await one.get('/auth')).status, 200)
  t.is((await one.post('/signout', {})).status, 200)
  t.is((await one.get('/auth')).status, 401)
  t.is((await thief.get('/auth')).status, 401)
})

test('an admin sees who is signed in and ends their sessions, also of a user who has another name by now', async (t) => {
  const { browser, commit, place } = await servicePlace(t)
  const [one, two] = [browser(), browser()]
  await one.signIn(ada)
  await two.signIn(erik)
  t.deepEqual((await listSessions(place.home, Date.now())).map(({ userName }) => userName).sort(), [ada, erik])
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, userName: 'ada.king@example.com' } : user)))
  const ended = await endSessions(place.home, { userName: 'ADA.king@example.com' }, Date.now() + 1)
  t.is(ended.length, 1)
  t.is((await one.get('/auth')).status, 401)
  t.is((await two.get('/auth')).status, 200)
  await endSessions(place.home, 'all', Date.now() + 1)
  t.is((await two.get('/auth')).status, 401)
})

test('a reload keeps sessions, and what the list of sessions holds lets nobody sign in', async (t) => {
  const { browser, service, place } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  await service.reload()
  t.is((await one.get('/auth')).status, 200)
  const list = readFileSync(place.home.sessions, 'utf8')
  for (const value of one.cookies.values()) t.false(list.includes(value))
})

test('signing in again ends the session that the browser had', async (t) => {
  const { browser } = await servicePlace(t)
  const [one, former] = [browser(), browser()]
  await one.signIn(ada)
  for (const [name, value] of one.cookies) former.cookies.set(name, value)
  await one.signIn(erik)
  t.is((await one.get('/auth')).headers.get('remote-user'), erik)
  t.is((await former.get('/auth')).status, 401)
})

test('two tabs sign in side by side, and six attempts leave five', async (t) => {
  const { browser } = await servicePlace(t)
  const one = browser()
  const first = await one.chooseAccount(ada, '?return=/first')
  const second = await one.chooseAccount(ada, '?return=/second')
  t.true((await one.get(first)).location?.endsWith('/first'))
  t.true((await one.get(second)).location?.endsWith('/second'))
  for (let attempts = 0; attempts < 6; attempts += 1) await one.chooseAccount(ada)
  t.is([...one.cookies.keys()].filter((name) => name.startsWith('rollcall-attempt')).length, 5)
})

test('an attempt works once, in the browser that began it, and for ten minutes', async (t) => {
  const { browser, advance } = await servicePlace(t)
  const one = browser()
  const back = await one.chooseAccount(ada)
  t.is((await browser().get(back)).status, 400, 'another browser')
  t.is((await one.get(back)).status, 302)
  t.is((await one.get(back)).status, 400, 'a second time')
  const late = await one.chooseAccount(ada)
  advance(11 * 60_000)
  t.is((await one.get(late)).status, 400, 'too late')
})

test('no attempt is made for requests that are no navigation', async (t) => {
  const { browser } = await servicePlace(t)
  for (const mode of ['cors', 'no-cors', 'same-origin', 'websocket']) {
    const one = browser()
    t.is((await one.get('/signin/google', { 'sec-fetch-mode': mode })).status, 403, mode)
    t.is(one.cookies.size, 0, mode)
  }
})

test('an integrated user signs in with a password, and guessing is slowed down by the name that the store has', async (t) => {
  const sally: User = {
    ...directoryUser(ada),
    userName: 'sally',
    authentication: 'integrated',
    directoryId: null,
    emailAddresses: ['sally@example.com'],
    password: await hashPassword('correct horse'),
  }
  const { browser, origin, events } = await servicePlace(t, { users: [sally] })
  const one = browser()
  t.true((await one.get('/signin')).text.includes('Use a password instead'))
  t.is((await one.post('/signin/password', { name: 'Sally', password: 'correct horse' })).status, 303)
  t.is((await one.get('/auth')).headers.get('remote-user'), 'sally')

  const foreign = browser()
  const fields = { name: 'sally', password: 'correct horse' }
  t.is((await foreign.post('/signin/password', fields, { origin: 'https://evil.example' })).status, 403)
  t.is((await foreign.post('/signin/password', fields, { origin, 'sec-fetch-site': 'same-site' })).status, 403)

  const wrong = await browser().post('/signin/password', { name: 'sally', password: 'x' })
  const unknown = await browser().post('/signin/password', { name: 'nobody', password: 'x' })
  t.is(wrong.status, unknown.status)
  t.true(wrong.text.includes('The user name or the password is wrong.'))
  t.is(wrong.text.replaceAll('sally', 'nobody'), unknown.text)

  const spellings = ['SALLY', 'Sally', 'sAlly', 'saLLy']
  for (let attempts = 0; attempts < 9; attempts += 1) {
    await browser().post('/signin/password', { name: spellings[attempts % 4] ?? '', password: `guess ${attempts}` })
  }
  const limited = await browser().post('/signin/password', { name: 'sally', password: 'correct horse' })
  t.is(limited.status, 429)
  t.true(Number(limited.headers.get('retry-after')) > 0)
  t.true(events.some(({ event, reason }) => event === 'limited' && reason === 'name'))
  t.false(JSON.stringify(events).includes('guess'), 'passwords are not logged')
})

test('a hash of an earlier release lets in, and is written anew in the form that Dovecot reads', async (t) => {
  const old = '$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$qATE7NG2ULYqLOPEvCsfA3NYpD/3F5C8RV7Y0gZ9gXU'
  const sally: User = {
    ...directoryUser(ada),
    userName: 'sally',
    authentication: 'integrated',
    directoryId: null,
    emailAddresses: ['sally@example.com'],
    password: old,
  }
  const { browser, place } = await servicePlace(t, { users: [sally] })
  const stored = (): string => {
    const { users } = JSON.parse(readFileSync(place.home.users, 'utf8')) as { users: User[] }
    return users.find(({ userName }) => userName === 'sally')?.password ?? ''
  }
  t.is((await browser().post('/signin/password', { name: 'sally', password: 'wrong' })).status, 401)
  t.is(stored(), old)
  t.is((await browser().post('/signin/password', { name: 'sally', password: 'correct ﬁsh' })).status, 303)
  while (stored() === old) await setTimeout(20)
  t.regex(stored(), /^\{CRYPT\}\$7\$F6\.\.\.\.\/\.\.\.\.[./0-9A-Za-z]{22}\$[./0-9A-Za-z]{43}$/)
  t.is((await browser().post('/signin/password', { name: 'sally', password: 'correct ﬁsh' })).status, 303)
  t.is((await browser().post('/signin/password', { name: 'sally', password: 'wrong' })).status, 401)
  const { revision } = JSON.parse(readFileSync(place.home.users, 'utf8'))
  t.is(revision, 2, 'once')
  t.regex((await place.run(['undo', '--yes'])).stderr, /nothing to undo/i, 'no person made that commit')
})

test('a mail token opens one archive while the session lives, and only for the mail server', async (t) => {
  const { browser, statusOrigin, place, commit, advance } = await servicePlace(t)
  const client = JSON.parse(readFileSync(place.home.introspectionClient, 'utf8'))
  const introspect = async (token: string, secret = client.clientSecret) => {
    const body = new URLSearchParams({ token, client_id: client.clientId, client_secret: secret })
    const answer = await fetch(`${statusOrigin}/introspect`, { method: 'POST', body })
    return { status: answer.status, body: (await answer.json()) as { active?: boolean; username?: string } }
  }
  const one = browser()
  await one.signIn(ada)
  const token = (await one.get('/auth?mail=1')).headers.get('x-rollcall-mail-token') ?? ''
  t.is((await introspect(token)).body.username, ada)
  t.is((await introspect(token, 'wrong secret, long enough')).status, 401)
  t.false((await introspect(one.cookies.get('rollcall') ?? '')).body.active, 'a session is no mail token')
  t.false((await introspect(`${token}x`)).body.active)
  const foreign = browser()
  foreign.cookies.set('rollcall', token)
  t.is((await foreign.get('/auth')).status, 401, 'a mail token is no session')
  advance(9 * 60_000)
  t.true((await introspect(token)).body.active)
  commit((users) => users.filter(({ userName }) => userName !== ada))
  t.false((await introspect(token)).body.active, 'the user is gone')
  commit((users) => [...users, directoryUser(ada)])
  t.true((await introspect(token)).body.active)
  await one.post('/signout', {})
  t.false((await introspect(token)).body.active, 'signed out')
})

test('nobody gets in while the store cannot be read, and everybody does again afterwards', async (t) => {
  const { browser, commit, place, statusOrigin } = await servicePlace(t)
  const { writeFileSync } = await import('node:fs')
  const one = browser()
  await one.signIn(ada)
  writeFileSync(place.home.users, '{"version":1,')
  t.is((await one.get('/auth')).status, 500)
  t.is((await one.get('/')).status, 503)
  t.is((await fetch(`${statusOrigin}/readyz`)).status, 503)
  commit((users) => users)
  t.is((await one.get('/auth')).status, 200)
  t.is((await fetch(`${statusOrigin}/readyz`)).status, 200)
})

test('an application that never accepts the session is not asked for ever', async (t) => {
  const { browser } = await servicePlace(t)
  const one = browser()
  await one.signIn(ada)
  const statuses: number[] = []
  for (let times = 0; times < 4; times += 1) statuses.push((await one.get('/signin?return=/app')).status)
  t.deepEqual(statuses, [302, 302, 403, 403])
})
