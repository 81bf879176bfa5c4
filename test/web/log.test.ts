import { readFileSync } from 'node:fs'
import test from 'ava'
import { endSessions } from '../../source/operations/sign-in/sessions.ts'
import { createEventLog } from '../../source/web/event-log.ts'
import { ada, directoryUser, erik, servicePlace } from './support/service.ts'

test('each sign-in, refusal and end is one line with its reason, and no line lets a reader sign in', async (t) => {
  const { browser, place, events, commit, statusOrigin } = await servicePlace(t)
  const secrets: string[] = [place.google.oidc.clientSecret, 'guess the word']
  const keep = (address: string) => {
    for (const [, value] of new URL(address).searchParams) secrets.push(value)
  }
  const one = browser()
  const google = await one.get('/signin/google', { 'sec-fetch-mode': 'navigate' })
  keep(google.location ?? '')
  const back = await one.chooseAccount(ada)
  keep(back)
  secrets.push(...one.cookies.values())
  await one.get(back)
  secrets.push(...one.cookies.values())
  const token = (await one.get('/auth?mail=1')).headers.get('x-rollcall-mail-token') ?? ''
  const introspection = JSON.parse(readFileSync(place.home.introspectionClient, 'utf8')) as { clientSecret: string }
  secrets.push(token, introspection.clientSecret)
  const body = new URLSearchParams({ token, client_id: 'dovecot', client_secret: introspection.clientSecret })
  await fetch(`${statusOrigin}/introspect`, { method: 'POST', body })
  await one.get(back)
  await browser().get('/oidc/signin?state=abcdefghijklmnopqrstuvwxyz&code=4/0Asecretcode')
  secrets.push('abcdefghijklmnopqrstuvwxyz', '4/0Asecretcode')
  await one.get(`${await one.chooseAccount(ada)}&error=access_denied`)
  place.google.setFaults([{ call: 'oidc.token', idToken: 'wrongSignature' }])
  const failing = await one.chooseAccount(ada)
  keep(failing)
  await one.get(failing)
  await browser().post('/signin/password', { name: `${ada}\n<0>forged`, password: 'guess the word' })
  await browser().post(
    '/signin/password',
    { name: 'x', password: 'guess the word' },
    { origin: 'https://evil.example' },
  )
  await browser().get('/signin?return=https://evil.example/?token=guess the word')
  const two = browser()
  await two.signIn(erik)
  await two.post('/signout', {})
  commit((users) => users.filter(({ userName }) => userName !== ada))
  await one.get('/auth')
  await browser().signIn(ada)
  commit((users) => [...users, directoryUser(ada)])
  await one.signIn(ada)
  await endSessions(place.home, 'all', Date.now() + 1)
  await one.get('/auth')
  const told = events.map(({ event, reason }) => (reason === undefined ? event : `${event} ${reason}`))
  t.deepEqual(told, [
    'signedIn',
    'refused attemptUnknown',
    'refused attemptUnknown',
    'refused cancelled',
    'failed idTokenSignature',
    'refused wrongPassword',
    'refused foreignForm',
    'refused returnNotAllowed',
    'signedIn',
    'signedOut',
    'sessionEnded userGone',
    'refused accountNotInStore',
    'signedIn',
    'sessionEnded ended',
  ])
  const lines: Record<'text' | 'journal' | 'json', string[]> = { text: [], journal: [], json: [] }
  for (const form of ['text', 'journal', 'json'] as const) {
    const log = createEventLog(
      form,
      (line) => lines[form].push(line),
      () => new Date(0),
    )
    for (const event of events) log(event)
    t.is(lines[form].length, events.length)
    for (const line of lines[form]) {
      t.false(/\n|\r/.test(line), 'one event is one line')
      for (const secret of secrets) {
        // Words such as "code" and "S256" stand in Google's address too; no secret is as short.
        if (secret.length >= 12) t.false(line.includes(secret), `${form}: ${line}`)
      }
    }
  }
  for (const line of lines.journal) t.regex(line, /^<[3-6]>[a-z]/)
  for (const line of lines.json) t.is((JSON.parse(line) as { time: string }).time, '1970-01-01T00:00:00.000Z')
  t.true(lines.journal.some((line) => line === `<6>signed in user="${ada}" way=google from=127.0.0.1`))
})
