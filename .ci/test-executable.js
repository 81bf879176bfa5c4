// `npm run test:executable`: what `npm run build:executable` made for this machine, where PATH holds no Node: starting, setting
// up, synchronizing and serving.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const files = ['test/executable/*.test.ts', 'test/end-to-end/opening.test.ts', 'test/end-to-end/set-up.test.ts']

const { status } = spawnSync(process.execPath, ['.ci/test.js', ...files, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ROLLCALL_EXECUTABLE: resolve(`build/rollcall-linux-${process.arch}`) },
})
process.exitCode = status ?? 1
