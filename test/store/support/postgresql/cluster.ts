import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Client } from 'pg'
import { parseStoreAddress } from '../../../../source/store/postgresql/connection/store-address.ts'

/** A PostgreSQL server of a test's own, on a Unix socket in a folder of its own. */
export type Cluster = {
  /** What answers: a server that was installed, or PGlite, which holds one database. */
  kind: 'server' | 'pglite'
  /** The folder of the socket. */
  folder: string
  port: number
  /** Makes an empty database, and says its URL. */
  makeDatabase: () => Promise<string>
  /** Asks a database something, as its administrator. */
  query: (url: string, text: string) => Promise<Readonly<Record<string, unknown>>[]>
  /** Ends every process of the server at once, as a power failure does. */
  kill: () => Promise<void>
  start: () => Promise<void>
  close: () => Promise<void>
}

const port = 5432

/** Where the programs of a server are, such as Debian's; null where none is installed. */
export function serverPrograms(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** In memory where that can be had, and under a path short enough for a socket. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Root may not run a server; the account `nobody` may. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/**
 * Starts a server: a real one where it is installed, PGlite where not.
 *
 * @param settings more lines of `postgresql.conf`
 */
export async function startCluster(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const programs = serverPrograms()
  if (programs === null) {
    const { startPglite } = await import('./pglite.ts')
    return startPglite()
  }
  const folder = mkdtempSync(join(base, 'rollcall-pg-'))
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const environment = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...account, stdio: 'pipe', env: environment, cwd: folder },
  )
  let server: ChildProcess | null = null
  const parameters = Object.entries({
    listen_addresses: '',
    unix_socket_directories: folder,
    // The tests cut off processes, not the power.
    fsync: 'off',
    shared_buffers: '32MB',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const start = async (): Promise<void> => {
    server = spawn(join(programs, 'postgres'), ['-D', data, ...parameters], {
      ...account,
      stdio: 'ignore',
      env: environment,
      cwd: folder,
    })
    await untilReady(folder)
  }
  try {
    await start()
  } catch (error) {
    await end(server, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  let databases = 0
  return {
    kind: 'server',
    folder,
    port,
    async makeDatabase() {
      databases += 1
      const name = `test${databases}`
      await ask(urlOf(folder, 'postgres'), `CREATE DATABASE ${name}`)
      return urlOf(folder, name)
    },
    query: ask,
    start,
    kill: () => end(server, 'SIGKILL'),
    async close() {
      await end(server, 'SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The URL of a database behind a socket. */
export const urlOf = (folder: string, database: string, user = 'postgres'): string =>
  `postgresql://${user}@/${database}?host=${encodeURIComponent(folder)}`

async function ask(url: string, text: string): Promise<Readonly<Record<string, unknown>>[]> {
  const parsed = parseStoreAddress(url)
  if (parsed.state === 'bad') throw new Error(parsed.why)
  const { user, database, hosts } = parsed.address
  const client = new Client({ host: hosts[0]?.host ?? '', port: hosts[0]?.port ?? port, user, database })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // The second word is the program's name in parentheses, which may hold blanks.
        const [, parentOf] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
        return Number(parentOf) === parent
      } catch {
        return false
      }
    })
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

async function untilReady(folder: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await ask(urlOf(folder, 'postgres'), 'SELECT 1')
      return
    } catch (error) {
      if (tries > 600) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function end(server: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  // Its processes are no group. One that is left would keep the next server from starting.
  const processes = signal === 'SIGKILL' ? childrenOf(server.pid) : []
  server.kill(signal)
  for (const pid of processes) killIfThere(pid)
  await ended
}
