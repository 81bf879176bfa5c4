import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { type Settings, writeSettings } from '../../source/settings/settings.ts'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import type { OrganizationInput } from '../../source/simulator/organization/organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import type { Home } from '../../source/store/home.ts'
import { openHome } from '../../source/store/open-home.ts'
import type { Change, Plan } from '../../source/sync/plan.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { nodeUnderTest } from './node-under-test.ts'

/** The built program, as it is shipped; `npm test` builds it first. */
export const program = new URL('../../dist/rollcall.js', import.meta.url).pathname

/** What a run of the program came to. `code` is null when a signal ended it. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** A home, a simulated Google, and the built program between them. */
export type Workplace = {
  /** Goes when the test ends; holds the home and the key file. */
  folder: string
  home: Home
  google: Simulator
  /** The service account's key, as Google hands it out. */
  keyFile: string
  /** Runs the program and waits for its end. */
  run: (args: readonly string[], options?: RunOptions) => Promise<Run>
  /** Runs the program with `--json`, and returns the document. */
  json: (args: readonly string[]) => Promise<Document>
  /** The same with the exit code. */
  answer: <Answer = Document>(args: readonly string[]) => Promise<{ code: number | null; document: Answer }>
}

/** The document of a plan, a synchronization or a failure. */
export type Document = {
  committed: boolean
  storeRevision: number
  summary: Plan['summary']
  changes: Change[]
  skipped: Plan['skipped']
  excluded: Plan['excluded']
  warnings: Plan['warnings']
  problem?: { code: string; title: string; cause: string; remedy: string; facts: Record<string, string> }
}

export type RunOptions = { input?: string; environment?: NodeJS.ProcessEnv; folder?: string }

/** What a workplace starts with. */
export type Given = {
  /** The demo's unless given. */
  organization?: OrganizationInput
  store?: UserStore | undefined
  settings?: Partial<Omit<Settings, 'version'>> | undefined
  /** What `rollcall setup` is run with once key and administrator are there. */
  flags?: readonly string[]
  /** False: nothing is set up yet. */
  setUp?: boolean
}

/** Prepares a workplace, which goes when the test ends. */
export async function workplace(t: ExecutionContext<unknown>, given: Given = {}): Promise<Workplace> {
  const folder = temporaryFolder(t)
  const google = await startSimulator({ organization: given.organization ?? demoOrganization() })
  t.teardown(() => google.close())
  const home = openHome(join(folder, 'home'))
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(google.key))
  if (given.setUp !== false) {
    await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
    await writeSettings(home, { administrator: google.admin, ...given.settings })
  }
  if (given.store !== undefined) writeFileSync(home.users, JSON.stringify(given.store), { mode: 0o600 })

  const run: Workplace['run'] = (args, options = {}) =>
    runProgram(['--home', home.folder, '--google', google.url, ...args], options)
  const answer: Workplace['answer'] = async (args) => {
    const { code, stdout } = await run([...args, '--json'])
    return { code, document: JSON.parse(stdout) }
  }
  if (given.flags !== undefined) {
    const { code, stderr } = await run(['setup', ...given.flags])
    if (code !== 0) throw new Error(`The set-up failed:\n${stderr}`)
  }
  return { folder, home, google, keyFile, run, answer, json: async (args) => (await answer(args)).document }
}

/** Runs the built program without a terminal. */
export function runProgram(
  args: readonly string[],
  { input = '', environment = {}, folder }: RunOptions = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeUnderTest, [program, ...args], {
      cwd: folder,
      env: { ...cleanEnvironment(), ...environment },
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
    // A program that ends without reading closes the pipe; that is no failure of the test.
    child.stdin.on('error', () => undefined).end(input)
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
