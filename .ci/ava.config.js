import { compiledTests } from './compile-tests.js'

// AVA wants a default export.
// biome-ignore lint/style/noDefaultExport: see above
export default {
  files: [`${compiledTests}/test/**/*.test.js`],
  nodeArguments: ['--enable-source-maps'],
  workerThreads: false,
  timeout: '2m',
}
