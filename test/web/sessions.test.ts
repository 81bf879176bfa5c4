import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { endSessions } from '../../source/operations/sign-in/sessions.ts'
import { readSessionKeys, rotateSessionKeys, type SessionKey } from '../../source/settings/credentials/session-keys.ts'
import type { Browser } from './support/browser.ts'
import { ada, erik, servicePlace } from './support/service.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** Gives a browser the cookies of another: the same person, at another host. */
function takeCookies(to: Browser, from: Browser): Browser {
  for (const [name, value] of from.cookies) to.cookies.set(name, value)
  return to
}

const status = async (browser: Browser): Promise<number> => (await browser.get('/auth')).status

test('a session counts on every host, and ends on every host with its sign-out', async (t) => {
  const { browser, another } = await servicePlace(t)
  const second = await another()
  const here = browser()
  await here.signIn(ada)
  const there = takeCookies(second.browser(), here)
  t.is(await status(there), 200)
  await here.post('/signout', {})
  t.is(await status(here), 401)
  t.is(await status(there), 401)
})

test('what an admin ends is over on every host and after a restart', async (t) => {
  const { browser, another, place } = await servicePlace(t)
  const second = await another()
  const [here, other] = [browser(), browser()]
  await here.signIn(ada)
  await other.signIn(erik)
  await endSessions(place.home, { userName: ada }, Date.now() + 1)
  t.is(await status(takeCookies(second.browser(), here)), 401)
  t.is(await status(takeCookies(second.browser(), other)), 200)
  const restarted = await another()
  t.is(await status(takeCookies(restarted.browser(), here)), 401)
  t.is(await status(takeCookies(restarted.browser(), other)), 200)
})

test('a sign-out and the two idle hours outlive a restart', async (t) => {
  const { browser, another, service, advance } = await servicePlace(t)
  const [out, idle, busy] = [browser(), browser(), browser()]
  for (const one of [out, idle, busy]) await one.signIn(ada)
  await out.post('/signout', {})
  advance(hour + 50 * 60_000)
  t.is(await status(busy), 200)
  await service.close()
  const restarted = await another()
  advance(11 * 60_000)
  t.is(await status(takeCookies(restarted.browser(), out)), 401)
  t.is(await status(takeCookies(restarted.browser(), idle)), 401)
  t.is(await status(takeCookies(restarted.browser(), busy)), 200)
})

test('a new key signs nobody out, seals nothing before every host has it, and goes when nothing is sealed with it', async (t) => {
  const { browser, another, place, advance } = await servicePlace(t)
  const { home } = place
  const keys = () => readSessionKeys(home).map(({ id }) => id)
  const sealedWith = (one: Browser) =>
    String(
      (
        JSON.parse(Buffer.from(one.cookies.get('rollcall')?.split('.')[0] ?? '', 'base64url').toString()) as {
          kid: string
        }
      ).kid,
    )
  const [first = ''] = keys()
  // The key is as old as it gets.
  const aged = readSessionKeys(home).map((key): SessionKey => ({ ...key, madeAt: key.madeAt - 7 * day + 30_000 }))
  writeFileSync(home.sessionKeys, JSON.stringify({ version: 1, keys: aged }))
  const second = await another()
  const before = browser()
  await before.signIn(ada)
  advance(31_000)
  t.is(await status(before), 200)
  while (keys().length === 1) await new Promise((resolve) => setImmediate(resolve))
  const [next = ''] = keys()
  t.deepEqual(keys(), [next, first])
  advance(2_000)
  const during = browser()
  await during.signIn(ada)
  t.is(sealedWith(during), first, 'another host may not have found the new one')
  advance(61_000)
  const after = browser()
  await after.signIn(erik)
  t.is(sealedWith(after), next)
  for (const one of [before, during, after]) {
    t.is(await status(one), 200)
    t.is(await status(takeCookies(second.browser(), one)), 200)
  }
  const later = Date.now() + 8 * day
  await rotateSessionKeys(home, later, 12 * hour)
  t.is(keys().length, 2)
  t.false(keys().includes(first))
})

test('hosts that make the first key or the next one at the same moment make one', async (t) => {
  const { place } = await servicePlace(t)
  const { home } = place
  const at = Date.now() + 8 * day
  const made = await Promise.all(Array.from({ length: 8 }, () => rotateSessionKeys(home, at, 12 * hour)))
  t.is(new Set(made.map(([newest]) => newest?.id)).size, 1)
  t.deepEqual(readSessionKeys(home), made[0] ?? [])
})

test('many who sign in together are all in the list', async (t) => {
  const { browser, place } = await servicePlace(t)
  const all = Array.from({ length: 12 }, () => browser())
  await Promise.all(all.map((one, index) => one.signIn(index % 2 === 0 ? ada : erik)))
  for (const one of all) t.is(await status(one), 200)
  const list = JSON.parse(readFileSync(place.home.sessions, 'utf8')) as { open: unknown[] }
  t.is(list.open.length, 12)
})
