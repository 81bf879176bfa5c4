import { statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ignoring } from '../../store/disk/file-operations.ts'
import { identityOf } from '../../store/disk/read-whole-file.ts'
import { readOutsideFile } from '../outside-files/read-outside-file.ts'
import { settingsProblem } from '../problems.ts'

/** A certificate with its chain, and its key, in PEM. */
export type Certificate = { cert: string; key: string }

/** Where they are kept; renewal puts new ones in the same place. */
export type CertificateFiles = { cert: string; key: string }

/** Certificates with their chain have a few thousand bytes. */
const maximumPemBytes = 256 * 1024

/**
 * Reads a certificate and its key.
 *
 * @throws Problem `certificateUnusable`, and those of reading a file
 */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([
    readOutsideFile(files.cert, maximumPemBytes),
    readOutsideFile(files.key, maximumPemBytes),
  ])
  const certificate = { cert: text(cert), key: text(key) }
  try {
    createSecureContext(certificate)
  } catch {
    throw settingsProblem('certificateUnusable', { path: files.cert })
  }
  return certificate
}

const text = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('utf8')

/** Tells two states of the files apart without reading them. */
export function certificateState(files: CertificateFiles): string {
  return [files.cert, files.key]
    .map((path) => ignoring(['ENOENT', 'EACCES'], () => identityOf(statSync(path, { bigint: true }))) ?? 'missing')
    .join(' ')
}
