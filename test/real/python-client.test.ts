import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { withPrograms } from './support/run-daemon.ts'

const run = promisify(execFile)

withPrograms('/usr/lib/python3/dist-packages/googleapiclient/__init__.py')(
  "Google's client for Python reads the discovery document, lists, batches and sends long queries",
  async (t) => {
    const simulator = await startSimulator({ organization: demoOrganization() })
    t.teardown(simulator.close)
    const keyFile = join(temporaryFolder(t), 'key.json')
    writeFileSync(keyFile, JSON.stringify({ ...simulator.key, token_uri: `${simulator.url}/token` }))
    const script = join('test', 'real', 'python-client.py')
    const { stdout } = await run('/usr/bin/python3', [script, keyFile, simulator.url, simulator.admin], {
      env: { ...process.env, NO_PROXY: '*', no_proxy: '*', PYTHONDONTWRITEBYTECODE: '1' },
    })
    const found = JSON.parse(stdout)
    const users = demoOrganization().users.filter(({ deletionTime }) => deletionTime === undefined)
    t.is(found.users, users.length)
    t.is(found.long, users.length)
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
