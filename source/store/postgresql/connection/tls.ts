import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, checkServerIdentity } from 'node:tls'
import { onDisk } from '../../disk/disk-problems.ts'
import { ignoring } from '../../disk/file-operations.ts'
import { databaseProblem } from '../problems.ts'
import type { StoreAddress, StoreHost } from './store-address.ts'

/** The ways to speak to a server that its mode allows, in the order in which libpq tries them. */
export function waysToSpeak({ tls }: StoreAddress, { host }: StoreHost): readonly ('tls' | 'plain')[] {
  if (host.startsWith('/') || tls === 'disable') return ['plain']
  if (tls === 'allow') return ['plain', 'tls']
  return tls === 'prefer' ? ['tls', 'plain'] : ['tls']
}

/**
 * What TLS checks, as libpq has it: with a root certificate, in whatever mode, that its authority vouches for the server;
 * in `verify-full` its name too. `verify-ca` and `verify-full` need a root certificate, the other modes do without.
 *
 * @throws Problem `databaseTlsFile` when a certificate is missing; Problem (failed) when the disk fails
 */
export function tlsOptions(address: StoreAddress, { host }: StoreHost): ConnectionOptions {
  const { tls } = address
  const verifies = tls === 'verify-ca' || tls === 'verify-full'
  const fromSystem = address.rootCertificate === 'system'
  const ca = fromSystem ? null : read(address.rootCertificate, 'root.crt')
  if (verifies && ca === null && !fromSystem)
    throw databaseProblem('databaseTlsFile', { file: address.rootCertificate ?? usual('root.crt'), mode: tls })
  const cert = read(address.certificate, 'postgresql.crt')
  const key = read(address.key, 'postgresql.key')
  const rejectUnauthorized = ca !== null || fromSystem
  return {
    rejectUnauthorized,
    checkServerIdentity: (_name, certificate) =>
      tls === 'verify-full' || fromSystem ? checkServerIdentity(host, certificate) : undefined,
    ...(ca === null ? {} : { ca }),
    ...(cert === null || key === null ? {} : { cert, key }),
  }
}

const usual = (name: string): string => join(homedir(), '.postgresql', name)

/** A file that is missing counts as none, also where the URL names it. */
function read(path: string | null, usualName: string): string | null {
  const file = path ?? usual(usualName)
  const missing = path === null ? ['ENOENT', 'ENOTDIR', 'EACCES'] : ['ENOENT', 'ENOTDIR']
  return onDisk('read', file, () => ignoring(missing, () => readFileSync(file, 'utf8')))
}
