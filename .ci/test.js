// Runs the tests: `node .ci/test.js [AVA'S OPTIONS] [test/x.test.ts...]`. AVA may need a newer Node than the program does; it
// then runs on one from npm, and the built program still on the Node that this was started with, which tests find in
// ROLLCALL_NODE (test/support/node-under-test.ts).
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compiledTests, compileTests } from './compile-tests.js'
import { nodeRelease, nodes } from './nodes.js'

const ava = JSON.parse(readFileSync('node_modules/ava/package.json', 'utf8'))

/** Whether this Node is one that AVA names, in the forms that it uses: `^22.20 || >=25`. */
function suits(version, engines) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return engines.split('||').some((range) => {
    const [, operator, wantedMajor, wantedMinor] = /^(\^|>=)(\d+)(?:\.(\d+))?/.exec(range.trim()) ?? []
    if (operator === undefined) throw new Error(`AVA wants ${range}, which .ci/test.js does not understand`)
    const isThere = major === Number(wantedMajor) && minor >= Number(wantedMinor ?? 0)
    return isThere || (operator === '>=' && major > Number(wantedMajor))
  })
}

const compiled = (argument) =>
  /^(\.\/)?test\//.test(argument) ? join(compiledTests, argument).replace(/\.tsx?(?=$|:)/, '.js') : argument

// Whoever names files wants those, trials or not.
const trials = process.argv.some((argument) => argument !== compiled(argument)) ? { ROLLCALL_TRIALS: 'too' } : {}

await compileTests()
const node = suits(process.versions.node, ava.engines.node) ? process.execPath : nodeRelease(nodes[24])
const cli = join('node_modules/ava', typeof ava.bin === 'string' ? ava.bin : ava.bin.ava)
// Each process that is started would read this machine's own certificates, which no server of the tests has.
const { NODE_EXTRA_CA_CERTS: _certificates, ...environment } = process.env
const child = spawn(node, [cli, '--config', '.ci/ava.config.js', ...process.argv.slice(2).map(compiled)], {
  stdio: 'inherit',
  env: { ...trials, ...environment, ROLLCALL_NODE: process.env.ROLLCALL_NODE ?? process.execPath },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('close', (code, signal) => {
  if (signal !== null) process.stderr.write(`AVA was ended by ${signal}, before it could say what came of the tests.\n`)
  process.exitCode = signal === null ? (code ?? 1) : 1
})
