import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { openingProxy } from '../support/opening-proxy.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { npmClients } from './support/npm-clients.ts'
import { withPrograms } from './support/run-daemon.ts'

const run = promisify(execFile)

/**
 * Walks a client of somebody else's in a process of its own, and gives what it printed last.
 *
 * @param hosts those that it has built in: connections to them are led to the simulator
 */
async function walk(t: ExecutionContext, script: string, hosts: readonly string[] = []) {
  const simulator = await startSimulator({ organization: demoOrganization(), issuer: 'own' })
  t.teardown(simulator.close)
  const { clientId, clientSecret } = simulator.oidc
  // Over http these clients trust localhost by name.
  const origin = simulator.url.replace('127.0.0.1', 'localhost')
  const { stdout } = await run(nodeUnderTest, [join(folder, script), origin, clientId, clientSecret], {
    cwd: folder,
    env: { ...process.env, ...(hosts.length === 0 ? noProxy : await throughProxy(t, hosts, simulator.url)) },
  })
  return { found: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), asked: paths(simulator) }
}

const noProxy = { NO_PROXY: '*', no_proxy: '*' }

async function throughProxy(t: ExecutionContext, hosts: readonly string[], server: string) {
  const proxy = await openingProxy(t, hosts, server)
  const authorities = join(temporaryFolder(t), 'authorities.pem')
  writeFileSync(authorities, proxy.authorities)
  return { HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost', no_proxy: 'localhost', NODE_EXTRA_CA_CERTS: authorities }
}

const paths = ({ requests }: Simulator): string[] => requests.map(({ path }) => path.split('?')[0] ?? '')

const folder = npmClients()
const withClients = withPrograms(join(folder, 'node_modules'))
const ada = 'ada.lovelace@example.com'

withClients(
  "Auth.js signs in with its Google provider: the simulator's own issuer, userinfo and a refresh token",
  async (t) => {
    const { found, asked } = await walk(t, 'auth-core.mjs')
    t.like(found.user, { email: ada, name: 'Ada Lovelace' })
    t.is(found.refreshed, 'string')
    t.true(asked.includes('/.well-known/openid-configuration'), asked.join(' '))
  },
)

withClients(
  'passport-google-oauth20 signs in without the scope openid, by the paths that it has built in',
  async (t) => {
    const { found, asked } = await walk(t, 'passport.mjs')
    t.like(found.profile, { displayName: 'Ada Lovelace', emails: [{ value: ada, verified: true }] })
    t.like(found.profile._json, { hd: 'example.com', picture: found.profile.photos[0].value })
    t.is(found.refreshed, 'string')
    for (const path of ['/oauth2/v4/token', '/oauth2/v3/userinfo']) t.true(asked.includes(path), asked.join(' '))
  },
)

withClients(
  'Polis (@boxyhq/saml-jackson) makes a connection from the discovery document and signs in through it',
  async (t) => {
    const { found } = await walk(t, 'saml-jackson.mjs')
    t.like(found, { email: ada, firstName: 'Ada', lastName: 'Lovelace' })
    t.like(found.raw, { hd: 'example.com', email_verified: true })
    t.like(found.requested, { tenant: 'example.com', state: 'mine' })
  },
)

withClients(
  "Polis' directory set-up reads users, groups and members, and again by its refresh token when the hour is over",
  async (t) => {
    const hosts = ['oauth2.googleapis.com', 'admin.googleapis.com', 'www.googleapis.com']
    const { found, asked } = await walk(t, 'saml-jackson-directory.mjs', hosts)
    t.is(typeof found.refreshToken, 'string')
    t.true(found.users.includes(ada), found.users.join(' '))
    t.true(found.groups.includes('Archive'), found.groups.join(' '))
    t.true(found.memberships > 0)
    t.deepEqual(found.afterAnHour, found.users)
    t.true(asked.filter((path) => path === '/token').length >= 2, asked.join(' '))
  },
)
