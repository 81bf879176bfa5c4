import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { homeAt } from '../../source/store/home.ts'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { openHome } from '../../source/store/open-home.ts'
import { joinDatabase } from '../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../source/store/postgresql/postgresql-store.ts'
import { saveStoreTarget, targetOf } from '../../source/store/postgresql/store-target.ts'
import type { Store } from '../../source/store/store.ts'
import { summarize } from '../../source/sync/plan/rows.ts'
import type { Change } from '../../source/sync/plan.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { serverPrograms, startCluster } from '../store/support/postgresql/cluster.ts'
import { type Figure, figure, timed } from './figure.ts'
import { runWhole } from './scale.ts'
import { serveSimulator } from './served-simulator.ts'

const changedUsers = 10_000
const tables = ['users', 'addresses', 'rights', 'commits', 'changes', 'replaced']
/** What a user is made of, which is what reading all users gives. */
const tablesOfUsers = ['users', 'addresses', 'rights']

const userName = (index: number): string => `person${String(index).padStart(6, '0')}.family@example.com`

function newUser(index: number): User {
  return {
    userName: userName(index),
    fullName: `Person ${index} Family`,
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: `1${String(index).padStart(20, '0')}`,
    emailAddresses: [userName(index), `p${index}@example.com`, `q${index}@example.com`],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [{ folder: userName(index), privileges: ['read'] }],
  }
}

const largeStore = (count: number): UserStore => ({
  version: 1,
  revision: 1,
  users: Array.from({ length: count }, (_, index) => newUser(index)),
})

/** The next store, made as a synchronization makes it: whoever stays the same is the same object. */
function withChanges({ users, revision }: UserStore): UserStore {
  const step = Math.max(1, Math.floor(users.length / changedUsers))
  return {
    version: 1,
    revision: revision + 1,
    users: users.map((user, index) => (index % step === 0 ? { ...user, fullName: `${user.fullName} II` } : user)),
  }
}

const changeOf = (before: User | null, after: User): Change => ({
  action: before === null ? 'create' : 'update',
  userName: after.userName,
  directoryId: after.directoryId,
  fields: [],
  before,
  after,
  reason: { code: 'everyone' },
  archive: null,
})

/** Figures of a store in PostgreSQL: the first commit, a later one, reading, each against the bare database, and memory. */
export async function postgresqlFigures(folder: string): Promise<Figure[]> {
  return [
    ...(await figuresOf(join(folder, 'small'), 100_000, 3)),
    ...(await figuresOf(join(folder, 'large'), 500_000, 1)),
    ...(await memoryFigures(join(folder, 'memory'))),
  ]
}

const startServer = () => startCluster({ fsync: 'on', shared_buffers: '256MB', max_wal_size: '4GB' })

async function figuresOf(folder: string, count: number, rounds: number): Promise<Figure[]> {
  const programs = serverPrograms()
  if (programs === null) throw new Error('PostgreSQL is not installed')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = await startServer()
  const emptyStore = async (): Promise<string> => {
    const url = await cluster.makeDatabase()
    await joinDatabase({ url, ...nothingElse }, { home: homeAt(folder), takesArchives: false })
    return url
  }
  const psql = (url: string, statements: string): number => {
    const script = join(folder, 'script.sql')
    writeFileSync(script, statements)
    const begun = performance.now()
    const { status, stderr } = spawnSync(join(programs, 'psql'), ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', script, url], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    if (status !== 0) throw new Error(String(stderr))
    return performance.now() - begun
  }
  try {
    const ratios = { first: [] as number[], later: [] as number[], read: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      const home = homeAt(join(folder, `home-${round}`))
      mkdirSync(home.folder, { mode: 0o700 })
      const [url, bare] = [await emptyStore(), await emptyStore()]
      const store = postgresqlStore(home, targetOf({ url, ...nothingElse }))
      const first = await commit(home, store, null, largeStore(count))
      const files = tables.map((table) => ({ table, file: join(folder, table) }))
      psql(url, files.map(({ table, file }) => `\\copy rollcall.${table} TO '${file}'\n`).join(''))
      const copied = psql(
        bare,
        `BEGIN;\n${files.map(({ table, file }) => `\\copy rollcall.${table} FROM '${file}'\n`).join('')}COMMIT;\n`,
      )
      ratios.first.push(first / copied)

      const copies = tablesOfUsers.map((table) => `\\copy rollcall.${table} TO '/dev/null'\n`).join('')
      for (let turn = 0; turn < 3; turn += 1) {
        const bareRead = psql(url, copies)
        ratios.read.push((await timed(() => store.read())) / bareRead)
      }

      const known = await store.read()
      const next = withChanges(known)
      const later = await commit(home, store, known, next)
      const updates = next.users
        .filter((user, index) => user !== known.users[index])
        .map(
          (user) =>
            `UPDATE rollcall.users SET full_name = '${user.fullName}', document = '${JSON.stringify(user)}' WHERE name = '${user.userName}';\n`,
        )
      ratios.later.push(later / psql(bare, `BEGIN;\n${updates.join('')}COMMIT;\n`))
      for (const { file } of files) rmSync(file)
    }
    const of = `${count.toLocaleString('en')} users in PostgreSQL`
    return [
      figure({
        name: `first commit of ${of}`,
        floor: '`COPY` of the same rows by psql',
        target: 2,
        unit: '×',
        values: ratios.first,
      }),
      figure({
        name: `reading ${of}`,
        floor: '`COPY ... TO` of users, addresses and rights by psql',
        target: 1.5,
        unit: '×',
        values: ratios.read,
      }),
      figure({
        name: `committing 10,000 changes to ${of}`,
        floor: 'as many bare `UPDATE`s in one transaction by psql',
        target: 2,
        unit: '×',
        values: ratios.later,
      }),
    ]
  } finally {
    await cluster.close()
  }
}

/** The most memory that whole runs of the program take with 500,000 users: first commit, re-sync, 10,000 changes. */
async function memoryFigures(folder: string): Promise<Figure[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = await startServer()
  const google = await serveSimulator({ organization: { users: 500_000, groups: 50 } })
  try {
    const home = openHome(folder)
    await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
    await writeSettings(home, { administrator: google.admin })
    const url = await cluster.makeDatabase()
    // The folders of the archives are the disk's work, which another part measures.
    await joinDatabase(
      { url, ...nothingElse, archiveHost: 'elsewhere' },
      { home: homeAt(`${folder}-vault`), takesArchives: true },
    )
    saveStoreTarget(home, { url, ...nothingElse })
    const run = (): number => runWhole(['sync', '--quiet', '--home', folder, '--google', google.url]).megabytes
    const values = [run(), run()]
    await cluster.query(
      url,
      `UPDATE rollcall.users SET document = replace(document, '"fullName":"', '"fullName":"Was ')
       WHERE name IN (SELECT name FROM rollcall.users ORDER BY name LIMIT ${changedUsers})`,
    )
    return [
      figure({
        name: 'memory with 500,000 users in PostgreSQL: first commit, re-sync, 10,000 changes; the most of all',
        floor: 'a whole process, with what Node itself takes',
        target: 1200,
        unit: 'MB',
        values: [Math.max(...values, run())],
      }),
    ]
  } finally {
    google.close()
    await cluster.close()
  }
}

const nothingElse = { password: null, passwordFile: null, archiveHost: null }

async function commit(
  home: ReturnType<typeof homeAt>,
  store: Store,
  before: UserStore | null,
  next: UserStore,
): Promise<number> {
  const former = new Map(before?.users.map((user) => [user.userName, user]))
  const changes = next.users.flatMap((user) => {
    const known = former.get(user.userName) ?? null
    return known?.fullName === user.fullName ? [] : [changeOf(known, user)]
  })
  const record = { command: 'sync', summary: summarize(changes, 0), changes }
  return timed(() =>
    withStoreLock(home, { command: 'sync' }, (lock) =>
      store.commit(lock, { expectedRevision: next.revision - 1, next, archiveWork: [], record }),
    ),
  )
}
