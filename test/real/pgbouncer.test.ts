import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { joinDatabase } from '../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../source/store/postgresql/store-target.ts'
import { conformance } from '../store/conformance/conformance.ts'
import { temporaryHome } from '../store/support/homes.ts'
import { type Cluster, serverPrograms, startCluster, urlOf } from '../store/support/postgresql/cluster.ts'

const pooler = '/usr/sbin/pgbouncer'
const isInstalled = existsSync(pooler) && serverPrograms() !== null

let cluster: Cluster
let folder = ''
let stop: () => Promise<void> = async () => undefined

/** In transaction mode, with two connections for everybody, so that each transaction may get another one. */
const configuration = (server: string, own: string): string => `[databases]
* = host=${server} port=5432
[pgbouncer]
listen_port = 5432
unix_socket_dir = ${own}
auth_type = trust
auth_file = ${join(own, 'users.txt')}
pool_mode = transaction
default_pool_size = 3
max_db_connections = 3
logfile = ${join(own, 'log')}
pidfile = ${join(own, 'pid')}
`

test.before(async () => {
  if (!isInstalled) return
  cluster = await startCluster({ max_connections: '60' })
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-pool-'))
  writeFileSync(join(folder, 'users.txt'), '"postgres" ""\n')
  writeFileSync(join(folder, 'pgbouncer.ini'), configuration(cluster.folder, folder))
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  if (account.uid !== undefined) {
    for (const path of [folder, join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')])
      chownSync(path, account.uid, account.gid)
  }
  const child = spawn(pooler, [join(folder, 'pgbouncer.ini')], { ...account, stdio: 'ignore', cwd: folder })
  const ended = once(child, 'exit')
  stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  while (!existsSync(join(folder, '.s.PGSQL.5432'))) {
    if (child.exitCode !== null) throw new Error('pgbouncer ended')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})
test.after.always(async () => {
  if (!isInstalled) return
  await stop()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

const pooled = async (t: Parameters<Parameters<typeof conformance>[1]>[0]) => {
  const { database } = targetOf({ url: await cluster.makeDatabase(), ...nothingElse }).address
  const saved = { url: urlOf(folder, database), ...nothingElse }
  const open = () => {
    const home = temporaryHome(t)
    return { home, store: postgresqlStore(home, targetOf(saved)) }
  }
  const { home, store } = open()
  await joinDatabase(saved, { home, takesArchives: false })
  return {
    home,
    store,
    another: open,
    damage: async (userName: string) => {
      await cluster.query(saved.url, `UPDATE rollcall.users SET document = '{' WHERE name = '${userName}'`)
    },
  }
}

const nothingElse = { password: null, passwordFile: null, archiveHost: null }

if (isInstalled) {
  conformance(test, pooled)
  test('behind a pooler in transaction mode no notification arrives, and the status says so', async (t) => {
    const { store } = await pooled(t)
    const { database } = await store.status()
    t.false(database?.hearsNotifications)
  })
} else test.skip('pgbouncer or PostgreSQL is not installed', () => undefined)
