import { isIP } from 'node:net'

/** Where a service listens. */
export type ListenAddress =
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'unix'; path: string; mode: number; group: string | null }

/**
 * Reads `ADDRESS:PORT`, `PORT`, or `unix:PATH[,mode=0660][,group=NAME]`.
 *
 * @returns null where it is none of these
 */
export function parseListenAddress(text: string): ListenAddress | null {
  if (text.startsWith('unix:')) return parseUnix(text.slice('unix:'.length))
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]*)):(\d{1,5})$|^(\d{1,5})$/i.exec(text)
  if (parts === null) return null
  const port = Number(parts[3] ?? parts[4])
  if (port < 1 || port > 65535) return null
  const host = parts[1] ?? parts[2] ?? ''
  if (parts[4] !== undefined) return { kind: 'tcp', host: '127.0.0.1', port }
  if (host === 'localhost') return { kind: 'tcp', host: '127.0.0.1', port }
  if (host === '' || host === '*') return { kind: 'tcp', host: '::', port }
  return isIP(host) === 0 ? null : { kind: 'tcp', host, port }
}

function parseUnix(text: string): ListenAddress | null {
  const [path = '', ...options] = text.split(',')
  let mode = 0o660
  let group: string | null = null
  for (const option of options) {
    const [name, value = ''] = option.split('=')
    if (name === 'mode' && /^0?[0-7]{3}$/.test(value)) mode = Number.parseInt(value, 8)
    else if (name === 'group' && /^[a-z_][a-z0-9_-]*$/i.test(value)) group = value
    else return null
  }
  // The system's limit for a socket's path.
  return path.startsWith('/') && Buffer.byteLength(path) < 108 ? { kind: 'unix', path, mode, group } : null
}

/** Whether only this machine reaches an address. */
export function isLocal(address: ListenAddress): boolean {
  return address.kind === 'unix' || address.host === '::1' || address.host.startsWith('127.')
}

/** An address as people write it. */
export function listenAddressText(address: ListenAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
}
