import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { makeCertificate } from '../../support/certificates.ts'
import { type Workplace, workplace } from '../../support/workplace.ts'

const signInOf = ({ home }: Workplace) => JSON.parse(readFileSync(home.settings, 'utf8')).signIn
type Failure = { problem: { code: string } }

test('certificate, proxies and the application are kept as settings, and taken away again', async (t) => {
  const place = await workplace(t)
  const made = makeCertificate({ name: 'archive.example.com', names: ['archive.example.com'] })
  const [cert, key] = [join(place.folder, 'full.pem'), join(place.folder, 'key.pem')]
  writeFileSync(cert, made.cert)
  writeFileSync(key, made.key, { mode: 0o600 })
  const flags = ['--tls-cert', cert, '--tls-key', key, '--trust-proxy', '10.0.0.0/8', '--trust-proxy', 'unix']
  const { code, stdout, stderr } = await place.run(['setup', ...flags, '--application', '/mail/'])
  t.is(code, 0, stderr)
  t.regex(stdout, /^Trusted proxies +10\.0\.0\.0\/8, unix$/m)
  t.like(signInOf(place), { certificate: { cert, key }, trustProxy: ['10.0.0.0/8', 'unix'], application: '/mail/' })
  await place.run(['setup', '--no-tls-cert', '--no-trust-proxy', '--no-application'])
  t.like(signInOf(place), { certificate: null, trustProxy: [], application: null })
})

test('a certificate that does not belong to its key, or stands alone, is refused, and nothing is saved', async (t) => {
  const place = await workplace(t)
  const [one, other] = ['one', 'other'].map((name) => makeCertificate({ name, names: [name] }))
  const [cert, key] = [join(place.folder, 'full.pem'), join(place.folder, 'key.pem')]
  writeFileSync(cert, one?.cert ?? '')
  writeFileSync(key, other?.key ?? '', { mode: 0o600 })
  const before = readFileSync(place.home.settings, 'utf8')
  const mixed = await place.answer<Failure>(['setup', '--tls-cert', cert, '--tls-key', key])
  t.is(mixed.document.problem.code, 'certificateUnusable')
  const alone = await place.answer<Failure>(['setup', '--tls-cert', cert])
  t.is(alone.code, 64)
  t.is(readFileSync(place.home.settings, 'utf8'), before)
})

test('an application is a path of the archive or an https address, and a proxy an address or a network', async (t) => {
  const place = await workplace(t)
  for (const address of ['//evil.example', 'http://mail.example.com/', '/\\evil', 'mail', 'javascript:alert(1)'])
    t.is((await place.answer(['setup', '--application', address])).code, 64, address)
  for (const proxy of ['nginx', '10.0.0.0/40', '*'])
    t.is((await place.answer(['setup', '--trust-proxy', proxy])).code, 64, proxy)
})
