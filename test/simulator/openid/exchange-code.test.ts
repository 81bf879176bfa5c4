import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, postToken, type RawAnswer } from '../raw-client.ts'
import { attempt, codeFor, exchange, redirectUri } from './sign-in.ts'

let simulator: Simulator
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
})
test.after.always(() => simulator.close())

const failure = ({ status, body }: RawAnswer) => [status, at(body, 'error'), at(body, 'error_description')]
const tryWith = async (changes: Record<string, string | undefined>) => {
  const one = attempt(simulator)
  return exchange(simulator, await codeFor(simulator, one), one.verifier, changes)
}

test('a code gives an access token and an id token', async (t) => {
  const { status, body } = await tryWith({})
  t.is(status, 200)
  t.is(at(body, 'token_type'), 'Bearer')
  t.is(String(at(body, 'id_token')).split('.').length, 3)
})

test('the client may name itself in the Authorization header', async (t) => {
  const one = attempt(simulator)
  const { clientId, clientSecret } = simulator.oidc
  const response = await fetch(`${simulator.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: await codeFor(simulator, one),
      redirect_uri: redirectUri,
      code_verifier: one.verifier,
    }),
  })
  t.is(response.status, 200)
})

const refusals: [string, Record<string, string | undefined>, [number, string, string]][] = [
  ['an unknown client', { client_id: 'other' }, [401, 'invalid_client', 'The OAuth client was not found.']],
  ['a missing secret', { client_secret: undefined }, [400, 'invalid_request', 'client_secret is missing.']],
  ['a wrong secret', { client_secret: 'guess' }, [401, 'invalid_client', 'Unauthorized']],
  ['a code in another form', { code: 'rubbish' }, [400, 'invalid_grant', 'Malformed auth code.']],
  ['a code still encoded', { code: '4%2F0Axyz' }, [400, 'invalid_grant', 'Malformed auth code.']],
  ['a code that was never given out', { code: '4/0Axyz' }, [400, 'invalid_grant', 'Bad Request']],
  ['another redirect URI', { redirect_uri: `${redirectUri}/` }, [400, 'redirect_uri_mismatch', 'Bad Request']],
  ['a missing verifier', { code_verifier: undefined }, [400, 'invalid_grant', 'Missing code verifier.']],
  ['another verifier', { code_verifier: 'x'.repeat(43) }, [400, 'invalid_grant', 'Invalid code verifier.']],
]
for (const [name, changes, expected] of refusals) {
  test(`${name} is refused in Google's words`, async (t) => {
    t.deepEqual(failure(await tryWith(changes)), expected)
  })
}

test('a code works once', async (t) => {
  const one = attempt(simulator)
  const code = await codeFor(simulator, one)
  t.is((await exchange(simulator, code, one.verifier)).status, 200)
  t.deepEqual(failure(await exchange(simulator, code, one.verifier)), [400, 'invalid_grant', 'Bad Request'])
})

test('a code lives for minutes', async (t) => {
  const own = await startSimulator({ organization: demoOrganization() })
  t.teardown(own.close)
  const one = attempt(own)
  const code = await codeFor(own, one)
  own.update((organization) => {
    organization.clockOffsetSeconds = 11 * 60
  })
  t.is((await exchange(own, code, one.verifier)).status, 400)
})

test('without a challenge no verifier is asked for, and a plain one is compared as it is', async (t) => {
  const without = attempt(simulator, { code_challenge: undefined, code_challenge_method: undefined })
  t.is((await exchange(simulator, await codeFor(simulator, without), '')).status, 200)
  const plain = attempt(simulator, { code_challenge: 'plain-text', code_challenge_method: 'plain' })
  t.is((await exchange(simulator, await codeFor(simulator, plain), 'plain-text')).status, 200)
})

test('the token endpoint takes JSON as well', async (t) => {
  const response = await fetch(`${simulator.url}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'authorization_code', client_id: 'other' }),
  })
  t.is(response.status, 401)
  t.deepEqual(failure(await postToken(simulator, {})), [
    400,
    'invalid_request',
    'Missing required parameter: grant_type',
  ])
})
