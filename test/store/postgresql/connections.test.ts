import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { chooseStore } from '../../../source/operations/store/choose-store.ts'
import { withDatabase } from '../../../source/store/postgresql/connection/database.ts'
import { readStoreTarget, targetOf } from '../../../source/store/postgresql/store-target.ts'
import { Problem } from '../../../source/text/problem.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { freePort } from '../../support/free-port.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { workplace } from '../../support/workplace.ts'
import { temporaryHome } from '../support/homes.ts'
import { type Cluster, serverPrograms, startCluster, urlOf } from '../support/postgresql/cluster.ts'

const programs = serverPrograms()
const withServer = programs === null ? test.skip : test.serial
const password = 'correct horse 7'

const authority = makeCertificate({ name: 'Authority' })
const own = makeCertificate({ name: 'localhost', names: ['localhost'], issuer: authority })

/** Who may come, and how: everybody by the socket, and by TCP four accounts that differ in what they are asked for. */
const rules = `local all all trust
host all open samehost trust
hostssl all sealed samehost trust
hostnossl all bare samehost trust
host all secret samehost scram-sha-256
`

type Server = { cluster: Cluster; port: number }
let encrypted: Server
let plain: Server

async function startServer(settings: Record<string, string>): Promise<Server> {
  const port = await freePort()
  const cluster = await startCluster(
    { listen_addresses: 'localhost,127.0.0.1', hba_file: 'rules', port: String(port), ...settings },
    { files: { rules, 'server.crt': own.cert, 'server.key': own.key }, port },
  )
  for (const role of ['open', 'sealed', 'bare', 'secret'])
    await cluster.query(
      urlOf(cluster.folder, 'postgres', 'postgres', port),
      `CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password}'`,
    )
  return { cluster, port }
}

test.before(async () => {
  if (programs === null) return
  encrypted = await startServer({ ssl: 'on', ssl_cert_file: '../server.crt', ssl_key_file: '../server.key' })
  plain = await startServer({})
})
test.after.always(async () => {
  await encrypted?.cluster.close()
  await plain?.cluster.close()
})

const isEncrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'

/** What psql, and so libpq, makes of a URL. */
function byPsql(url: string): 'encrypted' | 'plain' | 'refused' {
  const { status, stdout } = spawnSync(join(programs ?? '', 'psql'), ['-XqtA', '-c', isEncrypted, url], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/nonexistent', PGPASSFILE: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (status !== 0) return 'refused'
  return stdout.trim() === 't' ? 'encrypted' : 'plain'
}

async function byRollcall(url: string): Promise<ReturnType<typeof byPsql>> {
  try {
    const [row] = await withDatabase(targetOf(saved(url)), (database) => database.query(isEncrypted))
    return row?.ssl === true ? 'encrypted' : 'plain'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return 'refused'
  }
}

const saved = (url: string) => ({ url, password: null, passwordFile: null, archiveHost: null })

for (const mode of ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']) {
  withServer(
    `sslmode=${mode} comes to what it comes to with libpq, whatever server, name and certificate`,
    async (t) => {
      const folder = temporaryFolder(t)
      const [right, wrong] = [join(folder, 'right.crt'), join(folder, 'wrong.crt')]
      writeFileSync(right, authority.cert)
      writeFileSync(wrong, makeCertificate({ name: 'Another' }).cert)
      const roots = [
        '',
        `&sslrootcert=${right}`,
        `&sslrootcert=${wrong}`,
        `&sslrootcert=${join(folder, 'missing.crt')}`,
      ]
      const found: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      for (const { port } of [encrypted, plain]) {
        const kind = port === plain.port ? 'plain server' : 'encrypted server'
        for (const host of ['localhost', '127.0.0.1'])
          for (const role of ['open', 'sealed', 'bare'])
            for (const root of roots) {
              const url = `postgresql://${role}@${host}:${port}/postgres?sslmode=${mode}${root}`
              const name = `${kind}, ${host}, ${role}, ${root.replace(folder, '')}`
              wanted[name] = byPsql(url)
              found[name] = await byRollcall(url)
            }
      }
      t.deepEqual(found, wanted)
    },
  )
}

withServer('an untrusted certificate, another name, and a missing root certificate are told apart', async (t) => {
  const folder = temporaryFolder(t)
  const root = join(folder, 'root.crt')
  writeFileSync(root, authority.cert)
  const problemOf = async (host: string, parameters: string): Promise<string> => {
    const url = `postgresql://open@${host}:${encrypted.port}/postgres?${parameters}`
    const error = await t.throwsAsync(withDatabase(targetOf(saved(url)), async () => undefined))
    return error instanceof Problem ? error.code : String(error)
  }
  t.is(await problemOf('127.0.0.1', `sslmode=verify-full&sslrootcert=${root}`), 'databaseTls')
  t.is(await problemOf('localhost', 'sslmode=verify-full&sslrootcert=system'), 'databaseTls')
  t.is(await problemOf('localhost', `sslmode=verify-ca&sslrootcert=${join(folder, 'none')}`), 'databaseTlsFile')
})

withServer('of several hosts the first that answers is taken, and a dead one is passed over', async (t) => {
  const dead = await freePort()
  const url = `postgresql://open@localhost:${dead},localhost:${plain.port}/postgres?target_session_attrs=read-write`
  t.is(await byRollcall(url), 'plain')
  const none = `postgresql://open@localhost:${dead},127.0.0.1:${dead}/postgres`
  t.is(await byRollcall(none), 'refused')
})

withServer('a password comes from a file, from PGPASSFILE or from whoever is asked, and is nowhere else', async (t) => {
  const folder = temporaryFolder(t)
  const url = `postgresql://secret@localhost:${plain.port}/postgres`
  const place = await workplace(t)
  const runs: { stdout: string; stderr: string }[] = []
  const setup = async (args: readonly string[], environment: NodeJS.ProcessEnv) => {
    const run = await place.runProcess(['setup', '--store', url, ...args], { environment })
    runs.push(run, await place.runProcess(['store', '--json'], { environment }))
    return run
  }
  const without = await setup([], { PGPASSFILE: join(folder, 'none') })
  t.is(without.code, 1)
  t.regex(without.stderr, /The database asks for a password/)

  const pass = join(folder, 'pass')
  writeFileSync(pass, `localhost:${plain.port}:*:secret:${password}\n`, { mode: 0o600 })
  t.is((await setup([], { PGPASSFILE: pass })).code, 0)

  const file = join(folder, 'password')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  t.is((await setup(['--store-password-file', file], { PGPASSFILE: join(folder, 'none') })).code, 0)
  for (const { stdout, stderr } of runs) t.false(`${stdout}${stderr}`.includes(password))
  t.deepEqual(filesWith(place.folder, password), [])

  const home = temporaryHome(t)
  let asked = 0
  await chooseStore(home, { store: url }, async () => {
    asked += 1
    return password
  })
  t.is(asked, 1)
  t.is(readStoreTarget(home)?.password, password)
  t.deepEqual(filesWith(home.folder, password), [home.storeTarget])
  t.is(statSync(home.storeTarget).mode & 0o777, 0o600)
})

withServer('a URL that holds a password is refused, and the password is not repeated', async (t) => {
  const place = await workplace(t)
  for (const url of [
    `postgresql://secret:${encodeURIComponent(password)}@localhost:${plain.port}/postgres`,
    `postgresql://secret@localhost:${plain.port}/postgres?password=${encodeURIComponent(password)}`,
  ]) {
    const { code, stdout, stderr } = await place.run(['setup', '--store', url])
    t.is(code, 64)
    t.regex(stderr, /It holds a password/)
    t.false(`${stdout}${stderr}`.includes('horse'))
  }
  t.deepEqual(filesWith(place.folder, 'horse'), [])
})

/** The files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'utf8').includes(text))
}
