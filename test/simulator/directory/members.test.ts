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

const members = (group: string, query: Record<string, string> = {}) =>
  get(simulator, token, `groups/${group}@example.com/members`, query)
const addresses = ({ body }: RawAnswer) => column(body, 'members', 'email')
const has = (group: string, member: string) =>
  get(simulator, token, `groups/${group}/hasMember/${encodeURIComponent(member)}`)

test('direct members come with id, role, type and status; groups inside are members of their own type', async (t) => {
  const { body } = await members('archive')
  t.deepEqual(column(body, 'members', 'type'), ['USER', 'GROUP', 'GROUP', 'USER', 'USER'])
  t.deepEqual(column(body, 'members', 'role'), ['OWNER', 'MEMBER', 'MEMBER', 'MEMBER', 'MEMBER'])
  t.is(at(body, 'members', 0, 'status'), 'ACTIVE')
  t.is(at(body, 'members', 4, 'email'), 'auditor@elsewhere.test')
  t.is(at(body, 'members', 4, 'status'), undefined)
})

test('everybody is one member of the type CUSTOMER, with the id of the organization and no address', async (t) => {
  const { body } = await members('everyone')
  t.is(column(body, 'members', 'type').length, 1)
  t.is(at(body, 'members', 0, 'type'), 'CUSTOMER')
  t.is(at(body, 'members', 0, 'id'), 'C03demo42')
  t.is(at(body, 'members', 0, 'email'), undefined)
})

test('a group without members has no such field', async (t) => {
  t.deepEqual(Object.keys(Object((await members('interns')).body)).sort(), ['etag', 'kind'])
})

test('roles filter, alone or several, and an unknown one is refused', async (t) => {
  t.deepEqual(addresses(await members('staff', { roles: 'MANAGER' })), ['eve.moneypenny@example.com'])
  t.is(addresses(await members('board', { roles: 'OWNER,MEMBER' })).length, 4)
  t.is((await members('staff', { roles: 'KING' })).status, 400)
})

test('derived membership follows groups inside, each member once, and ends in a cycle', async (t) => {
  const all = addresses(await members('on-call', { includeDerivedMembership: 'true' }))
  t.is(all.length, new Set(all).size)
  t.true(all.includes('grace.murray@example.com'))
  t.true(all.includes('henrik.larsen@example.com'))
  t.is(addresses(await members('on-call', { includeDerivedMembership: 'False' })).length, 3)
})

test('the members of a group of another organization are forbidden', async (t) => {
  t.is((await get(simulator, token, 'groups/02foreigngroup08/members')).status, 403)
  t.is((await get(simulator, token, 'groups/nobody@example.com/members')).status, 404)
})

test('one member is found by id, address or alias, an indirect one is not', async (t) => {
  t.is((await get(simulator, token, 'groups/engineering@example.com/members/ada@example.com')).status, 200)
  t.is((await get(simulator, token, 'groups/staff@example.com/members/ada@example.com')).status, 404)
})

test('hasMember also looks into groups inside and into everybody', async (t) => {
  t.deepEqual((await has('archive@example.com', 'ada@example.com')).body, { isMember: true })
  t.deepEqual((await has('board@example.com', 'ada@example.com')).body, { isMember: false })
  t.deepEqual((await has('everyone@example.com', 'ada@example.com')).body, { isMember: true })
})

test('hasMember says nothing of outsiders, of groups, and across domains', async (t) => {
  for (const [group, member] of [
    ['archive@example.com', 'auditor@elsewhere.test'],
    ['archive@example.com', 'staff@example.com'],
    ['archive@example.com', 'erik.dubois@example.org'],
    ['archive@example.com', 'nobody@example.com'],
  ] as const) {
    const answer = await has(group, member)
    t.deepEqual([answer.status, at(answer.body, 'error', 'message')], [400, 'Invalid Input: memberKey'])
  }
  t.deepEqual((await has('branch@example.org', 'erik.dubois@example.org')).body, { isMember: true })
})

test('a renamed, suspended or deleted account shows as such in its groups', async (t) => {
  const own = await startSimulator({ organization: demoOrganization() })
  t.teardown(own.close)
  own.update(({ users }) => {
    for (const user of users) {
      if (user.primaryEmail === 'tomas.marino@example.com') user.deletionTime = new Date().toISOString()
    }
  })
  const read = async (group: string) =>
    (await get(own, await tokenFor(own), `groups/${group}@example.com/members`)).body
  t.false(column(await read('board'), 'members', 'email').includes('tomas.marino@example.com'))
  const staff = await read('staff')
  const viktor = column(staff, 'members', 'email').indexOf('viktor.petrov@example.com')
  t.is(at(staff, 'members', viktor, 'status'), 'SUSPENDED')
})
