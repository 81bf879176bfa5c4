import { compiledTests } from './compile-tests.js'

/**
 * Tests that `npm test` leaves out: they need other Nodes (`npm run test:node`), an executable
 * (`npm run test:executable`) or servers (`npm run test:real`).
 */
const apart = [
  ...(process.env.ROLLCALL_NODES === undefined ? ['nodes'] : []),
  ...(process.env.ROLLCALL_EXECUTABLE === undefined ? ['executable'] : []),
  ...(process.env.ROLLCALL_REAL === undefined ? ['real'] : []),
]

// AVA wants a default export.
// biome-ignore lint/style/noDefaultExport: see above
export default {
  files: [`${compiledTests}/test/**/*.test.js`, ...apart.map((folder) => `!${compiledTests}/test/${folder}/**`)],
  nodeArguments: ['--enable-source-maps'],
  workerThreads: false,
  // Tests of terminals and servers wait for others: a third file at work fills those waits on two processors.
  concurrency: 3,
  timeout: '2m',
}
