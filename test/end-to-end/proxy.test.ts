import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { openingProxy } from '../support/opening-proxy.ts'
import { runProcess } from '../support/run-process.ts'
import { workplace } from '../support/workplace.ts'

const groups = Array.from({ length: 60 }, (_, index) => ({ id: `g${index}`, email: `g${index}@example.com`, name: '' }))
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: groups.map(({ id, email }) => ({ id, email, members: [{ email: 'admin@example.com' }] })),
}

test('Behind a proxy that opens what is encrypted, connections are kept from call to call.', async (t) => {
  const { folder, home, google } = await workplace(t, { organization, settings: { groups } })
  const proxy = await openingProxy(t, ['oauth2.googleapis.com', 'admin.googleapis.com'], google.url)
  const authorities = join(folder, 'authorities.pem')
  writeFileSync(authorities, proxy.authorities)
  const { code, stderr } = await runProcess(['--home', home.folder, 'plan'], {
    environment: { HTTPS_PROXY: proxy.url, NO_PROXY: '', no_proxy: '', NODE_EXTRA_CA_CERTS: authorities },
  })
  t.is(code, 0, stderr)
  t.true(google.requests.length > groups.length)
  t.is(proxy.tunnels.filter((host) => host === 'oauth2.googleapis.com:443').length, 1)
  const tunnels = proxy.tunnels.filter((host) => host === 'admin.googleapis.com:443').length
  t.true(tunnels <= 17, `${tunnels} connections for ${google.requests.length} requests`)
})
