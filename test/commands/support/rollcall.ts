import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ExecutionContext } from 'ava'
import { demoOrganization } from '../../../source/simulator/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'

/** The program as it is shipped; `npm test` builds it first. */
export const program = resolve('dist/rollcall.js')

/** What became of one run. `code` is null when a signal ended it. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** Runs the built program without a terminal. */
export function rollcall(
  args: readonly string[],
  { input = '', environment = {} }: { input?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...cleanEnvironment(), ...environment } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // A program that ends without reading closes the pipe; that is no failure of the test.
  child.stdin.on('error', () => undefined).end(input)
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }))
  })
}

/** The tests' own environment without what would change the program's behaviour. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const {
    ROLLCALL_HOME: _home,
    ROLLCALL_GOOGLE: _google,
    NO_COLOR: _colour,
    FORCE_COLOR: _force,
    ...rest
  } = process.env
  return rest
}

/** A folder that is removed when the test is over. */
export function temporaryFolder(t: ExecutionContext<unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A home, a running stand-in for Google, and a way to run commands against both. */
export type Workplace = {
  folder: string
  home: string
  keyFile: string
  simulator: Simulator
  run(args: readonly string[], input?: string): Promise<Run>
  /** The one JSON document on standard output. */
  json<Document>(args: readonly string[]): Promise<{ code: number | null; document: Document; stderr: string }>
}

/** Starts a workplace in which nothing is set up yet. */
export async function emptyWorkplace(t: ExecutionContext<unknown>): Promise<Workplace> {
  const folder = temporaryFolder(t)
  const simulator = await startSimulator({ organization: demoOrganization() })
  t.teardown(() => simulator.close())
  const home = join(folder, 'home')
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(simulator.key))
  const run = (args: readonly string[], input = '') =>
    rollcall([...args, '--home', home, '--google', simulator.url], { input })
  return {
    folder,
    home,
    keyFile,
    simulator,
    run,
    async json<Document>(args: readonly string[]) {
      const { code, stdout, stderr } = await run([...args, '--json'])
      return { code, document: JSON.parse(stdout) as Document, stderr }
    },
  }
}

/** A workplace with key and administrator, as the set-up leaves it. */
export async function workplace(t: ExecutionContext<unknown>, flags: readonly string[] = []): Promise<Workplace> {
  const place = await emptyWorkplace(t)
  const { code, stderr } = await place.run([
    'setup',
    '--key',
    place.keyFile,
    '--admin',
    place.simulator.admin,
    ...flags,
  ])
  if (code !== 0) throw new Error(`The set-up failed:\n${stderr}`)
  return place
}
