import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, column, get, type RawAnswer, tokenFor } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const list = (query: Record<string, string>) => get(simulator, token, 'groups', query)
const addresses = ({ body }: RawAnswer) => column(body, 'groups', 'email')
const message = ({ body }: RawAnswer) => at(body, 'error', 'message')

test('all groups are listed, and by address where that is asked for', async (t) => {
  const up = addresses(await list({ customer: 'my_customer', orderBy: 'email' }))
  t.is(up.length, 8)
  t.deepEqual(up, [...up].sort())
  t.deepEqual(
    addresses(await list({ customer: 'my_customer', orderBy: 'email', sortOrder: 'DESCENDING' })),
    up.reverse(),
  )
  const inNoOrder = addresses(await list({ customer: 'my_customer' }))
  t.deepEqual(addresses(await list({ customer: 'my_customer', sortOrder: 'DESCENDING' })), inNoOrder)
})

test('the count of direct members is a string and leaves out groups inside', async (t) => {
  const { body } = await get(simulator, token, 'groups/archive@example.com')
  t.is(at(body, 'directMembersCount'), '3')
  t.is(at((await get(simulator, token, 'groups/interns@example.com')).body, 'directMembersCount'), '0')
})

test('a group is found by id, address and alias; members are no field of it', async (t) => {
  for (const key of ['01engineering003', 'Engineering@example.com', 'developers@example.com']) {
    const { body } = await get(simulator, token, `groups/${key}`)
    t.is(at(body, 'id'), '01engineering003')
    t.is(at(body, 'members'), undefined)
  }
})

test('an unknown group is not found, one of another organization is forbidden', async (t) => {
  const unknown = await get(simulator, token, 'groups/nobody@example.com')
  t.deepEqual([unknown.status, message(unknown)], [404, 'Resource Not Found: groupKey'])
  for (const key of ['02foreigngroup08', 'partners@elsewhere.test']) {
    const foreign = await get(simulator, token, `groups/${key}`)
    t.deepEqual([foreign.status, message(foreign)], [403, 'Not Authorized to access this resource/api'])
  }
})

test('userKey lists the groups that somebody is in directly: an account, a group, an outsider', async (t) => {
  t.deepEqual(addresses(await list({ userKey: 'ada@example.com', orderBy: 'email' })), [
    'engineering@example.com',
    'on-call@example.com',
  ])
  t.deepEqual(addresses(await list({ userKey: 'staff@example.com' })), ['archive@example.com'])
  t.deepEqual(addresses(await list({ userKey: 'auditor@elsewhere.test' })), ['archive@example.com'])
  t.deepEqual(addresses(await list({ userKey: 'ada@example.com', domain: 'example.org' })), [])
})

test('userKey does not go with customer, and an unknown one is not found', async (t) => {
  t.is((await list({ userKey: 'ada@example.com', customer: 'my_customer' })).status, 400)
  const unknown = await list({ userKey: 'nobody@example.com' })
  t.deepEqual([unknown.status, message(unknown)], [404, 'Resource Not Found: userKey'])
})

test('groups are searched by address, name and member', async (t) => {
  const found = async (query: string) => addresses(await list({ customer: 'my_customer', query }))
  t.deepEqual(await found('email:on-*'), ['on-call@example.com'])
  t.deepEqual(await found("name='Branch office'"), ['branch@example.org'])
  t.deepEqual(await found('name:branch*'), ['branch@example.org'])
  t.deepEqual(await found('memberKey=scanner@example.com'), ['archive@example.com'])
  t.is((await list({ customer: 'my_customer', query: 'colour=blue' })).status, 400)
})

test('a list without groups has no such field', async (t) => {
  const { body } = await list({ customer: 'my_customer', query: 'email:zzz*' })
  t.deepEqual(Object.keys(Object(body)).sort(), ['etag', 'kind'])
})

test('the right to read groups is a right of its own', async (t) => {
  const helpdesk = await tokenFor(simulator, { sub: 'helpdesk@example.com' })
  t.is((await get(simulator, helpdesk, 'users', { customer: 'my_customer' })).status, 200)
  for (const path of ['groups', 'groups/staff@example.com', 'groups/staff@example.com/members']) {
    t.is((await get(simulator, helpdesk, path, { customer: 'my_customer' })).status, 403)
  }
})
