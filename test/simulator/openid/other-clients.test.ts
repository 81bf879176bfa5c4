import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { runSimulator } from '../../../source/simulator/command.ts'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { at, postToken } from '../raw-client.ts'
import { attempt, authorize, codeFor, exchange } from './sign-in.ts'

const longScopes =
  'https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile openid'

async function running(t: ExecutionContext): Promise<Simulator> {
  const simulator = await startSimulator({ organization: demoOrganization() })
  t.teardown(simulator.close)
  return simulator
}

async function tokensFor(simulator: Simulator, changes: Record<string, string | undefined>) {
  const one = attempt(simulator, changes)
  return (await exchange(simulator, await codeFor(simulator, one), one.verifier)).body
}

const get = async (simulator: Simulator, path: string, token?: unknown) => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${String(token)}` }
  const response = await fetch(new URL(path, simulator.url), { headers })
  return { status: response.status, body: (await response.json()) as unknown }
}

test('either spelling of the sign-in scopes gives the same claims, an id token, and the scopes as Google names them', async (t) => {
  const simulator = await running(t)
  for (const scope of ['profile email', longScopes, 'email profile openid']) {
    const { sentTo } = await authorize(simulator, attempt(simulator, { scope }).query)
    t.is(sentTo?.searchParams.get('scope'), `email profile ${longScopes}`, scope)
    const tokens = await tokensFor(simulator, { scope })
    t.is(at(tokens, 'scope'), longScopes, scope)
    const claims: unknown = JSON.parse(
      Buffer.from(String(at(tokens, 'id_token')).split('.')[1] ?? '', 'base64url').toString(),
    )
    t.like(claims, { iss: 'https://accounts.google.com', email: 'ada.lovelace@example.com', given_name: 'Ada' })
  }
  const { status, text } = await authorize(simulator, attempt(simulator, { scope: 'openid telepathy' }).query)
  t.is(status, 400)
  t.regex(text, /invalid_scope/)
  t.regex(text, /\{valid=\[openid\], invalid=\[telepathy\]\}/)
})

test('a refresh token comes the first time and where consent is asked for, and only with offline access', async (t) => {
  const simulator = await running(t)
  const has = async (changes: Record<string, string>) =>
    at(await tokensFor(simulator, changes), 'refresh_token') !== undefined
  t.false(await has({}))
  t.true(await has({ access_type: 'offline' }))
  t.false(await has({ access_type: 'offline' }))
  t.true(await has({ access_type: 'offline', prompt: 'consent' }))
})

test('a refresh token belongs to its client, its scopes and a living account', async (t) => {
  const simulator = await running(t)
  const token = String(at(await tokensFor(simulator, { access_type: 'offline' }), 'refresh_token'))
  const { clientId, clientSecret } = simulator.oidc
  const refresh = async (changes: Record<string, string>) => {
    const form = { grant_type: 'refresh_token', refresh_token: token, client_id: clientId, client_secret: clientSecret }
    const { status, body } = await postToken(simulator, { ...form, ...changes })
    return [status, at(body, 'error') ?? at(body, 'scope')]
  }
  t.deepEqual(await refresh({ scope: 'openid' }), [200, 'openid'])
  t.deepEqual(await refresh({ scope: 'openid https://mail.google.com/' }), [400, 'invalid_scope'])
  t.deepEqual(await refresh({ client_secret: 'wrong' }), [401, 'invalid_client'])
  t.deepEqual(await refresh({ refresh_token: '1//0unknown' }), [400, 'invalid_grant'])
  simulator.update(({ users }) => {
    for (const user of users)
      if (user.primaryEmail === 'ada.lovelace@example.com') user.deletionTime = new Date().toISOString()
  })
  t.deepEqual(await refresh({}), [400, 'invalid_grant'])
})

test('userinfo and tokeninfo answer under every path that clients have built in', async (t) => {
  const simulator = await running(t)
  const tokens = await tokensFor(simulator, {})
  const token = String(at(tokens, 'access_token'))
  for (const path of ['/v1/userinfo', '/oauth2/v3/userinfo']) {
    t.like(
      (await get(simulator, path, token)).body,
      { email: 'ada.lovelace@example.com', email_verified: true, family_name: 'Lovelace' },
      path,
    )
  }
  t.like((await get(simulator, '/oauth2/v2/userinfo', token)).body, { verified_email: true, name: 'Ada Lovelace' })
  t.is((await get(simulator, '/v1/userinfo', 'ya29.unknown')).status, 401)
  for (const path of ['/tokeninfo', '/oauth2/v3/tokeninfo']) {
    const { body } = await get(simulator, `${path}?access_token=${token}`)
    t.like(body, { aud: simulator.oidc.clientId, email_verified: 'true', access_type: 'online', scope: longScopes })
  }
  for (const path of ['/oauth2/v1/tokeninfo', '/oauth2/v2/tokeninfo']) {
    t.like((await get(simulator, `${path}?access_token=${token}`)).body, {
      audience: simulator.oidc.clientId,
      verified_email: true,
    })
  }
  const idToken = String(at(tokens, 'id_token'))
  t.like((await get(simulator, `/tokeninfo?id_token=${idToken}`)).body, { alg: 'RS256', email_verified: 'true' })
  t.is((await get(simulator, `/tokeninfo?id_token=${idToken.slice(0, -6)}AAAAAA`)).status, 400)
  t.is((await get(simulator, '/tokeninfo?access_token=unknown')).status, 400)
})

test('tokens and codes are given under the older paths too, and to a form that is posted', async (t) => {
  const simulator = await running(t)
  for (const path of ['/oauth2/v4/token', '/oauth2/v3/token', '/o/oauth2/token']) {
    const response = await fetch(new URL(path, simulator.url), {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x' }),
    })
    t.regex(await response.text(), /unsupported_grant_type/, path)
  }
  for (const path of ['/o/oauth2/auth', '/o/oauth2/v2/auth']) {
    const body = new URLSearchParams(attempt(simulator).query)
    const response = await fetch(new URL(path, simulator.url), { method: 'POST', body, redirect: 'manual' })
    t.regex(response.headers.get('location') ?? '', /[?&]code=4%2F0A/, path)
  }
})

test('the answer comes as a fragment or as a form where the client wants it so', async (t) => {
  const simulator = await running(t)
  const { sentTo } = await authorize(simulator, attempt(simulator, { response_mode: 'fragment' }).query)
  t.regex(sentTo?.hash ?? '', /^#state=state-1&code=4%2F0A/)
  t.is(sentTo?.search, '')
  const { text } = await authorize(simulator, attempt(simulator, { response_mode: 'form_post' }).query)
  t.regex(
    text,
    /<form method="post" action="https:\/\/archive\.example\.com:8462\/oidc\/signin">.*name="code" value="4\/0A/,
  )
})

test('a POST that says it is a GET is one, with its query in the body', async (t) => {
  const simulator = await running(t)
  const body = new URLSearchParams({ customer: 'my_customer', maxResults: '2' })
  const response = await fetch(new URL('/admin/directory/v1/users', simulator.url), {
    method: 'POST',
    body,
    headers: { 'x-http-method-override': 'GET' },
  })
  t.is(response.status, 401)
  t.like(simulator.requests.at(-1), { method: 'GET', call: 'users.list', query: { maxResults: '2' } })
})

test('the key may name the simulator’s own token endpoint', async (t) => {
  const path = join(temporaryFolder(t), 'key.json')
  const end = new AbortController()
  let url = ''
  await runSimulator({
    keyOut: path,
    ownTokenUri: true,
    verbose: false,
    signal: end.signal,
    stderr: { write: () => undefined },
    onReady: async (line) => {
      url = String(at(JSON.parse(line), 'url'))
      t.is(at(JSON.parse(readFileSync(path, 'utf8')), 'token_uri'), `${url}/token`)
      end.abort()
    },
  })
  t.not(url, '')
})
