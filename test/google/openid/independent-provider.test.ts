import test, { type ExecutionContext } from 'ava'
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server'
import { openIdentityProvider } from '../../../source/google/openid/provider.ts'
import { openSignInConnection } from '../../../source/google/openid/sign-in-connection.ts'
import { Problem } from '../../../source/text/problem.ts'
import { ada, directoryUser, servicePlace } from '../../web/support/service.ts'

const client = { clientId: '123456789012-abc.apps.googleusercontent.com', clientSecret: 'GOCSPX-x' }
const redirectUri = 'http://localhost:8462/oidc/signin'

/** A provider that is not ours, reached under Google's paths, which issues tokens in Google's name. */
async function independentProvider(t: ExecutionContext): Promise<{ origin: string; server: OAuth2Server }> {
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: { authorize: '/o/oauth2/v2/auth', token: '/token', jwks: '/oauth2/v3/certs' },
  })
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  t.teardown(() => server.stop())
  const origin = `http://127.0.0.1:${server.address().port}`
  server.issuer.url = 'https://accounts.google.com'
  return { origin, server }
}

/** Has the provider say these claims in its next tokens. */
function say(server: OAuth2Server, claims: Record<string, unknown>): void {
  server.service.on('beforeTokenSigning', (token: MutableToken) => {
    Object.assign(token.payload, claims)
  })
}

test('a sign-in works with a provider that only follows the standard', async (t) => {
  const { origin, server } = await independentProvider(t)
  const endpoint = { origin }
  const connection = openSignInConnection({ endpoint, signal: new AbortController().signal })
  const provider = openIdentityProvider({ endpoint, connection, client, redirectUri })
  const { address, attempt } = await provider.begin({})
  const person = { aud: client.clientId, email: 'ada@example.com', email_verified: 'true', hd: 'example.com' }
  say(server, { ...person, nonce: attempt.nonce })
  const returned = async () => new URL((await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '')
  t.like(await provider.finish(await returned(), attempt), {
    sub: 'johndoe',
    email: 'ada@example.com',
    emailVerified: true,
    hostedDomain: 'example.com',
  })
  say(server, { nonce: 'another' })
  const refusal = await t.throwsAsync(provider.finish(await returned(), attempt), { instanceOf: Problem })
  t.is(refusal.code, 'idTokenNonce')
})

test('the service lets people in by the word of a provider that only follows the standard', async (t) => {
  const { origin, server } = await independentProvider(t)
  const document = await (await fetch(`${origin}/.well-known/openid-configuration`)).json()
  t.like(document, { issuer: 'https://accounts.google.com', code_challenge_methods_supported: ['plain', 'S256'] })
  const { browser, place, events } = await servicePlace(t, { google: origin })
  const { directoryId: sub } = directoryUser(ada)
  say(server, { sub, aud: place.google.oidc.clientId, email: ada, email_verified: true, hd: 'example.com' })
  const one = browser()
  t.is((await one.signIn(ada)).status, 302)
  t.is((await one.get('/auth')).headers.get('remote-user'), ada)
  say(server, { hd: 'example.net' })
  const two = browser()
  t.is((await two.signIn(ada)).status, 403)
  t.is(events.at(-1)?.reason, 'accountOtherOrganization')
  t.is((await two.get('/auth')).status, 401)
})
