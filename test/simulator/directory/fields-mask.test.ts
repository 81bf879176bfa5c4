import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, get, type Json, tokenFor } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const masked = (fields: string, path = 'users') =>
  get(simulator, token, path, { customer: 'my_customer', maxResults: '2', fields })
const keys = (value: Json | undefined) => Object.keys(Object(value)).sort()

test('parentheses and slashes say the same', async (t) => {
  const spellings = [
    'nextPageToken,users(id,name(fullName,givenName))',
    'nextPageToken,users(id,name/fullName,name/givenName)',
    'users/id,users/name/fullName,users/name/givenName,nextPageToken',
    ' nextPageToken , users ( id , name ( givenName , fullName ) ) ',
  ]
  const [first, ...others] = await Promise.all(spellings.map((fields) => masked(fields)))
  t.deepEqual(keys(first?.body), ['nextPageToken', 'users'])
  t.deepEqual(keys(at(first?.body, 'users', 0)), ['id', 'name'])
  t.deepEqual(keys(at(first?.body, 'users', 0, 'name')), ['fullName', 'givenName'])
  for (const other of others) t.deepEqual(at(other.body, 'users'), at(first?.body, 'users'))
})

test('a star stands for every field of its level', async (t) => {
  const whole = await get(simulator, token, 'users', { customer: 'my_customer', maxResults: '2' })
  t.deepEqual(keys((await masked('*')).body), keys(whole.body))
  t.deepEqual(at((await masked('users/*')).body, 'users'), at(whole.body, 'users'))
})

test('what is asked for whole and in part is given whole', async (t) => {
  for (const fields of ['users(name,name/fullName)', 'users(name/fullName,name)']) {
    t.true(keys(at((await masked(fields)).body, 'users', 0, 'name')).length > 1)
  }
})

test('inside a field of any shape every name is taken', async (t) => {
  const { body } = await masked('users(emails/address)')
  t.deepEqual(keys(at(body, 'users', 0, 'emails', 0)), ['address'])
})

test('masks work on one account, on groups and on members', async (t) => {
  t.deepEqual(keys((await masked('id,primaryEmail', 'users/ada@example.com')).body), ['id', 'primaryEmail'])
  t.deepEqual(keys(at((await masked('groups(id,directMembersCount)', 'groups')).body, 'groups', 0)), [
    'directMembersCount',
    'id',
  ])
  const members = await masked('nextPageToken,members(id,type)', 'groups/staff@example.com/members')
  t.deepEqual(keys(at(members.body, 'members', 0)), ['id', 'type'])
  t.deepEqual(keys(members.body), ['members', 'nextPageToken'])
})

test('a field that the answer cannot have is refused by its name', async (t) => {
  for (const [fields, named] of [
    ['people', 'people'],
    ['users(id,colour)', 'colour'],
    ['users/name/nickname', 'nickname'],
    ['users/id/deeper', 'deeper'],
  ] as const) {
    const answer = await masked(fields)
    t.deepEqual([answer.status, at(answer.body, 'error', 'message')], [400, `Invalid field selection ${named}`])
  }
})

test('a mask that is not closed or not divided is refused', async (t) => {
  for (const fields of ['users(', 'users(id', 'users)', 'users(id))', ',', 'users//id', 'users id', 'users()']) {
    t.is((await masked(fields)).status, 400, fields)
  }
})
