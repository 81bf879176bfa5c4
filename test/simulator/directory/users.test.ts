import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, column, get, type RawAnswer, tokenFor } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  const organization = demoOrganization()
  const gone = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString()
  organization.users.push(
    { id: '900000000000000000001', primaryEmail: 'lately@example.com', deletionTime: gone(3) },
    { id: '900000000000000000002', primaryEmail: 'long.ago@example.com', deletionTime: gone(21) },
  )
  simulator = await startSimulator({ organization })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const list = (query: Record<string, string> = {}) =>
  get(simulator, token, 'users', { customer: 'my_customer', ...query })
const addresses = ({ body }: RawAnswer) => column(body, 'users', 'primaryEmail')
const message = ({ body }: RawAnswer) => at(body, 'error', 'message')

test('the whole organization is listed, with the secondary domain, and without the deleted', async (t) => {
  const answer = await list({ maxResults: '500' })
  t.is(answer.status, 200)
  t.is(at(answer.body, 'kind'), 'admin#directory#users')
  t.is(addresses(answer).length, 40)
  t.true(addresses(answer).includes('erik.dubois@example.org'))
  t.false(addresses(answer).includes('lately@example.com'))
})

test('the customer may be named by its id, and by nothing else', async (t) => {
  t.is((await list({ customer: 'C03demo42' })).status, 200)
  for (const customer of ['example.com', 'C0another', '']) {
    const answer = await list({ customer })
    t.deepEqual([answer.status, message(answer)], [400, 'Bad Request'])
  }
})

test('without customer and domain the request is bad', async (t) => {
  const answer = await get(simulator, token, 'users')
  t.deepEqual(
    [answer.status, message(answer), at(answer.body, 'error', 'errors', 0, 'reason')],
    [400, 'Bad Request', 'badRequest'],
  )
})

test('a domain hides the other domains, and an unknown one is not found', async (t) => {
  const answer = await get(simulator, token, 'users', { domain: 'example.org', maxResults: '500' })
  t.is(addresses(answer).length, 8)
  t.is((await get(simulator, token, 'users', { domain: 'elsewhere.test' })).status, 404)
})

test('the order follows orderBy and sortOrder', async (t) => {
  const up = addresses(await list({ orderBy: 'email', maxResults: '500' }))
  t.deepEqual(up, [...up].sort())
  t.deepEqual(
    addresses(await list({ orderBy: 'email', sortOrder: 'DESCENDING', maxResults: '500' })),
    [...up].reverse(),
  )
  const names = column((await list({ orderBy: 'familyName', maxResults: '500' })).body, 'users', 'name', 'familyName')
  const lower = names.map((name) => String(name).toLowerCase())
  t.deepEqual(lower, [...lower].sort())
})

test('showDeleted lists those that can be restored, in any spelling of true', async (t) => {
  for (const showDeleted of ['true', 'True']) {
    const answer = await list({ showDeleted })
    t.deepEqual(addresses(answer), ['lately@example.com'])
    t.is(typeof at(answer.body, 'users', 0, 'deletionTime'), 'string')
  }
  t.is(addresses(await list({ showDeleted: 'False', maxResults: '500' })).length, 40)
})

test('an account is found by id, address, alias and non-editable alias, without case', async (t) => {
  const organization = demoOrganization()
  const ada = organization.users.find((user) => user.primaryEmail === 'ada.lovelace@example.com')
  for (const key of [
    String(ada?.id),
    'ada.lovelace@example.com',
    'ADA.Lovelace@Example.com',
    'countess@example.com',
    'ada.lovelace@example.com.test-google-a.com',
  ]) {
    const answer = await get(simulator, token, `users/${encodeURIComponent(key)}`)
    t.deepEqual([answer.status, at(answer.body, 'id')], [200, String(ada?.id)])
  }
})

test('an account deleted lately is 412, one deleted long ago and one that never was are 404', async (t) => {
  for (const key of ['lately@example.com', '900000000000000000001']) {
    const answer = await get(simulator, token, `users/${key}`)
    t.deepEqual(
      [answer.status, message(answer), at(answer.body, 'error', 'errors', 0, 'reason')],
      [412, 'User is deleted.', 'conditionNotMet'],
    )
  }
  for (const key of ['long.ago@example.com', '900000000000000000002', 'nobody@example.com']) {
    const answer = await get(simulator, token, `users/${key}`)
    t.deepEqual([answer.status, message(answer)], [404, 'Resource Not Found: userKey'])
    t.deepEqual(at(answer.body, 'error', 'errors', 0, 'reason'), 'notFound')
  }
})

test('empty lists are left out of an account, and what Google works out is there', async (t) => {
  const { body } = await get(simulator, token, 'users/henrik.larsen@example.com')
  t.is(at(body, 'aliases'), undefined)
  t.is(at(body, 'name', 'fullName'), 'Henrik Larsen')
  t.is(at(body, 'suspended'), false)
  t.is(at(body, 'lastLoginTime'), '1970-01-01T00:00:00.000Z')
  t.deepEqual(at(body, 'emails', 0), { address: 'henrik.larsen@example.com', primary: true })
})

test('unknown enumeration values are refused by name', async (t) => {
  for (const query of [
    { orderBy: 'name' },
    { sortOrder: 'ascending' },
    { projection: 'all' },
    { viewType: 'everybody' },
    { event: 'sneeze' },
    { alt: 'xml' },
  ]) {
    const answer = await list(query)
    t.is(answer.status, 400)
    t.is(at(answer.body, 'error', 'errors', 0, 'location'), Object.keys(query)[0])
  }
})

test('custom fields show only where they are asked for', async (t) => {
  const organization = demoOrganization()
  const [first] = organization.users
  if (first !== undefined) first.customSchemas = { Badge: { number: '7' }, Car: { plate: 'X' } }
  const own = await startSimulator({ organization })
  t.teardown(own.close)
  const ownToken = await tokenFor(own)
  const schemas = async (query: Record<string, string>) =>
    at((await get(own, ownToken, `users/${own.admin}`, query)).body, 'customSchemas')
  t.is(await schemas({}), undefined)
  t.deepEqual(await schemas({ projection: 'full' }), { Badge: { number: '7' }, Car: { plate: 'X' } })
  t.deepEqual(await schemas({ projection: 'custom', customFieldMask: 'Car' }), { Car: { plate: 'X' } })
  t.is((await get(own, ownToken, `users/${own.admin}`, { projection: 'custom' })).status, 400)
})

test('everybody may read what is public in the domain, and nothing else', async (t) => {
  const person = await tokenFor(simulator, { sub: 'henrik.larsen@example.com' })
  const open = await get(simulator, person, 'users/ada@example.com', { viewType: 'domain_public' })
  t.is(at(open.body, 'primaryEmail'), 'ada.lovelace@example.com')
  t.is(at(open.body, 'isAdmin'), undefined)
  const closed = await get(simulator, person, 'users/ada@example.com')
  t.deepEqual([closed.status, message(closed)], [403, 'Not Authorized to access this resource/api'])
})
