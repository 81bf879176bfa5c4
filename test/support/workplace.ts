import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { saveServiceAccountKey } from '../../source/settings/credentials.ts'
import { type Settings, writeSettings } from '../../source/settings/settings.ts'
import type { OrganizationInput } from '../../source/simulator/organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import type { Home } from '../../source/store/home.ts'
import { openHome } from '../../source/store/open-home.ts'
import type { Change, Plan } from '../../source/sync/plan.ts'
import type { UserStore } from '../../source/sync/user.ts'

/** The built program, as it is shipped. */
export const program = new URL('../../dist/rollcall.js', import.meta.url).pathname

/** What a run of the program came to. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** A home, a simulated Google, and the built program between them. */
export type Workplace = {
  home: Home
  google: Simulator
  /** Runs the program and waits for its end. */
  run: (args: readonly string[], options?: RunOptions) => Promise<Run>
  /** Runs the program with `--json`, and returns the document. */
  json: (args: readonly string[]) => Promise<Document>
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

export type RunOptions = { input?: string; environment?: NodeJS.ProcessEnv }

/** What a workplace starts with. */
export type Given = {
  organization: OrganizationInput
  store?: UserStore | undefined
  settings?: Partial<Omit<Settings, 'version'>> | undefined
  /** False: nothing is set up yet. */
  setUp?: boolean
}

/** Prepares a workplace, which goes when the test ends. */
export async function workplace(t: ExecutionContext, given: Given): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'))
  const google = await startSimulator({ organization: given.organization })
  t.teardown(async () => {
    await google.close()
    await rm(folder, { recursive: true, force: true })
  })
  const home = openHome(join(folder, 'home'))
  if (given.setUp !== false) {
    await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
    await writeSettings(home, { administrator: google.admin, ...given.settings })
  }
  if (given.store !== undefined) await writeFile(home.users, JSON.stringify(given.store), { mode: 0o600 })

  const run: Workplace['run'] = (args, options = {}) =>
    runProgram(['--home', home.folder, '--google', google.url, ...args], options)
  return {
    home,
    google,
    run,
    json: async (args) => JSON.parse((await run([...args, '--json'])).stdout) as Document,
  }
}

/** Runs the built program without a terminal. */
export function runProgram(args: readonly string[], { input = '', environment = {} }: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...environment } })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
