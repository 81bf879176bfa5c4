// Signs in as Polis does: a connection made from the discovery document, its own authorization, Google's in between, its
// own token and profile. Unmodified.
import jackson from '@boxyhq/saml-jackson'

const [origin, oidcClientId, oidcClientSecret] = process.argv.slice(2)
const redirectUrl = 'http://localhost:4000/callback'
const polis = await jackson.default({
  externalUrl: 'http://localhost:5225',
  samlAudience: 'https://polis.example.com',
  samlPath: '/api/oauth/saml',
  oidcPath: '/api/oauth/oidc',
  db: { engine: 'mem' },
  noAnalytics: true,
  openid: {},
})
const about = { tenant: 'example.com', product: 'archive' }
const connection = await polis.connectionAPIController.createOIDCConnection({
  ...about,
  defaultRedirectUrl: redirectUrl,
  redirectUrl: JSON.stringify([redirectUrl]),
  oidcDiscoveryUrl: `${origin}/.well-known/openid-configuration`,
  oidcClientId,
  oidcClientSecret,
})
const client = { client_id: connection.clientID, redirect_uri: redirectUrl }
const begun = await polis.oauthController.authorize({ ...about, ...client, response_type: 'code', state: 'mine' })
const page = await fetch(`${begun.redirect_url}&login_hint=ada.lovelace%40example.com`, { redirect: 'manual' })
const back = new URL(page.headers.get('location'))
const done = await polis.oauthController.oidcAuthzResponse(Object.fromEntries(back.searchParams))
const { access_token } = await polis.oauthController.token({
  ...client,
  grant_type: 'authorization_code',
  client_secret: connection.clientSecret,
  code: new URL(done.redirect_url).searchParams.get('code'),
})
process.stdout.write(`\n${JSON.stringify(await polis.oauthController.userInfo(access_token))}`)
await polis.close()
// Its timers would go on.
process.exit(0)
