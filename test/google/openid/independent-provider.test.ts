import test, { type ExecutionContext } from 'ava'
import { OAuth2Server } from 'oauth2-mock-server'
import { createAuthorizationRequest } from '../../../source/google/openid/authorization-request.ts'
import { exchangeCode } from '../../../source/google/openid/exchange-code.ts'
import { readRedirect } from '../../../source/google/openid/read-redirect.ts'
import { openSignInConnection } from '../../../source/google/openid/sign-in-connection.ts'
import { fetchSigningKeys } from '../../../source/google/openid/signing-keys.ts'
import { verifyIdToken } from '../../../source/google/openid/verify-id-token.ts'
import { Problem } from '../../../source/text/problem.ts'

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

test('a sign-in works with a provider that only follows the standard', async (t) => {
  const { origin, server } = await independentProvider(t)
  const endpoint = { origin }
  const request = createAuthorizationRequest({ endpoint, ...client, redirectUri, loginHint: null, hostedDomain: null })
  server.service.on('beforeTokenSigning', (token) => {
    Object.assign(token.payload, {
      nonce: request.nonce,
      aud: client.clientId,
      email: 'ada@example.com',
      email_verified: 'true',
      hd: 'example.com',
    })
  })
  const response = await fetch(request.address, { redirect: 'manual' })
  const reading = readRedirect(response.headers.get('location') ?? '', request, endpoint)
  if (reading.state !== 'code') throw new Error(reading.problem.code)
  const connection = openSignInConnection({ endpoint, signal: new AbortController().signal })
  const idToken = await exchangeCode(connection, client, request, reading.code)
  const signingKeys = await fetchSigningKeys(connection)
  const expected = { clientId: client.clientId, nonce: request.nonce, signingKeys, clockOffset: null }
  t.like(await verifyIdToken(idToken, expected), {
    sub: 'johndoe',
    email: 'ada@example.com',
    emailVerified: true,
    hostedDomain: 'example.com',
  })
  const other = { ...expected, nonce: 'another' }
  const refusal = await t.throwsAsync(verifyIdToken(idToken, other), { instanceOf: Problem })
  t.is(refusal.code, 'idTokenNonce')
  t.false(refusal.message.includes(idToken))
})
