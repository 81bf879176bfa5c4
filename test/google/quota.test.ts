import test from 'ava'
import { readSnapshot } from '../../source/google/directory/read-snapshot.ts'
import type { RequestLogEntry } from '../../source/simulator/server/request-log.ts'
import { directoryOf, quickLimits, simulate } from './support/connect.ts'

// A fortieth of Google's: on a busy machine a call can be late by as much as a tenth of a second.
const minute = 3000
const groups = Array.from({ length: 70 }, (_, index) => ({ id: `g${index}`, email: `g${index}@example.com`, name: '' }))
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: groups.map(({ id, email }) => ({ id, email })),
}
const limits = { ...quickLimits, minute, longestWait: 10 * minute }

/** How often each request was refused that was refused at all. */
function refusals(requests: readonly RequestLogEntry[]): number[] {
  const refused = new Map<string, number>()
  for (const { path, status } of requests) if (status === 403) refused.set(path, (refused.get(path) ?? 0) + 1)
  return [...refused.values()]
}

test('Under a quota that is known no request is refused.', async (t) => {
  const queriesPerMinute = 40
  const simulator = await simulate(t, {
    organization: { ...organization, queriesPerMinute },
    quotaMinuteMilliseconds: minute,
  })
  await readSnapshot(directoryOf(simulator, { limits: { ...limits, callsPerMinute: queriesPerMinute } }), groups)
  t.deepEqual(refusals(simulator.requests), [])
})

for (const queriesPerMinute of [25, 60]) {
  test(`Under a quota of ${queriesPerMinute}, smaller than is known, no request is refused twice.`, async (t) => {
    const simulator = await simulate(t, {
      organization: { ...organization, queriesPerMinute },
      quotaMinuteMilliseconds: minute,
    })
    const snapshot = await readSnapshot(directoryOf(simulator, { limits }), groups)
    t.is(snapshot.groups.length, groups.length)
    const refused = refusals(simulator.requests)
    t.true(refused.length > 0)
    t.true(refused.every((times) => times === 1))
  })
}

test('A run that finds most of the quota used up by the run before waits for it once.', async (t) => {
  const simulator = await simulate(t, {
    organization: { ...organization, queriesPerMinute: 100 },
    quotaMinuteMilliseconds: 1.5 * minute,
  })
  const patient = { ...limits, minute: 1.5 * minute }
  await readSnapshot(directoryOf(simulator, { limits: patient }), groups)
  simulator.requests.length = 0
  await readSnapshot(directoryOf(simulator, { limits: patient }), groups)
  const refused = refusals(simulator.requests)
  t.true(refused.length > 0)
  t.true(refused.every((times) => times === 1))
})

test('A call that waited long for its first turn is still tried again when it fails.', async (t) => {
  const simulator = await simulate(t, {
    organization,
    faults: [{ call: 'members.list', key: 'g69', status: 503 }],
  })
  const hasty = { ...limits, callsPerMinute: 25, patience: 1000 }
  const snapshot = await readSnapshot(directoryOf(simulator, { limits: hasty }), groups)
  t.is(snapshot.groups.length, groups.length)
})
