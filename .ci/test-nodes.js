// `npm run test:node`: tries the built program on each Node of nodes.js, as test/nodes/ says.
import { spawnSync } from 'node:child_process'
import { nodeRelease, nodes } from './nodes.js'

const releases = Object.fromEntries(Object.entries(nodes).map(([line, version]) => [line, nodeRelease(version)]))
const { status } = spawnSync(
  process.execPath,
  ['.ci/test.js', 'test/nodes/built-program.test.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_NODES: JSON.stringify(releases) },
  },
)
process.exitCode = status ?? 1
