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

/** What takes longest begins first, so that at the end no processor waits for one long file. */
const longest = [
  'commands/archive-outcomes',
  'end-to-end/sizes',
  'end-to-end/terminals',
  'end-to-end/set-up',
  'end-to-end/typed-ahead',
  'commands/bad-input',
  'commands/every-command',
  'hostile/screens',
  'secrets/taint',
  'secrets/screens',
  'documentation/pages-run',
  'store/power-failure',
  'end-to-end/screens',
  'end-to-end/interface',
  'end-to-end/fuzz',
  'operations/faults',
  'web/sign-in',
  'google/fault-matrix',
  'commands/followed-remedies',
  'commands/test-authentication',
  'end-to-end/groups',
].map((name) => `/test/${name}.test.js`)

/** The place of a file among those that take long, or behind them. */
function place(path) {
  const found = longest.findIndex((end) => path.endsWith(end))
  return found === -1 ? longest.length : found
}

// AVA wants a default export.
// biome-ignore lint/style/noDefaultExport: see above
export default {
  files: [`${compiledTests}/test/**/*.test.js`, ...apart.map((folder) => `!${compiledTests}/test/${folder}/**`)],
  nodeArguments: ['--enable-source-maps'],
  workerThreads: false,
  // Tests of terminals and servers wait for others: a third file at work fills those waits on two processors.
  concurrency: 3,
  timeout: '2m',
  sortTestFiles: (one, other) => place(one) - place(other) || one.localeCompare(other),
}
