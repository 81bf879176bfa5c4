import { join } from 'node:path'
import test from 'ava'
import { workplace } from '../../support/workplace.ts'

/** A wrong value for each flag of the setup that takes one, and what has to be said about it. */
const refused: readonly (readonly [flags: string[], code: string, said: RegExp])[] = [
  [['--admin', 'nonsense'], 'settingRefused', /The administrator \(--admin\).*e-mail address/s],
  [['--group', 'nobody@example.com'], 'groupNotFound', /nobody@example\.com/],
  [['--org-unit', 'Sales'], 'wrongUsage', /begins with a slash/],
  [['--exclude-org-unit', '/Sales/'], 'wrongUsage', /without a slash at the end/],
  [['--exclude', '[a'], 'wrongUsage', /At character 1/],
  [['--delete-after', '-1'], 'wrongUsage', /whole number/],
  [['--deletion-limit', '200%'], 'wrongUsage', /a share, such as 15%/],
  [['--privileges', 'none,login'], 'settingRefused', /none stands alone/],
  [['--own-archive', 'all'], 'wrongUsage', /Give some of: none, read/],
  [['--port', '70000'], 'wrongUsage', /from 1 to 65535/],
  [['--return-host', 'https://x/'], 'settingRefused', /The return hosts \(--return-host\)/],
  [['--session-hours', '1e3'], 'wrongUsage', /from 0\.25 to 744/],
  [['--cookie-domain', 'com'], 'settingRefused', /The cookie's domain \(--cookie-domain\).*anybody can have a host/s],
  [['--cookie-domain', 'co.uk'], 'settingRefused', /anybody can have a host/],
  [['--cookie-domain', 'github.io'], 'settingRefused', /anybody can have a host/],
  [['--cookie-domain', '192.0.2.7'], 'settingRefused', /An address has no hosts below it/],
  [['--application', 'javascript:x'], 'settingRefused', /The application \(--application\)/],
  [['--trust-proxy', 'nonsense'], 'settingRefused', /The trusted proxies \(--trust-proxy\)/],
  [['--tls-cert', 'a.pem'], 'wrongUsage', /go together/],
  [['--export', 'vmailbox=/etc/x'], 'wrongUsage', /one of these formats/],
  [['--export', 'csv=/nowhere/users.csv'], 'folderMissing', /There is no folder \/nowhere/],
  [['--metrics-file', '/nowhere/rollcall.prom'], 'folderMissing', /There is no folder \/nowhere/],
  [['--notify-mail', 'nonsense'], 'settingRefused', /The addresses \(--notify-mail\)/],
  [['--notify-from', 'nonsense'], 'settingRefused', /The sender \(--notify-from\)/],
  [['--smtp', 'mail.example.com'], 'wrongUsage', /smtp:\/\/user@/],
  [['--webhook', 'ftp://example.com'], 'wrongUsage', /https:\/\//],
  [['--store', 'mysql://db'], 'storeUrlUnusable', /postgresql:\/\//],
  [['--archive-host', 'mail'], 'wrongUsage', /'--archive-host' goes with '--store URL'/],
  [['--store-password-file', 'x'], 'wrongUsage', /'--store-password-file' goes with '--store URL'/],
]

test('a value that cannot work is refused by the flag it was given to, and nothing is saved', async (t) => {
  const place = await workplace(t)
  const before = await place.json<{ settings: object }>(['settings', 'show'])
  for (const [flags, code, said] of refused) {
    const answer = await place.answer<{ problem?: { code: string } }>(['setup', ...flags])
    t.is(answer.document.problem?.code, code, flags.join(' '))
    t.regex(JSON.stringify(answer.document.problem), said, flags.join(' '))
    t.true(answer.code === 64 || answer.code === 65, flags.join(' '))
  }
  t.deepEqual(await place.json(['settings', 'show']), before)
})

test("a cookie's domain has to be above the archive's host", async (t) => {
  const authentication = { clientId: '1-a.apps.googleusercontent.com', host: 'archive.example.com', port: 443 }
  const place = await workplace(t, { settings: { authentication: { ...authentication, instanceId: null } } })
  const other = await place.run(['setup', '--cookie-domain', 'example.org'])
  t.is(other.code, 64)
  t.regex(other.stderr, /The archive's host archive\.example\.com is not below example\.org/)
  for (const domain of ['example.com', 'Archive.Example.com'])
    t.is((await place.run(['setup', '--cookie-domain', domain])).code, 0, domain)
})

test('an organizational unit is saved with the number of people in it, and one in which nobody is is pointed out', async (t) => {
  const organization = {
    domains: ['example.com'],
    admins: ['admin@example.com'],
    users: [
      { primaryEmail: 'admin@example.com' },
      { primaryEmail: 'ada@example.com', orgUnitPath: '/Sales/EMEA' },
      { primaryEmail: 'bob@example.com', orgUnitPath: '/Sales' },
    ],
  }
  const place = await workplace(t, { organization } as never)
  const { code, stdout } = await place.run(['setup', '--org-unit', '/sales', '--exclude-org-unit', '/Salse'])
  t.is(code, 0)
  t.regex(stdout, /^\/sales: 2 people$/m)
  t.regex(stdout, /^\/Salse: nobody is in it; check its spelling$/m)
  const { document } = await place.answer<{ orgUnitMatches: unknown }>(['setup', '--org-unit', '/'])
  t.deepEqual(document.orgUnitMatches, [{ orgUnit: '/', hits: 3 }])
})

test('a file that can be kept is, once its folder is there', async (t) => {
  const place = await workplace(t)
  t.is((await place.run(['setup', '--export', `csv=${join(place.folder, 'users.csv')}`])).code, 0)
})
