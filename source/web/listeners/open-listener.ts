import { chmodSync, chownSync, lstatSync, readFileSync, unlinkSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import { connect, type Server as SocketServer } from 'node:net'
import type { Certificate } from '../../settings/certificate/certificate-files.ts'
import { errorCode, ignoring } from '../../store/disk/file-operations.ts'
import { serviceProblem } from '../problems.ts'
import { type ListenAddress, listenAddressText } from './listen-address.ts'

/** A listener of the service. */
export type Listener = {
  server: Server | SecureServer
  /** Where it listens. */
  address: ListenAddress
  /** Takes no new connection, lets requests that are under way finish, and resolves when all are done. */
  close: () => Promise<void>
}

/** What a peer may take up. Times are in milliseconds. */
export type ListenerLimits = {
  maxHeaderSize: number
  headersTimeout: number
  requestTimeout: number
  keepAliveTimeout: number
  connectionsCheckingInterval: number
  maxConnections: number
  /** How long requests may take to finish when the service ends. */
  farewell: number
}

/** Browsers and proxies send far less, and far faster. */
const usualLimits: ListenerLimits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 1_000,
  maxConnections: 4_096,
  farewell: 10_000,
}

/** What a peer is told whose request was not read, by Node's name for the reason. */
const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/**
 * Listens, with limits on headers, bodies, time and sockets.
 *
 * @param descriptor a socket that systemd handed over; null to open the address
 * @param certificate null for plain HTTP
 * @throws Problem `cannotServe`
 */
export async function openListener(
  address: ListenAddress,
  descriptor: number | null,
  certificate: Certificate | null,
  answer: RequestListener,
  { maxConnections, farewell, ...limits }: ListenerLimits = usualLimits,
): Promise<Listener> {
  const server =
    certificate === null
      ? createServer({ ...limits, noDelay: true }, answer)
      : createSecureServer(
          { ...limits, noDelay: true, cert: certificate.cert, key: certificate.key, minVersion: 'TLSv1.2' },
          answer,
        )
  server.maxConnections = maxConnections
  // A peer that speaks no HTTP gets a short answer and no second chance.
  server.on('clientError', (error, socket) => {
    const status = refusals['code' in error ? String(error.code) : ''] ?? '400 Bad Request'
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else socket.destroy()
  })
  await listenOn(server, address, descriptor)
  return { server, address: listenedAddress(server, address), close: () => closing(server, farewell) }
}

/**
 * Lets a server of any protocol listen. A socket file that nobody listens on any more is replaced.
 *
 * @param descriptor a socket that systemd handed over; null to open the address
 * @throws Problem `cannotServe`
 */
export async function listenOn(server: SocketServer, address: ListenAddress, descriptor: number | null): Promise<void> {
  if (descriptor !== null) await listening(server, address, () => server.listen({ fd: descriptor }))
  else if (address.kind === 'tcp') {
    await listening(server, address, () => server.listen({ host: address.host, port: address.port }))
  } else {
    await removeDeadSocket(address.path)
    await listening(server, address, () => {
      // Nobody may connect before the socket has its mode and its group.
      const before = process.umask(0o177)
      server.listen({ path: address.path })
      process.umask(before)
    })
    giveSocket(address)
  }
}

/** Where a server listens: what systemd handed over says itself where that is. */
function listenedAddress(server: SocketServer, wanted: ListenAddress): ListenAddress {
  const address = server.address()
  if (address === null || typeof address === 'string')
    return wanted.kind === 'unix' ? wanted : { kind: 'unix', path: address ?? '', mode: 0, group: null }
  return { kind: 'tcp', host: address.address, port: address.port }
}

function listening(server: SocketServer, address: ListenAddress, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(cannotServe(listenAddressText(address), error.code ?? '')),
    )
    server.once('listening', () => {
      server.removeAllListeners('error')
      server.on('error', () => undefined)
      resolve()
    })
    listen()
  })
}

function closing(server: Server | SecureServer, farewell: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), farewell)
    // A proxy keeps its connections open when their requests are answered.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** Removes a socket that nobody listens on any more; one that answers belongs to another service. */
async function removeDeadSocket(path: string): Promise<void> {
  const facts = ignoring(['ENOENT'], () => lstatSync(path))
  if (facts === null) return
  if (!facts.isSocket()) throw cannotServe(`unix:${path}`, 'EEXIST')
  const isAlive = await new Promise<boolean>((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
  if (isAlive) throw cannotServe(`unix:${path}`, 'EADDRINUSE')
  ignoring(['ENOENT'], () => unlinkSync(path))
}

function giveSocket(address: Extract<ListenAddress, { kind: 'unix' }>): void {
  try {
    if (address.group !== null) chownSync(address.path, -1, groupId(address.group))
    chmodSync(address.path, address.mode)
  } catch (error) {
    throw cannotServe(listenAddressText(address), errorCode(error) ?? 'EINVAL')
  }
}

const cannotServe = (address: string, error: string) => serviceProblem('cannotServe', { address, error })

/** Group names are looked up where the system keeps them; Node has no call for it. */
function groupId(group: string): number {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${group}:`))
  const id = line?.split(':')[2]
  if (id === undefined) throw Object.assign(new Error('no such group'), { code: 'ENOGROUP', syscall: 'chown' })
  return Number(id)
}
