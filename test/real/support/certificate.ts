import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Makes a certificate for a name that only this test trusts. */
export function makeCertificate(folder: string, host: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')]
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    { stdio: 'ignore' },
  )
  return { cert, key }
}
