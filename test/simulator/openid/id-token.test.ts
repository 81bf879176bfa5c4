import { createPublicKey, verify, type webcrypto, X509Certificate } from 'node:crypto'
import test from 'ava'
import { OAuth2Client } from 'google-auth-library'
import { type HostileToken, hostileTokens } from '../../../source/simulator/openid/hostile-token.ts'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { at, get, type Json } from '../raw-client.ts'
import { idTokenFor } from './sign-in.ts'

let simulator: Simulator
test.before(async () => {
  simulator = await startSimulator({ organization: demoOrganization() })
})
test.after.always(() => simulator.close())

const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Json
const claims = (token: string) => part(token, 1)

/** Verifies with the published keys and the client library's own rules. */
async function libraryAccepts(own: Simulator, idToken: string): Promise<boolean> {
  const certificates = (await get(own, '', '/oauth2/v1/certs')).body as Record<string, string>
  try {
    await new OAuth2Client().verifySignedJwtWithCertsAsync(idToken, certificates, own.oidc.clientId, [
      'https://accounts.google.com',
    ])
    return true
  } catch {
    return false
  }
}

test.serial("the claims are those of Google's id tokens", async (t) => {
  const held = claims(await idTokenFor(simulator))
  t.is(at(held, 'iss'), 'https://accounts.google.com')
  t.is(at(held, 'aud'), simulator.oidc.clientId)
  t.is(at(held, 'sub'), demoOrganization().users.find((user) => user.primaryEmail.startsWith('ada.'))?.id)
  t.is(at(held, 'email'), 'ada.lovelace@example.com')
  t.is(at(held, 'email_verified'), true)
  t.is(at(held, 'hd'), 'example.com')
  t.is(at(held, 'nonce'), 'nonce-1')
  t.is(at(held, 'name'), 'Ada Lovelace')
})

test.serial('the address comes with the scope email only', async (t) => {
  const held = claims(await idTokenFor(simulator, { scope: 'openid' }))
  t.is(at(held, 'email'), undefined)
  t.is(at(held, 'name'), undefined)
})

test.serial('the JWKS and the certificates hold the same key, and it verifies the token', async (t) => {
  const token = await idTokenFor(simulator)
  const keyId = String(at(part(token, 0), 'kid'))
  const [header, body, signature = ''] = token.split('.')
  const check = (key: Parameters<typeof verify>[2]) =>
    verify('RSA-SHA256', Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))
  const keys = (await get(simulator, '', '/oauth2/v3/certs')).body
  const key = at(keys, 'keys', 0) as webcrypto.JsonWebKey
  t.is(at(keys, 'keys', 0, 'kid'), keyId)
  t.true(check(createPublicKey({ key, format: 'jwk' })))
  const certificate = new X509Certificate(String(at((await get(simulator, '', '/oauth2/v1/certs')).body, keyId)))
  t.true(check(certificate.publicKey))
  t.true(certificate.verify(certificate.publicKey), 'the certificate is signed by its own key')
  t.true(Date.parse(certificate.validFrom) < Date.now() && Date.parse(certificate.validTo) > Date.now())
})

test.serial('the client library accepts a good token', async (t) => {
  t.true(await libraryAccepts(simulator, await idTokenFor(simulator)))
})

test.serial('after a rotation new tokens have a new key, and the key before it is still published', async (t) => {
  const own = await startSimulator({ organization: demoOrganization() })
  t.teardown(own.close)
  const first = await idTokenFor(own)
  await own.rotateSigningKeys()
  const second = await idTokenFor(own)
  t.not(at(part(second, 0), 'kid'), at(part(first, 0), 'kid'))
  t.true(await libraryAccepts(own, first))
  t.true(await libraryAccepts(own, second))
  await own.rotateSigningKeys()
  t.false(await libraryAccepts(own, first))
  t.true(await libraryAccepts(own, second))
})

const wrong: Record<HostileToken, (held: Json, own: Simulator) => boolean> = {
  wrongNonce: (held) => typeof at(held, 'nonce') === 'string' && at(held, 'nonce') !== 'nonce-1',
  missingNonce: (held) => at(held, 'nonce') === undefined,
  wrongAudience: (held, own) => at(held, 'aud') !== own.oidc.clientId,
  otherIssuer: (held) => at(held, 'iss') !== 'https://accounts.google.com',
  expired: (held) => Number(at(held, 'exp')) < Date.now() / 1000 - 3600,
  unsigned: () => true,
  wrongSignature: () => true,
  unknownKey: () => true,
  foreignHostedDomain: (held) => at(held, 'hd') === 'elsewhere.test',
  noHostedDomain: (held) => at(held, 'hd') === undefined && at(held, 'email') === 'somebody@gmail.com',
  addressNotVerified: (held) => at(held, 'email_verified') === false,
  keyConfusion: () => true,
  otherParty: (held, own) => at(held, 'azp') !== own.oidc.clientId,
  severalAudiences: (held) => Array.isArray(at(held, 'aud')),
  madeInTheFuture: (held) => Number(at(held, 'iat')) > Date.now() / 1000 + 3000,
  doubledClaims: () => true,
  truncated: () => true,
  tooLong: (held) => String(at(held, 'name')).length === 100_000,
  otherAccount: (held) => at(held, 'email') === 'admin@example.com',
}
const refusedByLibrary: HostileToken[] = [
  'wrongAudience',
  'otherIssuer',
  'expired',
  'unsigned',
  'wrongSignature',
  'unknownKey',
  'keyConfusion',
  'severalAudiences',
  'madeInTheFuture',
  'truncated',
]
const sameClaims: HostileToken[] = [
  'unsigned',
  'wrongSignature',
  'unknownKey',
  'keyConfusion',
  'doubledClaims',
  'truncated',
]
for (const hostile of hostileTokens) {
  test.serial(`the mode ${hostile} makes the token wrong in just that way, once`, async (t) => {
    simulator.setFaults([{ call: 'oidc.token', idToken: hostile }])
    const token = await idTokenFor(simulator)
    t.true(wrong[hostile](claims(token), simulator))
    t.is(await libraryAccepts(simulator, token), !refusedByLibrary.includes(hostile))
    const good = await idTokenFor(simulator)
    t.true(sameClaims.includes(hostile) || !wrong[hostile](claims(good), simulator))
    t.true(await libraryAccepts(simulator, good))
  })
}

test.serial('an organization may make every token wrong', async (t) => {
  const own = await startSimulator({ organization: { ...demoOrganization(), idToken: 'wrongNonce' } })
  t.teardown(own.close)
  for (let round = 0; round < 2; round += 1) t.not(at(claims(await idTokenFor(own)), 'nonce'), 'nonce-1')
})

test.serial('certificates, the code exchange and the page can be made to fail', async (t) => {
  const own = await startSimulator({ organization: demoOrganization() })
  t.teardown(own.close)
  own.setFaults([
    { call: 'oidc.certs', status: 503 },
    { call: 'oidc.token', status: 500 },
    { call: 'oidc.authorize', body: 'nothing here' },
  ])
  t.is((await get(own, '', '/oauth2/v1/certs')).status, 503)
  t.is((await get(own, '', '/oauth2/v1/certs')).status, 200)
  t.is((await get(own, '', '/o/oauth2/v2/auth')).text, 'nothing here')
  await t.throwsAsync(idTokenFor(own), { message: 'no id token' })
  t.is(typeof (await idTokenFor(own)), 'string')
})

test.serial('the discovery document names the endpoints on this address', async (t) => {
  const { body } = await get(simulator, '', '/.well-known/openid-configuration')
  t.is(at(body, 'issuer'), 'https://accounts.google.com')
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    t.true(String(at(body, name)).startsWith(`${simulator.url}/`))
  }
})
