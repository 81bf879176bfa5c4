import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import type { Settings } from '../../source/settings/settings-schema.ts'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import type { OrganizationInput } from '../../source/simulator/organization/organization.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import type { Home } from '../../source/store/home.ts'
import { openHome } from '../../source/store/open-home.ts'
import type { Change, Plan } from '../../source/sync/plan.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { runInside } from './run-inside.ts'
import { type Run, type RunOptions, runProcess } from './run-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A home, a simulated Google, and the built program between them. */
export type Workplace = {
  /** Goes when the test ends; holds the home and the key file. */
  folder: string
  home: Home
  google: Simulator
  /** The service account's key, as Google hands it out. */
  keyFile: string
  /** Runs the program inside of the test's process, and waits for its end. */
  run: (args: readonly string[], options?: RunOptions) => Promise<Run>
  /** The same as a process of its own. */
  runProcess: Workplace['run']
  /** Runs the program with `--json`, and returns the document. */
  json: <Answer = Document>(args: readonly string[]) => Promise<Answer>
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

  const at = ['--home', home.folder, '--google', google.url]
  const run: Workplace['run'] = (args, options) => runInside([...at, ...args], options)
  const runProcessHere: Workplace['run'] = (args, options) => runProcess([...at, ...args], options)
  const answer: Workplace['answer'] = async (args) => {
    const { code, stdout } = await run([...args, '--json'])
    return { code, document: JSON.parse(stdout) }
  }
  if (given.flags !== undefined) {
    const { code, stderr } = await run(['setup', ...given.flags])
    if (code !== 0) throw new Error(`The setup failed:\n${stderr}`)
  }
  return {
    folder,
    home,
    google,
    keyFile,
    run,
    runProcess: runProcessHere,
    answer,
    json: async <Answer>(args: readonly string[]) => (await answer<Answer>(args)).document,
  }
}
