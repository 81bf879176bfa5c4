import test from 'ava'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomState,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'

const redirectUri = 'http://localhost:4000/callback'

/** Signs in as a browser would, and gives what the token endpoint said. */
async function signIn(config: Configuration, parameters: Record<string, string>) {
  const [state, nonce] = [randomState(), randomNonce()]
  const wanted = { redirect_uri: redirectUri, login_hint: 'ada.lovelace@example.com', state, nonce, ...parameters }
  const page = await fetch(buildAuthorizationUrl(config, wanted), { redirect: 'manual' })
  const back = new URL(page.headers.get('location') ?? '')
  return authorizationCodeGrant(config, back, { expectedState: state, expectedNonce: nonce })
}

test('openid-client discovers the issuer, signs in, asks who it is, refreshes, and revokes', async (t) => {
  const simulator = await startSimulator({ organization: demoOrganization(), issuer: 'own' })
  t.teardown(simulator.close)
  for (const origin of [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')]) {
    const { clientId, clientSecret } = simulator.oidc
    const config = await discovery(new URL(origin), clientId, clientSecret, undefined, {
      execute: [allowInsecureRequests],
    })
    const scope = 'openid email profile'
    const tokens = await signIn(config, { scope, access_type: 'offline', prompt: 'consent', max_age: '3600' })
    const claims = tokens.claims()
    t.is(claims?.iss, origin)
    t.is(typeof claims?.auth_time, 'number')
    t.regex(String(claims?.picture), /^https:/)
    const person = await fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
    t.like(person, { email: 'ada.lovelace@example.com', email_verified: true, hd: 'example.com' })
    const again = await refreshTokenGrant(config, tokens.refresh_token ?? '')
    t.is(again.claims()?.sub, claims?.sub)
    t.is(again.refresh_token, undefined)
    await fetchUserInfo(config, again.access_token, claims?.sub ?? '')
    await tokenRevocation(config, tokens.refresh_token ?? '')
    await t.throwsAsync(fetchUserInfo(config, again.access_token, claims?.sub ?? ''))
    await t.throwsAsync(refreshTokenGrant(config, tokens.refresh_token ?? ''), { code: 'OAUTH_RESPONSE_BODY_ERROR' })
  }
})
