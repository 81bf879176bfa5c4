import test from 'ava'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { at, column, get, tokenFor } from './raw-client.ts'

const count = process.env.ROLLCALL_LONG === '1' ? 100_000 : 1_500

test('a large organization is there at once and is paged through completely, from both ends', async (t) => {
  const simulator = await startSimulator({ organization: { users: count, groups: count / 100 } })
  t.teardown(simulator.close)
  const token = await tokenFor(simulator)
  const walk = async (sortOrder: string) => {
    const ids: unknown[] = []
    let pageToken: string | undefined
    do {
      const { body } = await get(simulator, token, 'users', {
        customer: 'my_customer',
        maxResults: '500',
        orderBy: 'email',
        sortOrder,
        fields: 'nextPageToken,users(id)',
        ...(pageToken === undefined ? {} : { pageToken }),
      })
      ids.push(...column(body, 'users', 'id'))
      const next = at(body, 'nextPageToken')
      pageToken = typeof next === 'string' ? next : undefined
    } while (pageToken !== undefined)
    return ids
  }
  const up = await walk('ASCENDING')
  t.is(new Set(up).size, count)
  t.deepEqual(await walk('DESCENDING'), [...up].reverse())
})

test('a change shows with the next request, and the log holds every request in order', async (t) => {
  const seen: string[] = []
  const simulator = await startSimulator({
    organization: { users: 2, groups: 0 },
    onRequest: ({ method, call, status }) => seen.push(`${method} ${call} ${status}`),
  })
  t.teardown(simulator.close)
  const token = await tokenFor(simulator)
  const total = async () =>
    column((await get(simulator, token, 'users', { customer: 'my_customer' })).body, 'users').length
  t.is(await total(), 2)
  simulator.update(({ users }) => users.push({ id: '7', primaryEmail: 'new@example.com' }))
  t.is(await total(), 3)
  t.deepEqual(seen, ['POST token 200', 'GET users.list 200', 'GET users.list 200'])
  t.deepEqual(
    simulator.requests.map(({ query }) => query),
    [{}, { customer: 'my_customer' }, { customer: 'my_customer' }],
  )
})

test('it listens on the loopback only', async (t) => {
  const simulator = await startSimulator({ organization: { users: 1, groups: 0 } })
  t.teardown(simulator.close)
  t.is(new URL(simulator.url).hostname, '127.0.0.1')
})
