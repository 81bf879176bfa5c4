import test from 'ava'
import { newServiceAccountKey } from '../../../source/simulator/oauth/service-account.ts'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import {
  assertionOf,
  at,
  get,
  goodClaims,
  mailScope,
  postAssertion,
  postToken,
  type RawAnswer,
  userScope,
} from '../raw-client.ts'

let simulator: Simulator
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
})
test.after.always(() => simulator.close())

const now = () => Math.floor(Date.now() / 1000)
const ask = (changes: Record<string, unknown>) =>
  postAssertion(simulator, assertionOf(simulator, { ...goodClaims(simulator), ...changes }))
const failure = ({ status, body }: RawAnswer) => [status, at(body, 'error'), at(body, 'error_description')]

const timeWindow =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'

test('a good assertion gets a bearer token that lives an hour', async (t) => {
  const { status, body } = await ask({})
  t.is(status, 200)
  t.is(at(body, 'token_type'), 'Bearer')
  t.is(at(body, 'expires_in'), 3599)
  t.regex(String(at(body, 'access_token')), /^\S{20,}$/)
})

test('a signature by another key is refused', async (t) => {
  const other = await newServiceAccountKey()
  const assertion = assertionOf(simulator, goodClaims(simulator), { privateKey: other.private_key })
  t.deepEqual(failure(await postAssertion(simulator, assertion)), [400, 'invalid_grant', 'Invalid JWT Signature.'])
})

test('claims changed after signing are refused', async (t) => {
  const [header, , signature] = assertionOf(simulator, goodClaims(simulator)).split('.')
  const claims = Buffer.from(JSON.stringify({ ...goodClaims(simulator), sub: 'eve.moneypenny@example.com' }))
  const forged = `${header}.${claims.toString('base64url')}.${signature}`
  t.deepEqual(failure(await postAssertion(simulator, forged)), [400, 'invalid_grant', 'Invalid JWT Signature.'])
})

test('an unknown key id and an unsigned assertion are refused as signatures', async (t) => {
  for (const header of [{ alg: 'RS256', kid: 'f00' }, { alg: 'none' }, { alg: 'HS256' }]) {
    const assertion = assertionOf(simulator, goodClaims(simulator), { header })
    t.deepEqual(failure(await postAssertion(simulator, assertion)), [400, 'invalid_grant', 'Invalid JWT Signature.'])
  }
})

const refusals: [string, () => Record<string, unknown>, [number, string, string]][] = [
  [
    'an unknown service account',
    () => ({ iss: 'nobody@example.com' }),
    [400, 'invalid_grant', 'Invalid grant: account not found'],
  ],
  ['a missing iat', () => ({ iat: undefined }), [400, 'invalid_grant', 'Invalid JWT: iat (issued at) is not set.']],
  [
    'a missing exp',
    () => ({ exp: undefined }),
    [400, 'invalid_grant', 'Invalid JWT: exp (expiration time) is not set.'],
  ],
  ['a clock two hours behind', () => ({ iat: now() - 7200, exp: now() - 3600 }), [400, 'invalid_grant', timeWindow]],
  ['a clock an hour ahead', () => ({ iat: now() + 3600, exp: now() + 7200 }), [400, 'invalid_grant', timeWindow]],
  ['a lifetime of two hours', () => ({ exp: now() + 7200 }), [400, 'invalid_grant', timeWindow]],
  ['no scope', () => ({ scope: '' }), [400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.']],
  [
    'another audience',
    () => ({ aud: 'https://example.com/token' }),
    [400, 'invalid_grant', 'Invalid JWT: Failed audience check.'],
  ],
  ['a subject that is no address', () => ({ sub: 'admin' }), [400, 'invalid_grant', 'Not a valid email']],
  [
    'a subject that nobody has',
    () => ({ sub: 'nobody@example.com' }),
    [400, 'invalid_grant', 'Invalid email or User ID'],
  ],
  [
    'a scope that was not delegated',
    () => ({ scope: `${userScope} https://www.googleapis.com/auth/drive` }),
    [
      401,
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    ],
  ],
]
for (const [name, changes, expected] of refusals) {
  test(`${name} is refused in Google's words`, async (t) => {
    t.deepEqual(failure(await ask(changes())), expected)
  })
}

test('of two faults the one that Google checks first is named', async (t) => {
  t.is(
    at((await ask({ iss: 'nobody@example.com', iat: undefined })).body, 'error_description'),
    'Invalid grant: account not found',
  )
  t.is(
    at((await ask({ iat: undefined, scope: '' })).body, 'error_description'),
    'Invalid JWT: iat (issued at) is not set.',
  )
  t.is(at((await ask({ iat: now() - 7200, exp: now() - 3600, scope: '' })).body, 'error_description'), timeWindow)
  t.is(at((await ask({ scope: '', aud: 'x' })).body, 'error'), 'invalid_scope')
  t.is(at((await ask({ aud: 'x', sub: 'admin' })).body, 'error_description'), 'Invalid JWT: Failed audience check.')
})

test('a clock five minutes ahead and one an hour behind are taken', async (t) => {
  t.is((await ask({ iat: now() + 295, exp: now() + 295 + 3600 })).status, 200)
  t.is((await ask({ iat: now() - 3600, exp: now() })).status, 200)
})

test("the simulator's own address is an audience too, under any name of the loopback", async (t) => {
  const { port } = new URL(simulator.url)
  t.is((await ask({ aud: `${simulator.url}/token` })).status, 200)
  t.is((await ask({ aud: `http://localhost:${port}/token` })).status, 200)
  t.is((await ask({ aud: `http://example.com:${port}/token` })).status, 400)
})

test('text that is no assertion is a bad request', async (t) => {
  for (const assertion of ['', 'x', 'a.b.c', 'a.b', 'e30.e30.e30.e30']) {
    t.deepEqual(failure(await postAssertion(simulator, assertion)), [400, 'invalid_request', 'Bad Request'])
  }
})

test('another grant type is named in the refusal', async (t) => {
  const answer = await postToken(simulator, { grant_type: 'password' })
  t.deepEqual(failure(answer), [400, 'unsupported_grant_type', 'Invalid grant_type: password'])
})

test('without a subject the token is the service account itself, which may read nothing', async (t) => {
  const { body } = await ask({ sub: undefined })
  const answer = await get(simulator, String(at(body, 'access_token')), 'users', { customer: 'my_customer' })
  t.is(answer.status, 403)
  t.is(at(answer.body, 'error', 'message'), 'Not Authorized to access this resource/api')
})

test('an unknown scope without a subject gets an id token and no access token', async (t) => {
  const { status, body } = await ask({ sub: undefined, scope: 'rubbish' })
  t.is(status, 200)
  t.deepEqual(Object.keys(Object(body)), ['id_token'])
})

test('a service account that was switched off, delegation forgotten, a deleted subject: each by the organization', async (t) => {
  const organization = demoOrganization()
  const own = await startSimulator({ organization: { ...organization, serviceAccount: 'disabled' } })
  t.teardown(own.close)
  const attempt = async (changes: Record<string, unknown> = {}) =>
    at((await postAssertion(own, assertionOf(own, { ...goodClaims(own), ...changes }))).body, 'error_description')
  t.is(await attempt(), 'Invalid grant: account not found')
  own.update((changed) => {
    changed.serviceAccount = 'enabled'
    changed.delegatedScopes = []
    for (const user of changed.users) {
      if (user.primaryEmail.startsWith('old.hand')) user.deletionTime = new Date().toISOString()
    }
  })
  t.regex(String(await attempt()), /^Client is unauthorized/)
  t.is(await attempt({ sub: 'old.hand@example.com' }), 'The account has been deleted')
  own.update((changed) => {
    changed.delegatedScopes = [mailScope]
  })
  t.regex(String(await attempt()), /^Client is unauthorized/)
  t.is(await attempt({ scope: mailScope }), undefined)
})

test("the Date header follows the simulator's clock, and so does the time window", async (t) => {
  const own = await startSimulator({ organization: { ...demoOrganization(), clockOffsetSeconds: 3 * 3600 } })
  t.teardown(own.close)
  const answer = await postAssertion(own, assertionOf(own, goodClaims(own)))
  t.is(at(answer.body, 'error_description'), timeWindow)
  const ahead = Date.parse(String(answer.headers.get('date'))) - Date.now()
  t.true(Math.abs(ahead - 3 * 3600_000) < 60_000)
})
