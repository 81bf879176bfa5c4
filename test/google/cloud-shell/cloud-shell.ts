import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { setupScript } from '../../../source/google/cloud-shell/setup-script.ts'
import { testProgram } from '../../support/node-under-test.ts'
import { cleanEnvironment } from '../../support/run-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { FakeCloud } from './fake-gcloud.ts'
import { waitedSeconds } from './waited-seconds.ts'

/** A terminal in Google's Cloud Shell, with a Google behind its `gcloud`. */
export type CloudShell = {
  /** The home folder, whose name has a space in it. */
  home: string
  /** Where the key of a project comes to be. */
  keyOf: (project: string) => string
  cloud: () => FakeCloud
  change: (change: Partial<FakeCloud>) => void
  /** How long the script has waited, in seconds. */
  waited: () => number
  /** The command lines that gcloud was given since it was last asked. */
  calls: () => string[]
  /** Runs the script as a file; each answer is a line that somebody types. */
  run: (answers?: readonly string[]) => Promise<ShellRun>
  /** Types lines into an interactive shell. */
  type: (text: string) => Promise<ShellRun>
  /** Runs a line of the shell, with more folders on its PATH. */
  line: (line: string, environment?: NodeJS.ProcessEnv) => Promise<ShellRun>
}
export type ShellRun = { code: number | null; output: string }

/** Opens a terminal; its files go when the test ends. */
export function openCloudShell(t: ExecutionContext<unknown>, given: Partial<FakeCloud> = {}): CloudShell {
  const folder = temporaryFolder(t)
  const programs = join(folder, 'bin')
  const home = join(folder, "it's home")
  mkdirSync(programs)
  mkdirSync(home)
  const state = join(folder, 'cloud.json')
  const write = (cloud: FakeCloud): void => writeFileSync(state, JSON.stringify(cloud))
  write({
    account: 'it@demo.example.com',
    apiDelay: 0,
    delay: 0,
    policies: [],
    denied: [],
    taken: [],
    projects: {},
    key: { client_id: '104', client_email: '' },
    ...given,
  })
  const program = (name: string, text: string): void => {
    writeFileSync(join(programs, name), text)
    chmodSync(join(programs, name), 0o755)
  }
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
  const node = quote(process.execPath)
  program('gcloud', `#!/bin/sh\nexec ${node} ${quote(testProgram('test/google/cloud-shell/fake-gcloud.ts'))} "$@"\n`)
  // Time goes on only here.
  program('sleep', '#!/bin/sh\necho "$1" >>"$FAKE_GCLOUD.slept"\n')
  const script = join(folder, 'rollcall-google.sh')
  writeFileSync(script, setupScript())
  const environment = {
    ...cleanEnvironment(),
    HOME: home,
    FAKE_GCLOUD: state,
    PATH: `${programs}:${process.env.PATH}`,
    // An interactive shell shows nothing of its own.
    PS1: '',
    PS2: '',
    HISTFILE: '/dev/null',
  }
  const start = (args: readonly string[], input: string, more: NodeJS.ProcessEnv = {}): Promise<ShellRun> =>
    new Promise((resolve, reject) => {
      const child = spawn('bash', args, { env: { ...environment, ...more }, cwd: home })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, output }))
      child.stdin.on('error', () => undefined).end(input)
    })
  return {
    home,
    keyOf: (project) => join(home, `rollcall-${project}.json`),
    cloud: () => JSON.parse(readFileSync(state, 'utf8')),
    change: (change) => write({ ...JSON.parse(readFileSync(state, 'utf8')), ...change }),
    waited: () => waitedSeconds(state),
    calls: () => {
      const file = `${state}.calls`
      const calls = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
      writeFileSync(file, '')
      return calls
    },
    run: (answers = []) => start([script], answers.map((answer) => `${answer}\n`).join('')),
    type: (text) => start(['--norc', '--noprofile', '-i'], text),
    line: (line, more) => start(['-c', line], '', more),
  }
}
