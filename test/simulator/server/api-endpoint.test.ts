import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, get, groupScope, mailScope, type RawAnswer, tokenFor, userScope } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const first = ({ body }: RawAnswer) => at(body, 'error', 'errors', 0)
const whole = { customer: 'my_customer' }

test('a token that was never given out is 401, and so is none', async (t) => {
  const bad = await get(simulator, 'ya29.made-up', 'users', whole)
  t.is(bad.status, 401)
  t.is(at(bad.body, 'error', 'status'), 'UNAUTHENTICATED')
  t.regex(String(at(bad.body, 'error', 'message')), /^Request had invalid authentication credentials\./)
  t.is(at(first(bad), 'reason'), 'authError')
  t.regex(String(bad.headers.get('www-authenticate')), /^Bearer .*error="invalid_token"/)
  const none = await get(simulator, '', 'users', whole, { headers: { authorization: '' } })
  t.deepEqual([none.status, at(none.body, 'error', 'status')], [401, 'UNAUTHENTICATED'])
})

test('a token may come as a parameter, under either of its names', async (t) => {
  for (const name of ['access_token', 'oauth_token']) {
    const query = (value: string) => ({ ...whole, [name]: value })
    const without = { headers: { authorization: '' } }
    t.is((await get(simulator, '', 'users', query(token), without)).status, 200)
    const bad = await get(simulator, '', 'users', query('ya29.made-up'), without)
    t.deepEqual([bad.status, at(first(bad), 'reason')], [401, 'authError'])
  }
})

test('a token expires after an hour', async (t) => {
  const own = await startSimulator({ organization: demoOrganization() })
  t.teardown(own.close)
  const old = await tokenFor(own)
  own.update((organization) => {
    organization.clockOffsetSeconds = 3590
  })
  t.is((await get(own, old, 'users', whole)).status, 200)
  own.update((organization) => {
    organization.clockOffsetSeconds = 3600
  })
  t.is((await get(own, old, 'users', whole)).status, 401)
})

const memberScope = 'https://www.googleapis.com/auth/admin.directory.group.member.readonly'
const needs: [string, string[]][] = [
  ['users', [userScope]],
  ['users/ada@example.com', [userScope]],
  ['groups', [groupScope]],
  ['groups/staff@example.com', [groupScope]],
  ['groups/staff@example.com/members', [groupScope, memberScope]],
  ['groups/staff@example.com/hasMember/ada@example.com', [groupScope, memberScope]],
  ['/gmail/v1/users/me/profile', [mailScope]],
]
for (const [path, sufficient] of needs) {
  test(`${path} needs its own scope`, async (t) => {
    for (const scope of [userScope, groupScope, memberScope, mailScope]) {
      const answer = await get(
        simulator,
        await tokenFor(simulator, { scope }),
        path,
        path === 'users' || path === 'groups' ? whole : {},
      )
      if (sufficient.includes(scope)) t.is(answer.status, 200, scope)
      else {
        t.is(answer.status, 403, scope)
        t.is(at(first(answer), 'reason'), 'insufficientPermissions')
        t.regex(String(answer.headers.get('www-authenticate')), /error="insufficient_scope"/)
      }
    }
  })
}

test('somebody who is no administrator is forbidden, in the envelope of the API', async (t) => {
  const person = await tokenFor(simulator, { sub: 'henrik.larsen@example.com' })
  for (const path of ['users', 'groups', 'groups/staff@example.com/members']) {
    const answer = await get(simulator, person, path, whole)
    t.is(answer.status, 403)
    t.deepEqual(answer.body, {
      error: {
        code: 403,
        message: 'Not Authorized to access this resource/api',
        errors: [{ message: 'Not Authorized to access this resource/api', domain: 'global', reason: 'forbidden' }],
      },
    })
  }
})

test('an API that is not switched on says where to do that', async (t) => {
  const own = await startSimulator({ organization: { ...demoOrganization(), disabledApis: ['directory', 'gmail'] } })
  t.teardown(own.close)
  const ownToken = await tokenFor(own, { scope: `${userScope} ${mailScope}` })
  const directory = await get(own, ownToken, 'users', whole)
  t.is(directory.status, 403)
  t.is(at(first(directory), 'reason'), 'accessNotConfigured')
  t.is(at(directory.body, 'error', 'status'), 'PERMISSION_DENIED')
  t.regex(String(at(directory.body, 'error', 'message')), /^Admin SDK API has not been used in project \d+ before/)
  t.regex(
    String(at(directory.body, 'error', 'details', 0, 'metadata', 'activationUrl')),
    /^https:\/\/console\.developers\.google\.com\/apis\/api\/admin\.googleapis\.com\/overview\?project=\d+$/,
  )
  const gmail = await get(own, ownToken, '/gmail/v1/users/me/profile')
  t.regex(String(at(gmail.body, 'error', 'message')), /gmail\.googleapis\.com/)
})

test('nothing can be written, whatever the method', async (t) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    for (const path of ['users', 'users/ada@example.com', 'groups/staff@example.com/members']) {
      t.is((await get(simulator, token, path, {}, { method })).status, 403, `${method} ${path}`)
    }
  }
  t.is((await get(simulator, token, 'users/ada@example.com')).status, 200)
})

test('a path that no API has is an HTML page with 404', async (t) => {
  for (const path of ['/', '/admin/directory/v1', 'users/ada@example.com/photos/large', 'users//', '/token']) {
    const answer = await get(simulator, token, path)
    t.is(answer.status, 404, path)
    t.regex(String(answer.headers.get('content-type')), /^text\/html/)
  }
})

test('a key in the path may hold any character', async (t) => {
  const own = await startSimulator({
    organization: {
      domains: ['example.com'],
      admins: ['admin@example.com'],
      users: [{ primaryEmail: 'admin@example.com' }, { primaryEmail: "o'brien/x+y%z@example.com" }],
    },
  })
  t.teardown(own.close)
  const path = `users/${encodeURIComponent("o'brien/x+y%z@example.com")}`
  t.is((await get(own, await tokenFor(own), path)).status, 200)
  t.is((await get(own, await tokenFor(own), 'users/%zz')).status, 404)
})

test('JSON comes in lines unless prettyPrint is off', async (t) => {
  t.true((await get(simulator, token, 'users/ada@example.com')).text.includes('\n  "'))
  t.false((await get(simulator, token, 'users/ada@example.com', { prettyPrint: 'false' })).text.includes('\n'))
})

test('answers are compressed for those who name gzip in their user agent too', async (t) => {
  const encoding = async (agent: string) =>
    (
      await get(simulator, token, 'users', whole, { headers: { 'user-agent': agent, 'accept-encoding': 'gzip' } })
    ).headers.get('content-encoding')
  t.is(await encoding('example (gzip)'), 'gzip')
  t.is(await encoding('example'), null)
})

test('the quota of a minute is kept for each administrator, and a refusal does not count', async (t) => {
  const own = await startSimulator({ organization: { ...demoOrganization(), queriesPerMinute: 5 } })
  t.teardown(own.close)
  const [one, other] = [await tokenFor(own), await tokenFor(own, { sub: 'helpdesk@example.com' })]
  const ask = (with_: string) => get(own, with_, 'users', { ...whole, maxResults: '1' })
  for (let count = 0; count < 5; count += 1) t.is((await ask(one)).status, 200)
  for (let count = 0; count < 3; count += 1) {
    const refused = await ask(one)
    t.is(refused.status, 403)
    t.is(at(first(refused), 'reason'), 'rateLimitExceeded')
    t.is(at(first(refused), 'domain'), 'usageLimits')
  }
  t.is((await ask(other)).status, 200)
  own.update((organization) => {
    organization.clockOffsetSeconds = 61
  })
  for (let count = 0; count < 5; count += 1) t.is((await ask(one)).status, 200)
  t.is((await ask(one)).status, 403)
})

test("the mail profile is the acting account's own", async (t) => {
  const mine = await tokenFor(simulator, { scope: mailScope, sub: 'ada.lovelace@example.com' })
  for (const user of ['me', 'ada.lovelace@example.com', 'countess%40example.com']) {
    const { body } = await get(simulator, mine, `/gmail/v1/users/${user}/profile`)
    t.is(at(body, 'emailAddress'), 'ada.lovelace@example.com')
    t.is(typeof at(body, 'messagesTotal'), 'number')
    t.is(typeof at(body, 'historyId'), 'string')
  }
  const other = await get(simulator, mine, '/gmail/v1/users/robert.dahl@example.com/profile')
  t.deepEqual(
    [other.status, at(other.body, 'error', 'message')],
    [403, 'Delegation denied for ada.lovelace@example.com'],
  )
})

test('an account without a mailbox, and a token without an account, fail as at Gmail', async (t) => {
  const scanner = await tokenFor(simulator, { scope: mailScope, sub: 'scanner@example.com' })
  const none = await get(simulator, scanner, '/gmail/v1/users/me/profile')
  t.deepEqual([none.status, at(none.body, 'error', 'message')], [400, 'Mail service not enabled'])
  t.is(at(first(none), 'reason'), 'failedPrecondition')
  const robot = await tokenFor(simulator, { scope: mailScope, sub: undefined })
  const nobody = await get(simulator, robot, '/gmail/v1/users/me/profile')
  t.deepEqual([nobody.status, at(nobody.body, 'error', 'message')], [400, 'Precondition check failed.'])
})
