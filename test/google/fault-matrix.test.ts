import test from 'ava'
import type { Directory } from '../../source/google/directory.ts'
import { lookUp } from '../../source/google/look-up.ts'
import { readSnapshot } from '../../source/google/read-snapshot.ts'
import type { Fault } from '../../source/simulator/faults.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { Problem } from '../../source/sync/problem.ts'
import { directoryOf, quickLimits, simulate } from './support/connect.ts'
import { archiveGroup, smallOrganization } from './support/small-organization.ts'

/** The calls of a run, each of which meets every fault. */
const calls = [
  'token',
  'users.list',
  'users.get',
  'groups.list',
  'groups.get',
  'members.list',
  'members.hasMember',
] as const
type Call = (typeof calls)[number]

/** What a run ends with: the same result as without a fault, a result that takes Google's word for it, or a problem's code. */
type End = 'recovered' | 'understood' | string
type Row = {
  name: string
  fault: Omit<Fault, 'call'>
  /** When the fault happens at the first such call only, and when it happens at every one. */
  once: End
  always: End
  /** Where a call differs: at that call both ends, or only one. */
  except?: Partial<Record<Call, End | { once: End; always: End }>>
}

const transient = (name: string, fault: Omit<Fault, 'call'>, always: string): Row => ({
  name,
  fault,
  once: 'recovered',
  always,
})
const lasting = (name: string, fault: Omit<Fault, 'call'>, end: End, except: Row['except'] = {}): Row => ({
  name,
  fault,
  once: end,
  always: end,
  except,
})

const rate = (reason: string, domain = 'usageLimits') => ({
  error: { code: 403, message: 'Slow down', errors: [{ message: 'Slow down', domain, reason }] },
})
const html = '<!DOCTYPE html><html><head><style>b{}</style></head><body><h1>Sign in to the network</h1></body></html>'

const listings = {
  'users.list': 'listingIncomplete',
  'groups.list': 'listingIncomplete',
  'members.list': 'listingIncomplete',
}
const noToken = { token: 'noAccessToken' }

const rows: Row[] = [
  ...[408, 500, 501, 502, 503, 504].map((status) => transient(`status ${status}`, { status }, 'googleUnavailable')),
  transient('status 502 with a web page', { status: 502, body: html }, 'googleUnavailable'),
  transient('status 503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }, 'googleUnavailable'),
  transient('status 429', { status: 429 }, 'googleThrottles'),
  transient('status 429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }, 'googleThrottles'),
  transient('status 403 rateLimitExceeded', { status: 403, body: rate('rateLimitExceeded') }, 'googleThrottles'),
  transient(
    'status 403 userRateLimitExceeded',
    { status: 403, body: rate('userRateLimitExceeded') },
    'googleThrottles',
  ),
  transient('status 403 quotaExceeded', { status: 403, body: rate('quotaExceeded', 'global') }, 'googleThrottles'),
  transient(
    'status 403 with RESOURCE_EXHAUSTED only',
    { status: 403, body: { error: { code: 403, message: 'x', status: 'RESOURCE_EXHAUSTED' } } },
    'googleThrottles',
  ),
  transient(
    'status 403 in plain text about the rate',
    { status: 403, body: 'Request rate higher than configured.' },
    'googleThrottles',
  ),
  transient('a broken connection', { reset: true }, 'googleUnreachable'),
  transient('a cut connection', { truncate: true }, 'googleUnreachable'),
  transient('a connection cut at once', { truncate: 0 }, 'googleUnreachable'),
  transient('no answer', { hang: true }, 'googleTimedOut'),
  lasting('status 400', { status: 400 }, 'requestRefused', {
    token: 'signInRefused',
    'members.hasMember': 'understood',
  }),
  {
    name: 'status 401',
    fault: { status: 401 },
    once: 'recovered',
    always: 'tokenNotAccepted',
    except: { token: 'delegationMissing' },
  },
  lasting('status 403 forbidden', { status: 403 }, 'rightMissing', {
    token: 'signInRefused',
    'members.list': 'groupUnreadable',
    'groups.get': { once: 'understood', always: 'rightMissing' },
  }),
  lasting('status 404', { status: 404 }, 'requestRefused', {
    token: 'signInRefused',
    'users.get': 'understood',
    'groups.get': 'understood',
    'members.list': 'groupGone',
    'members.hasMember': 'understood',
  }),
  lasting('status 404 with a web page', { status: 404, body: html }, 'notGoogle'),
  lasting('status 403 with a web page', { status: 403, body: html }, 'notGoogle'),
  lasting('status 412', { status: 412 }, 'requestRefused', { token: 'signInRefused', 'users.get': 'understood' }),
  lasting('a redirection', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }, 'notGoogle'),
  lasting('status 204', { status: 204, body: '' }, 'answerUnreadable', { ...listings, token: 'notGoogle' }),
  lasting('a web page', { body: html }, 'notGoogle'),
  lasting('half of the JSON', { body: '{"kind":"admin#directory#users","users":[{"id' }, 'answerUnreadable', {
    ...listings,
    ...noToken,
  }),
  lasting('an empty body', { body: '' }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('an empty object', { body: {} }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('a list', { body: [] }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('the word null', { body: 'null' }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('an error with status 200', { body: rate('backendError') }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('wrong types', { change: withWrongTypes }, 'answerUnreadable', { ...listings, ...noToken }),
]

/** Turns every id, address, token and truth value into something of another type. */
function withWrongTypes(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    ['id', 'primaryEmail', 'access_token', 'isMember'].includes(key) ? 5 : value,
  )
}

/** Everything that a run asks Google, and what it got. */
async function run(directory: Directory): Promise<unknown> {
  const groups = await directory.listGroups()
  const snapshot = await readSnapshot(directory, [archiveGroup])
  const staff = await directory.getGroup('staff@example.com')
  const candidates = [
    { directoryId: 'id-person5', userName: 'person5@example.com' },
    { directoryId: 'id-nobody', userName: 'nobody@example.com' },
  ]
  const lookups = await lookUp(directory, [archiveGroup], candidates)
  return { groups, snapshot, staff, lookups: [...lookups] }
}

/** A simulator of its own for each run: a request that an ended run left behind must not take the next run's fault. */
async function endOf(fault: Fault, clean: string): Promise<End> {
  const simulator = await startSimulator({ organization: smallOrganization, faults: [fault] })
  let waits = 0
  const limits = fault.hang ? { ...quickLimits, timeout: 200 } : quickLimits
  const directory = directoryOf(simulator, {
    limits,
    onWait: () => {
      waits += 1
    },
  })
  try {
    if (JSON.stringify(await run(directory)) !== clean) return 'understood'
    return waits === 0 && fault.status !== 401 ? 'recovered without telling of the wait' : 'recovered'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  } finally {
    await simulator.close()
  }
}

let runs = 0
for (const call of calls) {
  test(`Every fault at ${call} ends in the right result or the right problem.`, async (t) => {
    const simulator = await simulate(t, { organization: smallOrganization })
    const clean = JSON.stringify(await run(directoryOf(simulator)))
    for (const row of rows) {
      const except = row.except?.[call]
      const expected = typeof except === 'string' ? { once: except, always: except } : (except ?? row)
      const fault: Fault = { ...row.fault, call }
      t.is(await endOf({ ...fault, times: 1 }, clean), expected.once, `${row.name}, once`)
      t.is(await endOf({ ...fault, times: 'always' }, clean), expected.always, `${row.name}, always`)
      runs += 2
    }
  })
}

test.after((t) => t.log(`${runs} runs: ${rows.length} faults, once and always, at ${calls.length} calls`))
