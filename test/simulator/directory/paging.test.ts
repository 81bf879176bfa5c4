import test from 'ava'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, column, get, type Json, type RawAnswer, tokenFor } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  simulator = await startSimulator({ organization: { users: 1203, groups: 450, membersPerGroup: 401 } })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const walk = async (path: string, query: Record<string, string>): Promise<RawAnswer[]> => {
  const pages: RawAnswer[] = []
  let pageToken: Json | undefined
  do {
    const page = await get(simulator, token, path, {
      ...query,
      ...(typeof pageToken === 'string' ? { pageToken } : {}),
    })
    pages.push(page)
    pageToken = at(page.body, 'nextPageToken')
  } while (pageToken !== undefined)
  return pages
}
const sizes = (pages: RawAnswer[], list: string) => pages.map(({ body }) => column(body, list).length)

test('users come in pages of 100 by default and of 500 at most, each once', async (t) => {
  const usual = await walk('users', { customer: 'my_customer' })
  t.deepEqual(sizes(usual, 'users'), [...Array(12).fill(100), 3])
  for (const maxResults of ['500', '9999']) {
    const large = await walk('users', { customer: 'my_customer', maxResults, orderBy: 'email' })
    t.deepEqual(sizes(large, 'users'), [500, 500, 203])
    const ids = large.flatMap(({ body }) => column(body, 'users', 'id'))
    t.is(new Set(ids).size, 1203)
  }
})

test('groups and members come in pages of 200 by default and at most', async (t) => {
  t.deepEqual(sizes(await walk('groups', { customer: 'my_customer' }), 'groups'), [200, 200, 50])
  t.deepEqual(sizes(await walk('groups', { customer: 'my_customer', maxResults: '500' }), 'groups'), [200, 200, 50])
  t.deepEqual(sizes(await walk('groups/team-0001@example.com/members', {}), 'members'), [200, 200, 1])
})

test('a page size that is no number or below one is refused', async (t) => {
  for (const maxResults of ['0', '-1', 'many', '1.5']) {
    t.is((await get(simulator, token, 'users', { customer: 'my_customer', maxResults })).status, 400)
  }
})

test('a token that was not given out for this listing is invalid input, named in the message', async (t) => {
  const first = await get(simulator, token, 'users', { customer: 'my_customer', maxResults: '5' })
  const good = String(at(first.body, 'nextPageToken'))
  const attempts: [string, Record<string, string>][] = [
    ['users', { customer: 'my_customer', pageToken: 'rubbish' }],
    ['users', { customer: 'my_customer', pageToken: good.slice(0, -2) }],
    ['users', { customer: 'my_customer', pageToken: good, orderBy: 'email' }],
    ['users', { customer: 'my_customer', pageToken: good, query: 'isAdmin=true' }],
    ['groups', { customer: 'my_customer', pageToken: good }],
  ]
  for (const [path, query] of attempts) {
    const answer = await get(simulator, token, path, query)
    t.is(answer.status, 400)
    t.is(at(answer.body, 'error', 'message'), `Invalid Input: ${query.pageToken}`)
  }
})

test('page size and mask may change from page to page', async (t) => {
  const first = await get(simulator, token, 'users', { customer: 'my_customer', maxResults: '5' })
  const second = await get(simulator, token, 'users', {
    customer: 'my_customer',
    maxResults: '7',
    fields: 'users/id',
    pageToken: String(at(first.body, 'nextPageToken')),
  })
  t.is(column(second.body, 'users').length, 7)
  t.false(column(first.body, 'users', 'id').includes(at(second.body, 'users', 0, 'id')))
})

test('a mask without nextPageToken ends a listing silently after its first page', async (t) => {
  t.is((await walk('users', { customer: 'my_customer', fields: 'users/id' })).length, 1)
})

test('tokens expire: three days for users, an hour for members', async (t) => {
  const own = await startSimulator({ organization: { users: 20, groups: 1 } })
  t.teardown(own.close)
  const page = async (path: string, pageToken?: string) =>
    get(own, await tokenFor(own, times(own)), path, {
      customer: 'my_customer',
      maxResults: '5',
      ...(pageToken && { pageToken }),
    })
  let hours = 0
  const times = (_: Simulator) => {
    const now = Math.floor(Date.now() / 1000) + hours * 3600
    return { iat: now, exp: now + 3600 }
  }
  const users = String(at((await page('users')).body, 'nextPageToken'))
  const members = String(at((await page('groups/0group0001/members')).body, 'nextPageToken'))
  const later = async (to: number, path: string, pageToken: string) => {
    hours = to
    own.update((organization) => {
      organization.clockOffsetSeconds = to * 3600
    })
    return (await page(path, pageToken)).status
  }
  t.is(await later(0.9, 'groups/0group0001/members', members), 200)
  t.is(await later(1.1, 'groups/0group0001/members', members), 400)
  t.is(await later(71, 'users', users), 200)
  t.is(await later(73, 'users', users), 400)
})

test('an account that goes between two pages makes no other be missed or come twice', async (t) => {
  const own = await startSimulator({ organization: { users: 30, groups: 0 } })
  t.teardown(own.close)
  const ownToken = await tokenFor(own)
  const query = { customer: 'my_customer', orderBy: 'email', maxResults: '10' }
  const first = await get(own, ownToken, 'users', query)
  const last = column(first.body, 'users', 'id').at(-1)
  own.update((organization) => {
    organization.users.splice(0, organization.users.length, ...organization.users.filter((user) => user.id !== last))
  })
  const pageToken = String(at(first.body, 'nextPageToken'))
  const second = await get(own, ownToken, 'users', { ...query, pageToken })
  const third = await get(own, ownToken, 'users', { ...query, pageToken: String(at(second.body, 'nextPageToken')) })
  const ids = [first, second, third].flatMap(({ body }) => column(body, 'users', 'id'))
  t.is(ids.length, 30)
  t.is(new Set(ids).size, 30)
})
