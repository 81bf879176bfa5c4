import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { withPrograms } from './support/run-daemon.ts'

const run = promisify(execFile)

/** What the sign-in of a program leaves on its disk. */
async function refreshToken({ url, oidc }: Simulator): Promise<string> {
  const asked = new URLSearchParams({
    client_id: oidc.clientId,
    redirect_uri: 'http://localhost:4000/callback',
    response_type: 'code',
    scope: 'openid email',
    access_type: 'offline',
    login_hint: 'ada.lovelace@example.com',
  })
  const page = await fetch(`${url}/o/oauth2/v2/auth?${asked}`, { redirect: 'manual' })
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const form = {
    code,
    client_id: oidc.clientId,
    client_secret: oidc.clientSecret,
    redirect_uri: 'http://localhost:4000/callback',
    grant_type: 'authorization_code',
  }
  const answer = await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) })
  return ((await answer.json()) as { refresh_token: string }).refresh_token
}

withPrograms('/usr/lib/python3/dist-packages/googleapiclient/__init__.py')(
  "Google's client for Python reads the discovery document, lists, batches and sends long queries",
  async (t) => {
    const simulator = await startSimulator({ organization: demoOrganization() })
    t.teardown(simulator.close)
    const keyFile = join(temporaryFolder(t), 'key.json')
    writeFileSync(keyFile, JSON.stringify({ ...simulator.key, token_uri: `${simulator.url}/token` }))
    const script = join('test', 'real', 'python-client.py')
    const { clientId, clientSecret } = simulator.oidc
    const person = [clientId, clientSecret, await refreshToken(simulator)]
    const { stdout } = await run('/usr/bin/python3', [script, keyFile, simulator.url, simulator.admin, ...person], {
      env: { ...process.env, NO_PROXY: '*', no_proxy: '*', PYTHONDONTWRITEBYTECODE: '1' },
    })
    const found = JSON.parse(stdout)
    const users = demoOrganization().users.filter(({ deletionTime }) => deletionTime === undefined)
    t.is(found.users, users.length)
    t.is(found.long, users.length)
    t.true(found.refreshed && found.claims)
    t.deepEqual(
      found.members,
      Object.fromEntries(
        (demoOrganization().groups ?? []).map(({ email, members = [] }) => [`members of ${email}`, members.length]),
      ),
    )
    t.is(found.batched.length, 4)
    t.is(found.batched.at(-1), 404)
    t.deepEqual(
      found.batched.slice(0, 3),
      users
        .map(({ primaryEmail }) => primaryEmail)
        .toSorted()
        .slice(0, 3),
    )
    const inBatch = simulator.requests.filter(({ call }) => call === 'users.get')
    t.is(inBatch.length, 4)
  },
)
