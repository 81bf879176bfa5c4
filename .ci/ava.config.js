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

/**
 * Trials: terminals of every kind, hostile names on every screen, bad weather, and databases. They take as long as all other
 * tests together, so `npm test` leaves them to `npm run test:trials`; a whole session in a terminal it keeps.
 */
const trials = [
  'end-to-end/!(interface|plain|rules).test.js',
  'hostile/**',
  'secrets/screens.test.js',
  'weather/**',
  'safety/attack/**',
  'operations/faults.test.js',
  'operations/follow-up/crashes.test.js',
  'store/{killed,power-failure}.test.js',
  'store/conformance/{postgresql,pglite}.test.js',
  'store/postgresql/**',
].map((pattern) => `${compiledTests}/test/${pattern}`)

/** `only` them, or them as well as all others (`too`). */
const withTrials = process.env.ROLLCALL_TRIALS

/** What takes longest begins first, so that at the end no processor waits for one long file. */
const longest = [
  'store/conformance/postgresql',
  'end-to-end/sizes',
  'store/power-failure',
  'weather/weather',
  'hostile/screens',
  'end-to-end/set-up',
  'end-to-end/terminals',
  'end-to-end/typed-ahead',
  'operations/faults',
  'commands/bad-input',
  'commands/archive-outcomes',
  'commands/every-command',
  'store/commit/commit',
  'web/listeners',
  'google/fault-matrix',
  'web/sign-in',
  'commands/test-authentication',
  'documentation/pages-run',
  'tui/secrets',
  'safety/silence-is-no-answer',
  'commands/followed-remedies',
].map((name) => `/test/${name}.test.js`)

/** The place of a file among those that take long, or behind them. */
function place(path) {
  const found = longest.findIndex((end) => path.endsWith(end))
  return found === -1 ? longest.length : found
}

// AVA wants a default export.
// biome-ignore lint/style/noDefaultExport: see above
export default {
  files: [
    ...(withTrials === 'only' ? trials : [`${compiledTests}/test/**/*.test.js`]),
    ...apart.map((folder) => `!${compiledTests}/test/${folder}/**`),
    ...(withTrials === undefined ? trials.map((pattern) => `!${pattern}`) : []),
  ],
  nodeArguments: ['--enable-source-maps'],
  workerThreads: false,
  // Tests of terminals and servers wait for others: a third file at work fills those waits on two processors.
  concurrency: 3,
  timeout: '2m',
  sortTestFiles: (one, other) => place(one) - place(other) || one.localeCompare(other),
}
