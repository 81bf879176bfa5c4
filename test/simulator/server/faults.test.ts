import test from 'ava'
import { parseFaultsText } from '../../../source/simulator/server/faults.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { SimulatorInputError } from '../../../source/simulator/simulator-input-error.ts'
import { at, column, get, tokenFor } from '../raw-client.ts'

const whole = { customer: 'my_customer', maxResults: '10', orderBy: 'email' }
async function begin(t: { teardown: (end: () => Promise<void>) => void }) {
  const simulator = await startSimulator({ organization: { users: 35, groups: 3, membersPerGroup: 4 } })
  t.teardown(simulator.close)
  const token = await tokenFor(simulator)
  const users = (query: Record<string, string> = {}) => get(simulator, token, 'users', { ...whole, ...query })
  return { simulator, token, users }
}

test('a fault happens once unless it says how often, and only at its call', async (t) => {
  const { simulator, token, users } = await begin(t)
  simulator.setFaults([
    { call: 'users.list', status: 503 },
    { call: 'groups.list', status: 500, times: 2 },
    { call: 'members.list', status: 429, times: 'always' },
  ])
  t.deepEqual([(await users()).status, (await users()).status], [503, 200])
  const groups = async () => (await get(simulator, token, 'groups', { customer: 'my_customer' })).status
  t.deepEqual([await groups(), await groups(), await groups()], [500, 500, 200])
  const members = async () => (await get(simulator, token, 'groups/0group0001/members')).status
  t.deepEqual([await members(), await members(), await members()], [429, 429, 429])
})

test('a fault may be for one page, or for one group', async (t) => {
  const { simulator, token, users } = await begin(t)
  simulator.setFaults([
    { call: 'users.list', page: 2, status: 500 },
    { call: 'members.list', key: '0group0002', status: 403, times: 'always' },
  ])
  const first = await users()
  const pageToken = String(at(first.body, 'nextPageToken'))
  t.deepEqual([first.status, (await users({ pageToken })).status, (await users({ pageToken })).status], [200, 500, 200])
  t.is((await get(simulator, token, 'groups/0group0001/members')).status, 200)
  t.is((await get(simulator, token, 'groups/0group0002/members')).status, 403)
})

test("a status without a body speaks Google's words", async (t) => {
  const { simulator, users } = await begin(t)
  const message = async (status: number) => {
    simulator.setFaults([{ call: 'users.list', status }])
    const answer = await users()
    t.is(answer.status, status)
    return at(answer.body, 'error', 'message')
  }
  t.is(await message(503), 'Service unavailable. Please try again')
  t.is(await message(403), 'Not Authorized to access this resource/api')
  t.is(await message(429), 'Resource has been exhausted (e.g. check quota).')
  t.regex(String(await message(401)), /^Request had invalid authentication credentials/)
  t.is(typeof (await message(500)), 'string')
  t.is(typeof (await message(408)), 'string')
})

test('an answer without content has neither a length nor a type', async (t) => {
  const { simulator, users } = await begin(t)
  simulator.setFaults([{ call: 'users.list', status: 204 }])
  const { status, headers, text } = await users()
  t.deepEqual([status, text, headers.get('content-length'), headers.get('content-type')], [204, '', null, null])
})

test('a body is sent as given: objects as JSON, text as it is, with the headers that are given', async (t) => {
  const { simulator, users } = await begin(t)
  simulator.setFaults([
    { call: 'users.list', status: 403, body: { error: { code: 403 } }, headers: { 'Retry-After': '7' } },
    { call: 'users.list', status: 502, body: '<html>proxy</html>' },
    { call: 'users.list', body: '' },
  ])
  const json = await users()
  t.deepEqual([json.status, json.body, json.headers.get('retry-after')], [403, { error: { code: 403 } }, '7'])
  const html = await users()
  t.deepEqual([html.status, html.text, html.headers.get('content-type')], [502, '<html>proxy</html>', 'text/html'])
  const empty = await users()
  t.deepEqual([empty.status, empty.text], [200, ''])
})

test('a reset and a cut body break the connection, and the log says which was answered', async (t) => {
  const { simulator, users } = await begin(t)
  simulator.setFaults([
    { call: 'users.list', reset: true },
    { call: 'users.list', truncate: true },
    { call: 'users.list', truncate: 10 },
  ])
  for (let attempt = 0; attempt < 3; attempt += 1) await t.throwsAsync(users())
  t.is((await users()).status, 200)
  const statuses = simulator.requests.filter(({ call }) => call === 'users.list').map(({ status }) => status)
  t.deepEqual(statuses, [0, 200, 200, 200])
})

test('a hanging call is never answered, and closing the simulator ends it', async (t) => {
  const simulator = await startSimulator({ organization: { users: 3, groups: 0 } })
  const token = await tokenFor(simulator)
  simulator.setFaults([{ call: 'users.list', hang: true }])
  const hanging = get(simulator, token, 'users', whole)
  const arrived = async () => {
    while (!simulator.requests.some(({ call }) => call === 'users.list')) await new Promise(setImmediate)
  }
  await arrived()
  await Promise.all([t.throwsAsync(hanging), simulator.close()])
})

test('a listing can lie: repeat a token, drop it, or answer anything that code makes of it', async (t) => {
  const { simulator, users } = await begin(t)
  const pageToken = String(at((await users()).body, 'nextPageToken'))
  simulator.setFaults([
    { call: 'users.list', page: 2, nextPage: 'repeat' },
    { call: 'users.list', page: 1, nextPage: 'drop' },
    { call: 'users.list', page: 1, change: (body) => ({ ...Object(body), users: [] }) },
  ])
  t.is(at((await users({ pageToken })).body, 'nextPageToken'), pageToken)
  t.is(at((await users()).body, 'nextPageToken'), undefined)
  t.deepEqual(column((await users()).body, 'users'), [])
})

test('token calls can fail too', async (t) => {
  const { simulator } = await begin(t)
  simulator.setFaults([
    { call: 'token', status: 503 },
    { call: 'token', reset: true },
  ])
  await t.throwsAsync(tokenFor(simulator), { message: /internal_failure/ })
  await t.throwsAsync(tokenFor(simulator))
  t.is(typeof (await tokenFor(simulator)), 'string')
})

test('a faults file is read, and one that does not fit is refused with the place', (t) => {
  t.deepEqual(parseFaultsText('[{"call":"users.list","page":2,"times":"always","delayMs":5}]', 'faults.json'), [
    { call: 'users.list', page: 2, times: 'always', delayMs: 5 },
  ])
  const whole =
    '[{"call":"token","status":429,"headers":{"Retry-After":2},"hang":false,"reset":false,"truncate":false}]'
  t.like(parseFaultsText(whole, 'faults.json')[0], { headers: { 'Retry-After': '2' }, truncate: false })
  const refused = (text: string) =>
    t.throws(() => parseFaultsText(text, 'faults.json'), { instanceOf: SimulatorInputError })?.message
  t.regex(String(refused('{')), /^faults\.json: this is not JSON/)
  t.regex(String(refused('[{"call":"users.lost"}]')), /0\.call/)
  t.regex(String(refused('[{"call":"token","staus":500}]')), /staus/)
  t.regex(String(refused('[{"call":"token","times":0}]')), /0\.times/)
})
