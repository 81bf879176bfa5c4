import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { openHome } from '../../source/store/open-home.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { cleanEnvironment, program } from '../support/run-process.ts'
import { type Figure, figure, median } from './figure.ts'
import { serveSimulator } from './served-simulator.ts'

/** Tells the most memory that a process had, in KiB, through a pipe of its own; it changes nothing else in the program. */
const telling = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))",
)}`

/** How long a run took and the most memory that it had. */
export type Whole = { milliseconds: number; megabytes: number }

/** One run of the built program as a process of its own, with nothing set for Node. */
export function runWhole(args: readonly string[]): Whole {
  const begun = performance.now()
  const { status, output, stderr } = spawnSync(process.execPath, [`--import=${telling}`, program, ...args], {
    env: { ...cleanEnvironment(), NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  if (status !== 0) throw new Error(`rollcall ${args.join(' ')} ended with ${status}: ${stderr}`)
  return { milliseconds: performance.now() - begun, megabytes: Number(output[3]) / 1024 }
}

/** What an organization of so many users costs from the first synchronization on. */
async function wholeRuns(folder: string, users: number, times: number) {
  const google = await serveSimulator({ organization: { users, groups: 50 } })
  const home = openHome(folder)
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  await writeSettings(home, { administrator: google.admin })
  const rollcall = (...args: string[]): Whole => runWhole([...args, '--home', folder, '--google', google.url])
  const document = rollcall('plan', '--json')
  const saved = rollcall('plan', '--out', join(folder, 'first.plan'))
  const first = rollcall('sync', '--plan', join(folder, 'first.plan'))
  const again = Array.from({ length: times }, () => rollcall('sync'))
  makeChanges(home.users)
  const changed = rollcall('sync', '--json')
  google.close()
  return { first, again, all: [document, saved, first, ...again, changed] }
}

/** Gives every tenth user another name than Google has, so that a synchronization has as many to update. */
function makeChanges(path: string): void {
  const store = JSON.parse(readFileSync(path, 'utf8')) as UserStore
  const users = store.users.map((user, index) => (index % 10 === 0 ? { ...user, fullName: `Was ${index}` } : user))
  writeFileSync(path, JSON.stringify({ ...store, users }))
}

/** Memory at 100,000 users, and what five times as many take; the largest runs are made once, as they take minutes. */
export async function scaleFigures(folder: string): Promise<Figure[]> {
  const small = await wholeRuns(join(folder, 'small'), 100_000, 5)
  const large = await wholeRuns(join(folder, 'large'), 500_000, 3)
  // The disk makes folders at another pace from minute to minute: the smaller commit stands before and after the larger.
  const after = await wholeRuns(join(folder, 'after'), 100_000, 0)
  const firstBelow = (small.first.milliseconds + after.first.milliseconds) / 2
  const below = median(small.again.map(({ milliseconds }) => milliseconds))
  return [
    figure({
      name: 'memory with 100,000 users: first plan, first commit, re-syncs, 10,000 changes; the most of all',
      floor: 'a whole process, with what Node itself takes',
      target: 600,
      unit: 'MB',
      values: [Math.max(...small.all.map(({ megabytes }) => megabytes))],
    }),
    figure({
      name: 'the same with 500,000 users, Node as it is',
      floor: 'a machine of 4 GB',
      target: 3000,
      unit: 'MB',
      values: [Math.max(...large.all.map(({ megabytes }) => megabytes))],
    }),
    figure({
      name: 're-sync of 500,000 users, whole process',
      floor: 'the same with 100,000',
      target: 6,
      unit: '×',
      values: large.again.map(({ milliseconds }) => milliseconds / below),
    }),
    figure({
      name: 'first commit of 500,000 users with their archive folders, once',
      floor: 'the same with 100,000, mean of one before and one after',
      target: 6,
      unit: '×',
      values: [large.first.milliseconds / firstBelow],
    }),
  ]
}
