import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  /** Runs one of the server's programs on its data, as its account. */
  run: (name: string, args: readonly string[]) => void
  close: () => Promise<void>
}

const usualPort = 5432

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
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Root may not run a server; the account `nobody` may. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

const initialize: NonNullable<ClusterOptions['makeData']> = (data, run) =>
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'])

/** What a server is started with beside what each one has. */
export type ClusterOptions = {
  /** Files of the server's account beside its data, by name; they stand where the server is started. */
  files?: Readonly<Record<string, string>>
  /** Where the data stands: in a folder of the server's own unless given. */
  base?: string
  /** The port that the settings name, where they do; it is part of the socket's name. */
  port?: number
  /** Makes the data folder, in place of `initdb`. */
  makeData?: (data: string, run: RunAsServer) => void
}

/** Runs one of the server's programs, as its account. */
export type RunAsServer = (name: string, args: readonly string[]) => void

/**
 * Starts a server: a real one where it is installed, PGlite where not.
 *
 * @param settings more lines of `postgresql.conf`
 */
export async function startCluster(
  settings: Readonly<Record<string, string>> = {},
  { files = {}, base = memory, port = usualPort, makeData = initialize }: ClusterOptions = {},
): Promise<Cluster> {
  const programs = serverPrograms()
  if (programs === null) {
    const { startPglite } = await import('./pglite.ts')
    return startPglite()
  }
  const folder = mkdtempSync(join(base, 'rollcall-pg-'))
  const give = (path: string): void => {
    if (account.uid !== undefined) chownSync(path, account.uid, account.gid)
  }
  give(folder)
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content, { mode: 0o600 })
    give(join(folder, name))
  }
  const data = join(folder, 'data')
  const environment = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }
  const run: RunAsServer = (name, args) => {
    execFileSync(join(programs, name), args, { ...account, stdio: 'pipe', env: environment, cwd: folder })
  }
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
    // A process of a killed server that is not gone yet keeps the next one from starting: it is tried again.
    for (let tries = 1; ; tries += 1) {
      server = spawn(join(programs, 'postgres'), ['-D', data, ...parameters], {
        ...account,
        stdio: 'ignore',
        env: environment,
        cwd: folder,
      })
      const started = server
      if (await isReady(urlOf(folder, 'postgres', 'postgres', port), () => started.exitCode !== null)) return
      if (tries === 20) throw new Error('the server does not start')
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
  try {
    makeData(data, run)
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
      await ask(urlOf(folder, 'postgres', 'postgres', port), `CREATE DATABASE ${name}`)
      return urlOf(folder, name, 'postgres', port)
    },
    query: ask,
    start,
    run: (name, args) => run(name, ['-D', data, ...args]),
    kill: () => end(server, 'SIGKILL'),
    async close() {
      await end(server, 'SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The URL of a database behind a socket. */
export const urlOf = (folder: string, database: string, user = 'postgres', port = usualPort): string =>
  `postgresql://${user}@/${database}?host=${encodeURIComponent(folder)}${port === usualPort ? '' : `&port=${port}`}`

async function ask(url: string, text: string): Promise<Readonly<Record<string, unknown>>[]> {
  const parsed = parseStoreAddress(url)
  if (parsed.state === 'bad') throw new Error(parsed.why)
  const { user, database, hosts } = parsed.address
  const client = new Client({ host: hosts[0]?.host ?? '', port: hosts[0]?.port ?? usualPort, user, database })
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

/** Waits until a server answers; false when it ended before it did. */
async function isReady(url: string, hasEnded: () => boolean): Promise<boolean> {
  for (let tries = 0; ; tries += 1) {
    if (hasEnded()) return false
    try {
      await ask(url, 'SELECT 1')
      return true
    } catch (error) {
      if (tries > 1200) throw error
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
