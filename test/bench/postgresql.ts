import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeAt } from '../../source/store/home.ts'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { joinDatabase } from '../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../source/store/postgresql/store-target.ts'
import type { Store } from '../../source/store/store.ts'
import { summarize } from '../../source/sync/plan/rows.ts'
import type { Change } from '../../source/sync/plan.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { serverPrograms, startCluster } from '../store/support/postgresql/cluster.ts'
import { type Figure, figure, timed } from './figure.ts'

const count = Number(process.env.ROLLCALL_BENCH_USERS ?? 100_000)
const changedUsers = 10_000
const tables = ['users', 'addresses', 'rights', 'commits', 'changes', 'replaced']

const userName = (index: number): string => `person${String(index).padStart(6, '0')}.family@example.com`

function largeStore(revision: number, isChanged: (index: number) => boolean): UserStore {
  const users = Array.from({ length: count }, (_, index): User => {
    const fullName = `Person ${index} Family${isChanged(index) ? ` ${revision}` : ''}`
    return {
      userName: userName(index),
      fullName,
      distinguishedName: null,
      authentication: 'directoryServices',
      directoryId: `1${String(index).padStart(20, '0')}`,
      emailAddresses: [userName(index), `p${index}@example.com`, `q${index}@example.com`],
      pop3UserNames: [],
      privileges: ['login'],
      privilegesOnFolders: [{ folder: userName(index), privileges: ['read'] }],
    }
  })
  return { version: 1, revision, users }
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

/** Figures of a store in PostgreSQL: the first commit, a later one, reading, each against the bare database. */
export async function postgresqlFigures(folder: string): Promise<Figure[]> {
  const programs = serverPrograms()
  if (programs === null) throw new Error('PostgreSQL is not installed')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = await startCluster({ fsync: 'on', shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const psql = (url: string, statements: string): number => {
      const script = join(folder, 'script.sql')
      writeFileSync(script, statements)
      const begun = performance.now()
      const { status, stderr } = spawnSync(
        join(programs, 'psql'),
        ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', script, url],
        {
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      )
      if (status !== 0) throw new Error(String(stderr))
      return performance.now() - begun
    }
    const ratios = { first: [] as number[], later: [] as number[], read: [] as number[] }
    for (let round = 0; round < 3; round += 1) {
      const home = homeAt(join(folder, `home-${round}`))
      mkdirSync(home.folder, { mode: 0o700 })
      const [url, bare] = [await emptyStore(), await emptyStore()]
      const store = postgresqlStore(home, targetOf({ url, ...nothingElse }))
      const before = largeStore(1, () => false)
      const first = await commit(home, store, null, before)
      const files = tables.map((table) => ({ table, file: join(folder, table) }))
      psql(url, files.map(({ table, file }) => `\\copy rollcall.${table} TO '${file}'\n`).join(''))
      const copied = psql(
        bare,
        `BEGIN;\n${files.map(({ table, file }) => `\\copy rollcall.${table} FROM '${file}'\n`).join('')}COMMIT;\n`,
      )
      ratios.first.push(first / copied)

      const read = await timed(() => store.read())
      ratios.read.push(read / psql(url, "\\copy rollcall.users TO '/dev/null'\n"))

      const known = await store.read()
      const step = Math.max(1, Math.floor(count / changedUsers))
      const next = largeStore(2, (index) => index % step === 0)
      const later = await commit(home, store, known, next)
      const updates = next.users
        .filter((_, index) => index % step === 0)
        .map(
          (user) =>
            `UPDATE rollcall.users SET full_name = '${user.fullName}', document = '${JSON.stringify(user)}' WHERE name = '${user.userName}';\n`,
        )
      ratios.later.push(later / psql(bare, `BEGIN;\n${updates.join('')}COMMIT;\n`))
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
        floor: '`COPY ... TO` of their table by psql',
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

  async function emptyStore(): Promise<string> {
    const url = await cluster.makeDatabase()
    await joinDatabase({ url, ...nothingElse }, { home: homeAt(folder), takesArchives: false })
    return url
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
