import test from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import { createDirectory } from '../../source/google/directory/directory.ts'
import { parseServiceAccountKey } from '../../source/settings/credentials/service-account-key.ts'
import { serviceAccountKey } from '../../source/simulator/oauth/service-account.ts'
import { Problem } from '../../source/text/problem.ts'
import { type BadList, type Listed, startBadListServer } from './support/bad-list-server.ts'
import { quickLimits } from './support/connect.ts'

const spellings = ['a-b', 'a.b', 'a_b', 'ab', 'A-c', 'ac']
const people = (count: number, mixed: boolean): Listed[] =>
  Array.from({ length: count }, (_, index) => {
    const name = mixed ? `${spellings[index % 6]}${index}` : `p${String(index).padStart(3, '0')}`
    return { id: String(index + 1), primaryEmail: `${name}@example.com` }
  })

/** Most things are in order most of the time, or nothing but the worst list would be tried. */
const seldom = <Value>(usual: Value, otherwise: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: otherwise })

const badList = fc
  .record({
    users: fc.tuple(fc.integer({ min: 20, max: 120 }), fc.boolean()).map(([count, mixed]) => people(count, mixed)),
    pageSize: fc.integer({ min: 2, max: 10 }),
    order: seldom<BadList['order']>('address', fc.constantFrom('dictionary', 'capitalsFirst', 'none')),
    backwards: seldom<BadList['backwards']>('reverse', fc.constantFrom('ignored', 'shuffled')),
    swaps: seldom<BadList['swaps']>([], fc.array(fc.tuple(fc.nat(200), fc.nat(200)), { maxLength: 3 })),
    faults: fc.array(
      fc.oneof(
        fc.record({
          direction: fc.constantFrom('ascending', 'descending'),
          page: fc.integer({ min: 1, max: 12 }),
          kind: fc.constantFrom('lacks', 'empty', 'repeatsUser', 'repeatsToken', 'unordered'),
        }),
        fc.record({
          direction: fc.constant('descending' as const),
          page: fc.integer({ min: 1, max: 12 }),
          kind: fc.constant('endsEarly' as const),
        }),
      ),
      { maxLength: 2 },
    ),
    changes: seldom<BadList['changes']>(
      [],
      fc.array(
        fc.record({
          before: fc.integer({ min: 2, max: 20 }),
          kind: fc.constantFrom('add', 'remove', 'rename'),
          who: fc.nat(200),
        }),
        { maxLength: 3 },
      ),
    ),
  })
  // A list that changes has places only where it is sorted.
  .map((list): BadList => (list.changes.length > 0 ? { ...list, swaps: [] } : list))

test('No list, however bad, gives a wrong snapshot: everybody who stays is in it once, or there is a problem.', async (t) => {
  const server = await startBadListServer()
  t.teardown(server.close)
  const key = parseServiceAccountKey(JSON.stringify(await serviceAccountKey()), 'key.json')
  const ends = { met: 0, left: 0, alone: 0, problem: 0 }
  await fc.assert(
    fc.asyncProperty(badList, async (list) => {
      const users = [...list.users]
      server.serve({ ...list, users })
      const details: string[] = []
      const directory = createDirectory({
        key,
        administrator: 'admin@example.com',
        endpoint: { origin: server.url, limits: quickLimits },
        signal: new AbortController().signal,
        onDetail: (line) => details.push(line),
      })
      try {
        const ids = (await directory.listUsers()).map(({ id }) => id)
        const found = new Set(ids)
        t.is(found.size, ids.length)
        const staying = list.users.filter((user) => users.includes(user) && !server.lost().has(user.id))
        t.deepEqual(
          staying.filter(({ id }) => !found.has(id)),
          [],
        )
        const told = details.join('\n')
        ends[/two ends met/.test(told) ? 'met' : /goes on from the front/.test(told) ? 'left' : 'alone'] += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        t.is(error.code, 'listingIncomplete')
        ends.problem += 1
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 3000 : 50 },
  )
  t.log(ends)
  for (const count of Object.values(ends)) t.true(count > 1)
})
