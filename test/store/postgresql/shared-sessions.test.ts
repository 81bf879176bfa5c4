import test from 'ava'
import { endSessions } from '../../../source/operations/sign-in/sessions.ts'
import { readSessionKeys } from '../../../source/settings/credentials/session-keys.ts'
import { openStore } from '../../../source/store/open-store.ts'
import { openKeySource } from '../../../source/web/shared-keys.ts'
import type { Browser } from '../../web/support/browser.ts'
import { ada, erik, servicePlace } from '../../web/support/service.ts'
import { type Cluster, serverPrograms, startCluster } from '../support/postgresql/cluster.ts'

const withServer = serverPrograms() === null ? test.skip : test

let cluster: Cluster
test.before(async () => {
  if (serverPrograms() !== null) cluster = await startCluster()
})
test.after.always(() => cluster?.close())

const day = 24 * 60 * 60 * 1000
const longest = 12 * 60 * 60 * 1000

function takeCookies(to: Browser, from: Browser): Browser {
  for (const [name, value] of from.cookies) to.cookies.set(name, value)
  return to
}

const status = async (browser: Browser): Promise<number> => (await browser.get('/auth')).status

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

withServer(
  'a session holds on every machine that shares a database, also after a restart, and ends on each',
  async (t) => {
    const database = await cluster.makeDatabase()
    const { browser, another, place } = await servicePlace(t, { database })
    const second = await another()
    t.not(second.home.folder, place.home.folder)
    const [here, other] = [browser(), second.browser()]
    await here.signIn(ada)
    t.is(await status(takeCookies(second.browser(), here)), 200)
    const third = await another()
    t.is(await status(takeCookies(third.browser(), here)), 200)
    await endSessions(second.home, { userName: ada }, Date.now() + 1)
    for (const one of [here, takeCookies(second.browser(), here), takeCookies(third.browser(), here)])
      await until(async () => (await status(one)) === 401)
    t.is(await status(other), 401)
    // Nothing that the database holds opens a session: the keys in it are sealed.
    const [row] = await cluster.query(database, 'SELECT keys FROM rollcall.sessions')
    t.regex(String(row?.keys), /^\[\{"id":"[\w-]+","madeAt":\d+,"sealed":"[\w.-]+"\}\]$/)
  },
)

withServer('the next key is made once by all machines, and signs nobody out', async (t) => {
  const database = await cluster.makeDatabase()
  const { place, another, browser, advance } = await servicePlace(t, { database })
  const { google } = place
  const { home } = await another()
  const before = browser()
  await before.signIn(erik)
  const sources = await Promise.all(
    [place.home, home].map(async (one) => openKeySource(one, (await openStore(one)).sessions, google.oidc)),
  )
  const later = Date.now() + 8 * day
  const made = await Promise.all(sources.map(({ rotate }) => rotate(later, longest)))
  t.deepEqual(made[0], made[1])
  t.is(made[0]?.length, 2)
  advance(2000)
  t.is(await status(before), 200)
  await Promise.all(sources.map(({ close }) => close()))
})

withServer('a store that moves into a database takes the keys of its sessions along', async (t) => {
  const { place } = await servicePlace(t)
  const { home, google } = place
  const own = readSessionKeys(home)
  const database = await cluster.makeDatabase()
  const moved = await place.run(['store', 'move', database])
  t.is(moved.code, 0, moved.stderr)
  const source = await openKeySource(home, (await openStore(home)).sessions, google.oidc)
  t.deepEqual(await source.rotate(Date.now(), longest), own)
  await source.close()
})

withServer('whoever has another OAuth client opens no key, and takes none away', async (t) => {
  const database = await cluster.makeDatabase()
  const { place } = await servicePlace(t, { database })
  const { home, google } = place
  const { sessions } = await openStore(home)
  const open = (clientSecret: string) => openKeySource(home, sessions, { ...google.oidc, clientSecret })
  const [right, wrong] = [await open(google.oidc.clientSecret), await open('another')]
  // What the service has just made is heard within a moment.
  await until(async () => right.newest().length === 1)
  const known = right.newest()
  t.deepEqual(wrong.newest(), [])
  await wrong.rotate(Date.now() + 8 * day, longest)
  const again = await open(google.oidc.clientSecret)
  t.deepEqual(again.newest(), known)
  for (const one of [right, wrong, again]) await one.close()
})
