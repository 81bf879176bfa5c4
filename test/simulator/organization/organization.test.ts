import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { parseOrganizationText } from '../../../source/simulator/organization/organization.ts'
import { randomOrganization } from '../../../source/simulator/organization/random-organization.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { SimulatorInputError } from '../../../source/simulator/simulator-input-error.ts'
import { at, get, mailScope, tokenFor } from '../raw-client.ts'

const small = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
}
const refusal = (t: { throws: (run: () => unknown, expected: object) => Error | undefined }, value: unknown) =>
  String(
    t.throws(() => parseOrganizationText(JSON.stringify(value), 'org.json'), { instanceOf: SimulatorInputError })
      ?.message,
  )

test('what may be left away is filled in, the same each time', (t) => {
  const [one, two] = [0, 1].map(() => parseOrganizationText(JSON.stringify(small), 'org.json'))
  t.deepEqual(one, two)
  t.regex(String(one?.users[0]?.id), /^\d{21}$/)
  t.deepEqual(one?.groups, [])
})

test('a file that does not fit is refused with its name and the place', (t) => {
  t.regex(refusal(t, { ...small, domains: [] }), /^org\.json: domains/)
  t.regex(refusal(t, { ...small, users: [{ primaryEmail: 'x' }] }), /users\.0\.primaryEmail: not an e-mail address/)
  t.regex(refusal(t, { ...small, groups: [{ email: 'g@example.com', members: [{}] }] }), /groups\.0\.members\.0/)
  t.regex(refusal(t, []), /org\.json: the whole/)
  t.throws(() => parseOrganizationText('{', 'org.json'), { instanceOf: SimulatorInputError, message: /not JSON/ })
})

test('fields that Google does not have are passed over', (t) => {
  const more = { ...small, colour: 1, users: [{ ...small.users[0], nickname: 'x' }] }
  t.false('nickname' in (parseOrganizationText(JSON.stringify(more), 'org.json').users[0] ?? {}))
})

test('an address or an id that comes twice is refused', (t) => {
  t.regex(refusal(t, { ...small, groups: [{ email: 'ADMIN@example.com' }] }), /address admin@example\.com/)
  const twice = [...small.users, { primaryEmail: 'b@example.com', id: '7' }, { primaryEmail: 'c@example.com', id: '7' }]
  t.regex(refusal(t, { ...small, users: twice }), /two users have the id 7/)
})

test('an administrator who is no user may read, and is never listed', async (t) => {
  const simulator = await startSimulator({ organization: { ...small, admins: ['root@example.com'], users: [] } })
  t.teardown(simulator.close)
  const listing = await get(simulator, await tokenFor(simulator), 'users', { customer: 'my_customer' })
  t.is(listing.status, 200)
  t.is(at(listing.body, 'users'), undefined)
  const profile = await get(simulator, await tokenFor(simulator, { scope: mailScope }), '/gmail/v1/users/me/profile')
  t.is(at(profile.body, 'emailAddress'), 'root@example.com')
})

test('startSimulator refuses what does not fit before it listens', async (t) => {
  await t.throwsAsync(startSimulator({ organization: { ...small, domains: [] } }), { instanceOf: SimulatorInputError })
})

test('the demo has about forty people, eight groups and every hard case', (t) => {
  const { users, groups, domains } = demoOrganization()
  t.is(users.length, 40)
  t.is(groups.length, 8)
  t.is(domains.length, 2)
  const members = groups.flatMap((group) => group.members)
  t.true(users.some((user) => (user.aliases?.length ?? 0) > 0))
  t.true(users.some((user) => user.suspended === true))
  t.true(users.some((user) => user.archived === true))
  t.true(users.some((user) => user.isMailboxSetup === false))
  t.true(users.some((user) => /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(user.name?.fullName ?? '')))
  t.true(users.some((user) => /\p{Script=Han}/u.test(user.name?.fullName ?? '')))
  t.true(members.some((member) => member.type === 'CUSTOMER'))
  t.true(members.some((member) => member.type === 'GROUP' && member.email?.endsWith('@elsewhere.test')))
  t.true(members.some((member) => member.type === undefined && member.email?.endsWith('@elsewhere.test')))
  const inside = (outer: string, inner: string) =>
    groups.find((group) => group.name === outer)?.members.some((member) => member.email === inner)
  t.true(inside('Engineering', 'on-call@example.com'))
  t.true(inside('On call', 'engineering@example.com'))
})

test('a made-up organization has the size that was asked for, and is the same for the same seed', (t) => {
  const size = { users: 500, groups: 20, seed: 3 }
  const organization = randomOrganization(size)
  t.is(organization.users.length, 500)
  t.is(organization.groups.length, 20)
  t.deepEqual(organization, randomOrganization(size))
  t.notDeepEqual(organization.users, randomOrganization({ ...size, seed: 4 }).users)
  t.is(new Set(organization.users.map((user) => user.id)).size, 500)
  t.is(new Set(organization.users.map((user) => user.primaryEmail)).size, 500)
  t.true(organization.users.every((user) => /^\d{21}$/.test(user.id)))
  t.true(organization.groups.every((group) => new Set(group.members.map((member) => member.id)).size === 50))
})

test('even the smallest made-up organization has its administrator', (t) => {
  t.deepEqual(
    randomOrganization({ users: 1, groups: 2 }).users.map((user) => user.primaryEmail),
    ['admin@example.com'],
  )
})
