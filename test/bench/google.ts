import { createDirectory } from '../../source/google/directory/directory.ts'
import { readSnapshot } from '../../source/google/directory/read-snapshot.ts'
import { googleLimits, type Limits } from '../../source/google/http/limits.ts'
import { parseServiceAccountKey } from '../../source/settings/credentials/service-account-key.ts'
import type { RequestLogEntry } from '../../source/simulator/server/request-log.ts'
import type { ChosenGroup } from '../../source/sync/settings.ts'
import { type BareClient, openBareClient } from './bare-client.ts'
import { type Figure, figure, timed } from './figure.ts'
import { type ServedSimulator, serveSimulator } from './served-simulator.ts'

const rounds = 5

const directoryFor = ({ url, key, admin }: ServedSimulator, limits: Limits = googleLimits) =>
  createDirectory({
    key: parseServiceAccountKey(JSON.stringify(key), 'key.json'),
    administrator: admin,
    endpoint: { origin: url, limits },
    signal: new AbortController().signal,
  })

function organization(users: number, groups: number, members: number) {
  const addresses = Array.from({ length: users }, (_, index) => `p${String(index).padStart(6, '0')}@example.com`)
  return {
    domains: ['example.com'],
    admins: addresses.slice(0, 1),
    users: addresses.map((primaryEmail, index) => ({ primaryEmail, name: { fullName: `P ${index}` } })),
    groups: chosen(groups).map(({ id, email }, group) => ({
      id,
      email,
      members: Array.from({ length: members }, (_, place) => ({ email: addresses[(group * members + place) % users] })),
    })),
  }
}

const chosen = (groups: number): ChosenGroup[] =>
  Array.from({ length: groups }, (_, group) => ({ id: `g${group}`, email: `g${group}@example.com`, name: '' }))

/** The bare requests of a run, with so many under way. */
async function bareRun({ readUsers, readMembers }: BareClient, groups: number, atOnce: number): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < groups) await readMembers(`g${next++}`)
  }
  if (atOnce === 1) {
    await readUsers()
    return worker()
  }
  await Promise.all([readUsers(), ...Array.from({ length: atOnce - 1 }, worker)])
}

async function reading(): Promise<Figure[]> {
  const google = await serveSimulator({ organization: organization(5000, 300, 50), latencyMilliseconds: 20 })
  const bare = await openBareClient(google)
  const ours = () => timed(() => readSnapshot(directoryFor(google), chosen(300)))
  const concurrent: number[] = []
  const serial: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const floor = await timed(() => bareRun(bare, 300, 16))
    const time = await ours()
    // The first round warms up.
    if (round === 0) continue
    concurrent.push(time / floor)
    serial.push((await timed(() => bareRun(bare, 300, 1))) / time)
  }
  google.close()
  return [
    figure({
      name: 'reading 5,000 users and 300 groups, 20 ms a request',
      floor: 'bare `fetch` of the same pages, 16 at once',
      target: 1.3,
      unit: '×',
      values: concurrent,
    }),
    figure({
      name: 'the same, how many times faster',
      floor: 'bare `fetch`, one request after the other',
      target: 10,
      atLeast: true,
      unit: '×',
      values: serial,
    }),
  ]
}

async function fewRequests(): Promise<Figure[]> {
  const google = await serveSimulator({ organization: organization(300, 2, 40) })
  await readSnapshot(directoryFor(google), chosen(2))
  const values = [(await google.takeRequests()).length]
  google.close()
  return [
    figure({
      name: 're-sync of 300 users and two groups',
      floor: 'one request for each page, and the token',
      target: 4,
      unit: 'requests',
      values,
    }),
  ]
}

async function largeDirectory(): Promise<Figure[]> {
  const google = await serveSimulator({ organization: organization(100_000, 0, 0), latencyMilliseconds: 50 })
  const bare = await openBareClient(google)
  const values: number[] = []
  await directoryFor(google).listUsers()
  for (let round = 0; round < rounds; round += 1) {
    const floor = await timed(bare.readUsers)
    values.push(floor / (await timed(() => directoryFor(google).listUsers())))
  }
  google.close()
  return [
    figure({
      name: 'reading 100,000 users, 50 ms a page, how many times faster',
      floor: 'bare `fetch`, one page after the other',
      target: 1.8,
      atLeast: true,
      unit: '×',
      values,
    }),
  ]
}

/** A tenth of 2,400 queries, in a minute that is shorter. What is measured scales with both. */
const quota = 240
const minute = 2000

/** Times a run of so many requests under a quota, and counts how often one and the same was refused. */
async function throttled(queriesPerMinute: number, requests: number): Promise<{ time: number; refusals: number }> {
  const google = await serveSimulator({
    organization: { ...organization(1, requests - 1, 1), queriesPerMinute },
    quotaMinuteMilliseconds: minute,
  })
  const limits = { ...googleLimits, callsPerMinute: quota, minute, firstWait: 40 }
  const time = await timed(() => readSnapshot(directoryFor(google, limits), chosen(requests - 1)))
  const refusals = mostRefusals(await google.takeRequests())
  google.close()
  return { time, refusals }
}

function mostRefusals(requests: readonly RequestLogEntry[]): number {
  const refused = new Map<string, number>([['', 0]])
  for (const { path, status } of requests) if (status === 403) refused.set(path, (refused.get(path) ?? 0) + 1)
  return Math.max(...refused.values())
}

async function fairPlay(): Promise<Figure[]> {
  const known: number[] = []
  const unknown: number[] = []
  const refusals: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    known.push((await throttled(quota, quota * 2.5)).time / (2 * minute))
    const half = await throttled(quota / 2, (quota / 2) * 2.5)
    unknown.push(half.time / (2 * minute))
    refusals.push(half.refusals)
  }
  const floor = 'the two minutes that the quota makes it wait'
  return [
    figure({
      name: '600 requests under a quota of 240 in a minute of 2 s',
      floor,
      target: 1.15,
      unit: '×',
      values: known,
    }),
    figure({
      name: '300 requests under one of 120, where 240 are believed',
      floor,
      target: 1.15,
      unit: '×',
      values: unknown,
    }),
    figure({
      name: 'the same, refusals of one and the same request',
      floor: 'nobody can know before the first',
      target: 1,
      unit: 'requests',
      values: refusals,
    }),
  ]
}

/** How long Google is read, with how many requests, and how it is treated when it asks for patience. */
export async function googleFigures(): Promise<Figure[]> {
  return [...(await reading()), ...(await fewRequests()), ...(await largeDirectory()), ...(await fairPlay())]
}
