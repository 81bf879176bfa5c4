import { accountName } from '../../lock/account-name.ts'

/** One server that may hold the database. A host that begins with `/` is the folder of a Unix socket. */
export type StoreHost = { host: string; port: number }

/** How a connection is protected, as libpq names it. */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

/** What a URL of a PostgreSQL database says. */
export type StoreAddress = {
  /** Tried in this order. */
  hosts: readonly StoreHost[]
  user: string
  database: string
  tls: TlsMode
  /** The files that libpq calls sslrootcert, sslcert and sslkey; `system` means the authorities of the system. */
  rootCertificate: string | null
  certificate: string | null
  key: string | null
  /** Whether only a server that can be written to counts. */
  writable: boolean
  /** How long connecting to one server may take, in milliseconds. */
  connectTimeout: number
  applicationName: string
}

/** An address, or in one sentence what is wrong with it. */
export type ParsedAddress = { state: 'good'; address: StoreAddress } | { state: 'bad'; why: string }

const tlsModes: readonly string[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

const isTlsMode = (text: string): text is TlsMode => tlsModes.includes(text)

const knownParameters = [
  'host',
  'port',
  'user',
  'dbname',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'target_session_attrs',
  'connect_timeout',
  'application_name',
]

const usualPort = 5432
/** Where Debian's server has its socket. */
const usualHost = '/var/run/postgresql'

class Fault extends Error {}

/**
 * Reads a connection URL as libpq does (PostgreSQL's manual, "Connection URIs"), with several hosts, sockets and the
 * parameters that a client needs. A password has no place in it: it would stand in the list of processes.
 */
export function parseStoreAddress(url: string): ParsedAddress {
  try {
    return { state: 'good', address: addressOf(url) }
  } catch (error) {
    if (error instanceof Fault) return { state: 'bad', why: error.message }
    throw error
  }
}

function addressOf(url: string): StoreAddress {
  const form = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(url)
  if (form === null) throw new Fault('It does not have the form postgresql://user@host/database.')
  const [, account = '', places = '', path = '', query = ''] = form
  if (account.includes(':')) throw new Fault('It holds a password, which others could see in the list of processes.')
  const given = parametersOf(query)
  const user = given.get('user') || decoded(account) || accountName()
  const listed = (given.get('host') ?? '') === '' ? places : null
  const hosts =
    listed === null ? hostsOf(given.get('host') ?? '', given.get('port')) : hostsIn(listed, given.get('port'))
  const tls = given.get('sslmode') ?? 'prefer'
  if (!isTlsMode(tls)) throw new Fault(`sslmode is one of ${tlsModes.join(', ')}.`)
  return {
    hosts,
    user,
    database: given.get('dbname') || decoded(path) || user,
    tls,
    rootCertificate: given.get('sslrootcert') || null,
    certificate: given.get('sslcert') || null,
    key: given.get('sslkey') || null,
    writable: isWritable(given.get('target_session_attrs') ?? 'any'),
    connectTimeout: seconds(given.get('connect_timeout')),
    applicationName: given.get('application_name') || 'rollcall',
  }
}

function parametersOf(query: string): Map<string, string> {
  const given = new Map<string, string>()
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', ...value] = pair.split('=')
    if (name === 'password') throw new Fault('It holds a password, which others could see in the list of processes.')
    if (!knownParameters.includes(name)) throw new Fault(`It has the parameter ${name}, which Rollcall does not know.`)
    given.set(name, decoded(value.join('=')))
  }
  return given
}

/** `host:port,[::1]:port,...`, as the authority of a URL has them. */
function hostsIn(places: string, ports: string | undefined): StoreHost[] {
  const parts = places.split(',')
  const usual = portsOf(ports, parts.length)
  return parts.map((part, index) => {
    const form = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(part)
    if (form === null) throw new Fault(`${part} is not a host with a port.`)
    const [, bracketed, plain = '', port = ''] = form
    return {
      host: bracketed ?? (decoded(plain) || usualHost),
      port: port === '' ? (usual[index] ?? usualPort) : portOf(port),
    }
  })
}

/** The parameters `host` and `port`, whose values are lists. */
function hostsOf(names: string, ports: string | undefined): StoreHost[] {
  const hosts = names.split(',')
  const usual = portsOf(ports, hosts.length)
  return hosts.map((host, index) => ({ host: host || usualHost, port: usual[index] ?? usualPort }))
}

function portsOf(ports: string | undefined, count: number): number[] {
  if (ports === undefined || ports === '') return []
  const list = ports.split(',').map((port) => (port === '' ? usualPort : portOf(port)))
  if (list.length !== 1 && list.length !== count) throw new Fault('It has another number of ports than of hosts.')
  return list.length === 1 ? Array.from({ length: count }, () => list[0] ?? usualPort) : list
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw new Fault(`${text} is not a port.`)
  return port
}

function isWritable(attributes: string): boolean {
  if (['read-write', 'primary'].includes(attributes)) return true
  if (attributes === 'any') return false
  throw new Fault('target_session_attrs is any, read-write or primary: Rollcall writes to the database.')
}

function seconds(text: string | undefined): number {
  if (text === undefined || text === '') return 10_000
  if (!/^\d{1,4}$/.test(text)) throw new Fault('connect_timeout is a number of seconds.')
  // As libpq has it: 0 waits for as long as the system does, and less than two seconds is not enough anywhere.
  return text === '0' ? 0 : Math.max(2, Number(text)) * 1000
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Fault(`${text} is not percent-encoded as a URL needs it.`)
  }
}

/** Where the database is, for people: `mail@db1:5432,db2:5432/mail`. Never a secret. */
export function addressWords({ hosts, user, database }: StoreAddress): string {
  const places = hosts.map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
  return `${user}@${places.join(',')}/${database}`
}
