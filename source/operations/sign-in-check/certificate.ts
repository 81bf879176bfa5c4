import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, connect, type DetailedPeerCertificate, rootCertificates } from 'node:tls'
import { interrupted } from '../../sync/problems.ts'
import type { Problem } from '../../text/problem.ts'
import { signInCheckProblem } from './sign-in-check-problems.ts'

/** Where a certificate is looked at: a host under one of its addresses. */
export type Place = { host: string; port: number; address: string }

/** The certificate that a server showed. */
export type SeenCertificate = {
  place: Place
  certificate: DetailedPeerCertificate
  validFrom: Date
  validTo: Date
  /** Why OpenSSL does not trust the chain; null when it does. */
  error: string | null
  /** The chain is trusted, and only because of NODE_EXTRA_CA_CERTS or the like. */
  hasOwnAuthority: boolean
}

const patience = 10_000

/**
 * Fetches the certificate that a browser would be shown. Nothing else is sent.
 *
 * @throws Problem `httpsNotAnswering`, `interrupted`
 */
export function seeCertificate(place: Place, signal: AbortSignal): Promise<SeenCertificate> {
  return new Promise((resolve, reject) => {
    const { host, port, address } = place
    const socket = connect({
      host: address,
      port,
      servername: host,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    })
    const fail = (error: string): void => {
      socket.destroy()
      reject(signal.aborted ? interrupted() : signInCheckProblem('httpsNotAnswering', { host, port, address, error }))
    }
    const cancel = (): void => fail('')
    if (signal.aborted) return cancel()
    signal.addEventListener('abort', cancel, { once: true })
    socket.setTimeout(patience, () => fail('ETIMEDOUT'))
    socket.once('close', () => {
      signal.removeEventListener('abort', cancel)
      // An end without a word, which is no error to the socket.
      fail('ECONNRESET')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? ''))
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true)
      // Node's own word on the name is left out here: it has a stage of its own.
      const raw = socket.authorizationError as unknown
      const error = raw === null || raw === undefined || raw === '' ? null : String(raw)
      const isTrusted = error === null || error === 'ERR_TLS_CERT_ALTNAME_INVALID'
      resolve({
        place,
        certificate,
        validFrom: new Date(certificate.valid_from),
        validTo: new Date(certificate.valid_to),
        error: isTrusted ? null : error,
        hasOwnAuthority: isTrusted && !isBrowsersRoot(rootOf(certificate)),
      })
      socket.destroy()
    })
  })
}

/** Says when a certificate is made out for other names. */
export function nameFault({ certificate, place }: SeenCertificate, host: string): Problem | null {
  if (checkServerIdentity(host, certificate) === undefined) return null
  return signInCheckProblem('certificateWrongName', { host, address: place.address, names: namesOf(certificate) })
}

/** Says when a certificate has expired, or is not valid yet. */
export function dateFault({ validFrom, validTo, place }: SeenCertificate, now: Date): Problem | null {
  const facts = { host: place.host, address: place.address }
  if (now > validTo) return signInCheckProblem('certificateExpired', { ...facts, until: validTo.toISOString() })
  if (now < validFrom) return signInCheckProblem('certificateNotYetValid', { ...facts, from: validFrom.toISOString() })
  return null
}

/** Says when browsers would warn of the certificate because of who signed it. */
export function chainFault(seen: SeenCertificate): Problem | null {
  const { error, place } = seen
  if (error === null) return null
  return signInCheckProblem('archiveCertificateUntrusted', {
    host: place.host,
    address: place.address,
    issuer: issuerWords(seen),
    error,
  })
}

/** Who signed a certificate. */
export function issuerWords({ certificate: { issuer } }: SeenCertificate): string {
  const name = [issuer.CN, issuer.O].flat().find((part) => part !== undefined && part !== '')
  return `certificate by ${name ?? 'an unnamed issuer'}`
}

function namesOf({ subject, subjectaltname }: DetailedPeerCertificate): string[] {
  const names = (subjectaltname ?? '')
    .split(', ')
    .filter((name) => name !== '')
    .map((name) => name.replace(/^DNS:/, ''))
  return (names.length > 0 ? names : [subject.CN].flat()).flatMap((name) => name ?? []).slice(0, 20)
}

function rootOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate {
  let root = certificate
  // A self-signed certificate is its own issuer.
  for (let depth = 0; depth < 20 && root.issuerCertificate && root.issuerCertificate !== root; depth += 1)
    root = root.issuerCertificate
  return root
}

let fingerprints: Set<string> | null = null

/** Whether Node's list, which is Mozilla's, has this root. */
function isBrowsersRoot({ fingerprint256 }: DetailedPeerCertificate): boolean {
  fingerprints ??= new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256))
  return fingerprints.has(fingerprint256)
}
