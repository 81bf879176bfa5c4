import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { withPrograms } from './support/run-daemon.ts'

const run = promisify(execFile)

withPrograms('/usr/bin/go', '/usr/share/gocode/src/google.golang.org/api/admin/directory/v1')(
  "Google's client for Go signs in with the key as it was written, and reads users, groups and members page by page",
  async (t) => {
    const simulator = await startSimulator({ organization: demoOrganization() })
    t.teardown(simulator.close)
    const folder = temporaryFolder(t)
    const keyFile = join(folder, 'key.json')
    // As `rollcall simulate --own-token-uri` writes it.
    writeFileSync(keyFile, JSON.stringify({ ...simulator.key, token_uri: `${simulator.url}/token` }))
    const environment = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: resolve('.cache/go'), GOFLAGS: '' }
    const { stdout } = await run(
      '/usr/bin/go',
      ['run', 'test/real/clients/go-client.go', keyFile, simulator.url, simulator.admin],
      {
        env: { ...process.env, ...environment, NO_PROXY: '*', no_proxy: '*' },
      },
    )
    const found = JSON.parse(stdout)
    const { users = [], groups = [] } = demoOrganization()
    const listed = users.filter(({ deletionTime }) => deletionTime === undefined)
    t.is(found.users, listed.length)
    t.is(found.pages, Math.ceil(listed.length / 5))
    t.deepEqual(found.members, Object.fromEntries(groups.map(({ email, members = [] }) => [email, members.length])))
    t.is(found.missing, 404)
  },
)
