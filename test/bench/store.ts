import { spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { commitStore } from '../../source/store/commit/commit.ts'
import { homeAt } from '../../source/store/home.ts'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { readStore } from '../../source/store/users/user-store.ts'
import type { DirectoryUser } from '../../source/sync/directory.ts'
import { todayBy } from '../../source/sync/plan/grace-period.ts'
import { makePlan } from '../../source/sync/plan/make-plan.ts'
import { draftPlan, openQuestions } from '../../source/sync/plan/plan-draft.ts'
import { summarize } from '../../source/sync/plan/rows.ts'
import type { Change } from '../../source/sync/plan.ts'
import { defaultSyncSettings } from '../../source/sync/settings.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { program } from '../support/run-process.ts'
import { type Figure, figure, ratios, timed } from './figure.ts'

const count = 100_000
const userName = (index: number): string => `person${String(index).padStart(6, '0')}.family@example.com`

function largeStore(): UserStore {
  const users = Array.from(
    { length: count },
    (_, index): User => ({
      userName: userName(index),
      fullName: `Person ${index} Family`,
      distinguishedName: null,
      authentication: 'directoryServices',
      directoryId: `1${String(index).padStart(20, '0')}`,
      emailAddresses: [userName(index), `p${index}@example.com`],
      pop3UserNames: [],
      privileges: ['login'],
      privilegesOnFolders: [{ folder: userName(index), privileges: ['read'] }],
    }),
  )
  return { version: 1, revision: 1, users }
}

/** The directory that such a store is in step with, as it is after parsing Google's pages. */
function directoryOf({ users }: UserStore): DirectoryUser[] {
  const accounts = users.map(({ userName: primaryEmail, fullName, directoryId, emailAddresses }) => ({
    id: directoryId,
    primaryEmail,
    fullName,
    aliases: emailAddresses.slice(1),
    nonEditableAliases: [`${primaryEmail}.test-google-a.com`],
    suspended: false,
    archived: false,
  }))
  return JSON.parse(JSON.stringify(accounts))
}

/** Figures at 100,000 users: looking up, planning, committing. */
export async function storeFigures(folder: string): Promise<Figure[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const home = homeAt(folder)
  writeFileSync(home.users, JSON.stringify(largeStore(), null, 2), { mode: 0o600 })
  const parse = join(folder, 'parse.cjs')
  writeFileSync(parse, `JSON.parse(require('fs').readFileSync(${JSON.stringify(home.users)}, 'utf8'))`)
  const run = (...args: string[]) => timed(() => spawnSync(process.execPath, args, { stdio: 'ignore' }))
  const bareParse = () => run(parse)
  const text = readFileSync(home.users, 'utf8')
  return [
    figure({
      name: '`rollcall who`, 100,000 users',
      floor: '`JSON.parse` of the store in bare Node, whole process',
      target: 1.5,
      unit: '×',
      values: await ratios(5, () => run(program, 'who', 'p77@example.com', '--home', folder), bareParse),
    }),
    figure({
      name: '`rollcall users show`, 100,000 users',
      floor: 'the same',
      target: 1.5,
      unit: '×',
      values: await ratios(5, () => run(program, 'users', 'show', userName(77), '--home', folder), bareParse),
    }),
    figure({
      name: 'planning 100,000 users against 100,000',
      floor: '`JSON.parse` of that store',
      target: 0.6,
      unit: '×',
      values: await planRatios(text, (accounts) => accounts),
    }),
    figure({
      name: 'the same with 10,000 changes: creates, updates, renames, deletions',
      floor: 'the same',
      target: 0.6,
      unit: '×',
      values: await planRatios(text, withChanges),
    }),
    figure({
      name: 'committing 10,000 changes to 100,000 users',
      floor: 'stringify, write, fsync, rename',
      target: 1.5,
      unit: '×',
      values: await commitRatios(folder, home.users),
    }),
  ]
}

/** What a busy month makes of a directory: some gone, some new, some renamed, some with another full name. */
function withChanges(accounts: DirectoryUser[]): DirectoryUser[] {
  return accounts.flatMap((account, index): DirectoryUser[] => {
    const { id, primaryEmail, fullName } = account
    if (index % 40 === 1) return []
    if (index % 40 === 2) return [{ ...account, fullName: `${fullName} II` }]
    if (index % 40 === 3) return [{ ...account, primaryEmail: primaryEmail.replace('@', '.new@') }]
    if (index % 40 !== 4) return [account]
    return [account, { ...account, id: `2${id.slice(1)}`, primaryEmail: `${primaryEmail}.au`, aliases: [] }]
  })
}

async function planRatios(text: string, change: (accounts: DirectoryUser[]) => DirectoryUser[]): Promise<number[]> {
  let store = JSON.parse(text) as UserStore
  return ratios(
    7,
    () => {
      const users = change(directoryOf(store))
      const fresh = store
      return timed(() => {
        const snapshot = { users, wholeOrganization: true, groups: [], foreignGroupIds: [], otherDomains: [] }
        const draft = draftPlan(fresh, snapshot, { ...defaultSyncSettings, automaticDeletion: true })
        const { candidates } = openQuestions(draft)
        const lookups = new Map(candidates.map(({ userName }) => [userName, { state: 'deleted' as const }]))
        makePlan(draft, { lookups, archives: { folders: new Map() }, today: todayBy(Date.now(), null) })
      })
    },
    () =>
      timed(() => {
        store = JSON.parse(text)
      }),
  )
}

async function commitRatios(folder: string, original: string): Promise<number[]> {
  const values: number[] = []
  for (let round = 0; round < 6; round += 1) {
    const home = homeAt(join(folder, 'commit'))
    rmSync(home.folder, { recursive: true, force: true })
    mkdirSync(home.folder, { mode: 0o700 })
    cpSync(original, home.users)
    await withStoreLock(home, { command: 'bench' }, async (lock) => {
      const store = await readStore(home)
      const users = store.users.map((user, index) => (index % 10 === 0 ? { ...user, fullName: `New ${index}` } : user))
      const next = { ...store, revision: store.revision + 1, users }
      const changes = users.filter((_, index) => index % 10 === 0).map(updated)
      const bare = await timed(() => bareWrite(join(home.folder, 'bare.json'), next))
      const summary = summarize(changes, 0)
      const ours = await timed(() =>
        commitStore(lock, {
          expectedRevision: 1,
          next,
          archiveWork: [],
          record: { command: 'bench', summary, changes },
        }),
      )
      if (round > 0) values.push(ours / bare)
    })
  }
  return values
}

const updated = (user: User): Change => ({
  action: 'update',
  userName: user.userName,
  directoryId: user.directoryId,
  fields: ['fullName'],
  before: user,
  after: user,
  reason: { code: 'everyone' },
  archive: null,
})

function bareWrite(path: string, store: UserStore): void {
  const file = openSync(`${path}.tmp`, 'w')
  writeSync(file, JSON.stringify(store, null, 2))
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.tmp`, path)
}
