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
 * What TLS checks, as libpq has it: `require` checks nothing, unless there is a root certificate; `verify-ca` that an
 * authority vouches for the server; `verify-full` its name too.
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
  // With a root certificate, libpq's `require` is `verify-ca`.
  const rejectUnauthorized = verifies || (tls === 'require' && (ca !== null || fromSystem))
  return {
    rejectUnauthorized,
    checkServerIdentity: (_name, certificate) =>
      tls === 'verify-full' || (fromSystem && rejectUnauthorized) ? checkServerIdentity(host, certificate) : undefined,
    ...(ca === null ? {} : { ca }),
    ...(cert === null || key === null ? {} : { cert, key }),
  }
}

const usual = (name: string): string => join(homedir(), '.postgresql', name)

/** A file that the URL names has to be there; libpq's usual one may be missing. */
function read(path: string | null, usualName: string): string | null {
  const file = path ?? usual(usualName)
  return onDisk('read', file, () =>
    path === null
      ? ignoring(['ENOENT', 'ENOTDIR', 'EACCES'], () => readFileSync(file, 'utf8'))
      : readFileSync(file, 'utf8'),
  )
}
