import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { attempt, authorize, redirectUri } from './sign-in.ts'

let simulator: Simulator
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
})
test.after.always(() => simulator.close())

const ask = (changes: Record<string, string | undefined> = {}) =>
  authorize(simulator, attempt(simulator, changes).query)

test('with a login hint it goes straight on, to the redirect URI, with state and code', async (t) => {
  const { status, sentTo } = await ask()
  t.is(status, 302)
  t.is(`${sentTo?.origin}${sentTo?.pathname}`, redirectUri)
  t.is(sentTo?.searchParams.get('state'), 'state-1')
  t.regex(String(sentTo?.searchParams.get('code')), /^4\/0A/)
})

test('a login hint may be an alias or the id', async (t) => {
  t.is((await ask({ login_hint: 'countess@example.com' })).status, 302)
  t.is((await ask({ login_hint: simulatorUserId('ada.lovelace@example.com') })).status, 302)
})

test('without a hint there is a page with every account that may sign in, and picking one goes on', async (t) => {
  const { status, text } = await ask({ login_hint: undefined })
  t.is(status, 200)
  t.true(text.includes('value="ada.lovelace@example.com"'))
  t.true(text.includes('name="state" value="state-1"'))
  t.false(text.includes('value="viktor.petrov@example.com"'), 'suspended accounts cannot sign in')
  t.is((await ask({ login_hint: undefined, account: 'ada.lovelace@example.com' })).status, 302)
})

test('an account that cannot sign in brings the page again, with a word on why', async (t) => {
  for (const account of ['viktor.petrov@example.com', 'nobody@example.com', '"><script>']) {
    const { status, text } = await ask({ login_hint: undefined, account })
    t.is(status, 200)
    t.regex(text, /role="alert"/)
    t.false(text.includes('<script>'))
  }
})

test('the hosted domain limits who can sign in', async (t) => {
  t.is((await ask({ hd: 'example.org' })).status, 200)
  t.is((await ask({ hd: 'example.com' })).status, 302)
  t.is((await ask({ hd: '*' })).status, 302)
  t.false((await ask({ hd: 'example.org', login_hint: undefined })).text.includes('ada.lovelace@example.com'))
})

test('select_account shows the page in spite of the hint, and none sends back without a page', async (t) => {
  t.is((await ask({ prompt: 'select_account' })).status, 200)
  t.is((await ask({ prompt: 'none' })).status, 302)
  const { sentTo } = await ask({ prompt: 'none', login_hint: undefined })
  t.is(sentTo?.searchParams.get('error'), 'interaction_required')
})

test('somebody who cancels is sent back with access_denied and the state, and without a code', async (t) => {
  const { sentTo } = await ask({ decision: 'cancel' })
  t.is(sentTo?.searchParams.get('error'), 'access_denied')
  t.is(sentTo?.searchParams.get('state'), 'state-1')
  t.is(sentTo?.searchParams.get('code'), null)
})

const blocked: [string, Record<string, string | undefined>, number, string][] = [
  ['an unknown client', { client_id: 'x.apps.googleusercontent.com' }, 401, 'invalid_client'],
  ['a missing client', { client_id: undefined }, 400, 'invalid_request'],
  ['a missing redirect URI', { redirect_uri: undefined }, 400, 'invalid_request'],
  [
    'a redirect URI that Google takes from nobody',
    { redirect_uri: 'https://archive.lan/' },
    400,
    'redirect_uri_mismatch',
  ],
  ['a missing response type', { response_type: undefined }, 400, 'invalid_request'],
  ['another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
  ['a missing scope', { scope: undefined }, 400, 'invalid_request'],
  ['an unknown challenge method', { code_challenge_method: 'S512' }, 400, 'invalid_request'],
]
for (const [name, changes, status, error] of blocked) {
  test(`${name} is told to the person and sends nobody anywhere`, async (t) => {
    const answer = await ask(changes)
    t.is(answer.status, status)
    t.is(answer.sentTo, undefined)
    t.true(answer.text.includes(error))
  })
}

test('where redirect URIs are registered, only those are taken, to the letter', async (t) => {
  const own = await startSimulator({
    organization: {
      ...demoOrganization(),
      oauthClient: { clientId: 'mine', clientSecret: 's', redirectUris: [redirectUri] },
    },
  })
  t.teardown(own.close)
  const status = async (uri: string) => (await authorize(own, attempt(own, { redirect_uri: uri }).query)).status
  t.is(own.oidc.clientId, 'mine')
  t.is(await status(redirectUri), 302)
  for (const uri of [`${redirectUri}/`, redirectUri.replace('https', 'HTTPS'), 'http://localhost:8462/oidc/signin']) {
    t.is(await status(uri), 400, uri)
  }
})

function simulatorUserId(address: string): string {
  return demoOrganization().users.find((user) => user.primaryEmail === address)?.id ?? ''
}
