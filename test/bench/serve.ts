import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { openHome } from '../../source/store/open-home.ts'
import { storeText } from '../../source/store/users/store-adapter.ts'
import type { User } from '../../source/sync/user.ts'
import { freePort } from '../support/free-port.ts'
import { cleanEnvironment, program } from '../support/run-process.ts'
import { Browser } from '../web/support/browser.ts'
import { type Figure, figure, median } from './figure.ts'
import { asFastAsPossible, atPace, type LoadRequest, percentile } from './load.ts'
import { type ServedSimulator, serveSimulator } from './served-simulator.ts'

const ada = 'ada.lovelace@example.com'
const userCount = 100_000

/** A running `rollcall serve` over a store of 100,000 users, one of whom is signed in. */
type Place = {
  google: ServedSimulator
  service: ChildProcess
  browser: () => Browser
  /** What a proxy asks for the one who is signed in. */
  auth: LoadRequest
  /** Commits the store without the one who is signed in, or with. */
  commit: (isWithAda: boolean) => void
}

function users(isWithAda: boolean): User[] {
  const { id: directoryId = '' } = demoOrganization().users.find(({ primaryEmail }) => primaryEmail === ada) ?? {}
  const user = (userName: string, id: string): User => ({
    userName,
    fullName: 'Ada Lovelace',
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: id,
    emailAddresses: [userName],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [{ folder: userName, privileges: ['read'] }],
  })
  const others = Array.from({ length: userCount }, (_, index) => {
    const number = String(index).padStart(6, '0')
    return user(`person${number}.family@example.com`, `1${number.padStart(20, '0')}`)
  })
  return isWithAda ? [user(ada, directoryId), ...others] : others
}

async function startPlace(folder: string): Promise<Place> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const home = openHome(folder)
  const google = await serveSimulator({ organization: demoOrganization() })
  const port = await freePort()
  await saveOAuthClient(home, google.oidc)
  await writeSettings(home, {
    authentication: { clientId: google.oidc.clientId, host: 'localhost', port, instanceId: null },
  })
  let revision = 0
  const stores = new Map([true, false].map((isWithAda) => [isWithAda, users(isWithAda)]))
  const commit = (isWithAda: boolean): void => {
    revision += 1
    const text = [...storeText({ version: 1, revision, users: stores.get(isWithAda) ?? [] })].join('')
    writeFileSync(`${home.users}.new`, text, { mode: 0o600 })
    renameSync(`${home.users}.new`, home.users)
  }
  commit(true)
  const service = spawn(
    process.execPath,
    [program, 'serve', '--home', folder, '--google', google.url, '--listen', `127.0.0.1:${port}`],
    { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await lineWith(service, 'ready')
  const browser = (): Browser => new Browser(`http://localhost:${port}`)
  const one = browser()
  await one.signIn(ada)
  const cookie = [...one.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { google, service, browser, auth: { port, path: '/auth', headers: { cookie } }, commit }
}

function lineWith(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (text) => {
      if (String(text).includes(word)) resolve()
    })
    child.once('exit', () => reject(new Error('the service ended')))
  })
}

/** How long it takes from a commit until nobody gets in who was taken out by it, in milliseconds. */
async function untilSeen({ auth, commit }: Place, browser: Browser): Promise<number> {
  const status = async () => (await browser.get('/auth', auth.headers)).status
  while ((await status()) !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
  commit(false)
  const begun = performance.now()
  if ((await status()) !== 401) throw new Error('somebody who is gone got in')
  const time = performance.now() - begun
  commit(true)
  return time
}

/** How much longer the return from Google takes than the provider needs for its two answers, in milliseconds. */
async function ownTime({ google, browser }: Place): Promise<number> {
  const one = browser()
  const back = await one.chooseAccount(ada)
  const begun = performance.now()
  const page = await one.get(back)
  const whole = performance.now() - begun
  if (page.status !== 302) throw new Error(`no sign-in: ${page.status}`)
  const asked = performance.now()
  const { clientId, clientSecret } = google.oidc
  const form = { grant_type: 'authorization_code', code: '4/0Ax', client_id: clientId, client_secret: clientSecret }
  await fetch(`${google.url}/token`, { method: 'POST', body: new URLSearchParams(form) })
  return whole - (performance.now() - asked)
}

/** The memory of a process in MB, as the system counts it. */
function memoryOf({ pid }: ChildProcess): number {
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(resident) / 1024
}

/** The processor time that a process has had, in seconds; the system counts hundredths. */
function processorTime({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Loads a server for a while: answers a second, and answers a second of its processor time. */
async function loaded(
  server: ChildProcess,
  request: LoadRequest,
): Promise<{ perSecond: number; perProcessor: number }> {
  const before = processorTime(server)
  const { perSecond, latencies } = await asFastAsPossible(request, 64, 1_500)
  return { perSecond, perProcessor: latencies.length / (processorTime(server) - before) }
}

async function throughput(bare: ChildProcess, nothing: LoadRequest, { service, auth }: Place): Promise<Figure[]> {
  const perSecond: number[] = []
  const perProcessor: number[] = []
  for (let round = 0; round < 8; round += 1) {
    const floor = await loaded(bare, nothing)
    const ours = await loaded(service, auth)
    // Both compile what they run often in the first round.
    if (round === 0) continue
    perSecond.push(ours.perSecond / floor.perSecond)
    perProcessor.push(ours.perProcessor / floor.perProcessor)
  }
  const common = { floor: 'a bare `node:http` handler', target: 0.5, atLeast: true, unit: '×' as const }
  return [
    figure({ name: '`auth` on kept connections, requests a second', values: perSecond, ...common }),
    figure({ name: 'the same, for each second of processor time', values: perProcessor, ...common }),
  ]
}

/** What a million requests more leave behind in memory, in MB; a tenth of them outside of the long run. */
async function growth({ service, auth }: Place): Promise<number> {
  const requests = process.env.ROLLCALL_LONG ? 1_000_000 : 100_000
  const before = memoryOf(service)
  for (let asked = 0; asked < requests; ) asked += (await asFastAsPossible(auth, 64, 5_000)).latencies.length
  return memoryOf(service) - before
}

/** Repeats a measurement, one after the other. */
async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = []
  for (let round = 0; round < count; round += 1) values.push(await measure())
  return values
}

/** How fast the service answers, with 100,000 users in the store. */
export async function serveFigures(folder: string): Promise<Figure[]> {
  const bare = fork(fileURLToPath(new URL('bare-server.ts', import.meta.url)))
  const [barePort] = (await once(bare, 'message')) as [number]
  const place = await startPlace(folder)
  const { auth, service } = place
  const slowest = (request: LoadRequest) => async () =>
    percentile((await atPace(request, 200, 2_000, 3_000)).latencies, 0.99)
  try {
    const nothing = { ...auth, port: barePort }
    return [
      ...(await throughput(bare, nothing, place)),
      figure({
        name: '`auth`, 200 connections with 2,000 requests a second: 99 of 100 are answered within',
        floor: `the bare handler: ${median(await times(5, slowest(nothing))).toFixed(1)} ms`,
        target: 5,
        unit: 'ms',
        values: await times(5, slowest(auth)),
      }),
      figure({
        name: 'from a commit to 100,000 users until it counts',
        floor: 'a click',
        target: 100,
        unit: 'ms',
        values: await times(7, () => untilSeen(place, place.browser())),
      }),
      figure({
        name: 'a sign-in beside the time that the provider takes',
        floor: 'the same form sent to the provider',
        target: 10,
        unit: 'ms',
        values: await times(25, () => ownTime(place)),
      }),
      figure({
        name: `memory after ${process.env.ROLLCALL_LONG ? 'a million' : '100,000'} requests more`,
        floor: 'what the first ones take',
        target: 30,
        unit: 'MB',
        values: [await growth(place)],
      }),
    ]
  } finally {
    place.google.close()
    bare.disconnect()
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
}
