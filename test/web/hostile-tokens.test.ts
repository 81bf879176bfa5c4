import test from 'ava'
import { tokenRefusals } from '../google/openid/support/token-refusals.ts'
import { ada, servicePlace } from './support/service.ts'

test('whatever is wrong with a token, its code stands on the page and in the log, and there is no session', async (t) => {
  const { browser, place, events } = await servicePlace(t)
  for (const [mode, code] of Object.entries(tokenRefusals)) {
    place.google.setFaults([{ call: 'oidc.token', idToken: mode as keyof typeof tokenRefusals }])
    const one = browser()
    const page = await one.signIn(ada)
    t.is(page.status, 403, mode)
    t.true(page.text.includes(`<code>${code}</code>`), mode)
    t.is(events.at(-1)?.reason, code, mode)
    t.deepEqual([...one.cookies.keys()], [], mode)
    t.is((await one.get('/auth')).status, 401, mode)
  }
  t.is((await browser().signIn(ada)).status, 302, 'the next good token is accepted')
})

test('what Google answers in place of a token is told by its code, and nothing of the answer is repeated', async (t) => {
  const { browser, place, events } = await servicePlace(t)
  const answers: [
    code: string,
    page: number,
    answer: { status: number; body: string | string[] | Record<string, unknown>; headers?: Record<string, string> },
  ][] = [
    [
      'clientSecretNotAccepted',
      403,
      { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } },
    ],
    ['oauthClientGone', 403, { status: 401, body: { error: 'deleted_client' } }],
    ['redirectNotRegistered', 403, { status: 400, body: { error: 'redirect_uri_mismatch' } }],
    ['codeNotAccepted', 403, { status: 400, body: { error: 'invalid_grant', error_description: 'Bad Request' } }],
    ['codeExchangeRefused', 403, { status: 400, body: { error: 'secret <b>' } }],
    ['idTokenMissing', 403, { status: 200, body: { access_token: 'secret', token_type: 'Bearer' } }],
    ['idTokenMissing', 403, { status: 200, body: '<p>secret' }],
    ['idTokenMissing', 403, { status: 200, body: '{"secret', headers: { 'content-type': 'application/json' } }],
    ['notGoogle', 503, { status: 404, body: '{"secret', headers: { 'content-type': 'application/json' } }],
    ['notGoogle', 503, { status: 302, body: 'secret', headers: { location: 'https://secret.example/' } }],
    ['idTokenMissing', 403, { status: 200, body: ['secret'] }],
    ['idTokenBroken', 403, { status: 200, body: { access_token: 'secret', token_type: 'Bearer', id_token: 'secret' } }],
    ['idTokenBroken', 403, { status: 200, body: { access_token: 'secret', token_type: 'Bearer', id_token: '..' } }],
    ['notGoogle', 503, { status: 404, body: '<p>secret' }],
    ['googleUnavailable', 503, { status: 500, body: 'secret' }],
    ['googleThrottles', 503, { status: 429, body: 'secret' }],
  ]
  for (const [code, status, answer] of answers) {
    place.google.setFaults([{ call: 'oidc.token', ...answer }])
    const one = browser()
    const page = await one.signIn(ada)
    t.is(events.at(-1)?.reason, code, JSON.stringify(answer))
    t.is(page.status, status, code)
    t.true(page.text.includes(`<code>${code}</code>`), code)
    t.false(page.text.includes('secret') || JSON.stringify(events).includes('secret'), code)
    t.deepEqual([...one.cookies.keys()], [], code)
  }
})

test('keys that cannot be read let nobody in', async (t) => {
  const bodies: (string | Record<string, unknown>)[] = [
    'nothing',
    {},
    { keys: [] },
    { keys: [{ kty: 'RSA' }] },
    { keys: 1 },
  ]
  for (const body of bodies) {
    const { browser, place } = await servicePlace(t)
    place.google.setFaults([{ call: 'oidc.certs', body }])
    const one = browser()
    const { status } = await one.signIn(ada)
    t.true(status === 503 || status === 403, JSON.stringify(body))
    t.is((await one.get('/auth')).status, 401)
  }
})
