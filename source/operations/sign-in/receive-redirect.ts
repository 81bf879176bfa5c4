import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Server } from 'node:net'
import { isLocalhost } from '../../settings/redirect/redirect-uri.ts'
import { keepNewestConnections } from './newest-connections.ts'
import { authenticationProblem } from './sign-in-problems.ts'

/** A certificate and its key in PEM, for redirect addresses that are not localhost's. */
export type Certificate = { certificate: string; key: string }

/** A browser opens a few; a program may have 256 files open on some systems. */
const mostConnections = 64

/** A listener on the redirect address. */
export type RedirectListener = { close: () => Promise<void> }

/** Browsers send far less; what is larger is no browser. */
const maximumHeaderBytes = 16 * 1024

/**
 * Listens where the browser is sent to.
 *
 * @param accept is given each address that a browser asks for on the redirect path; returns what to show, in one sentence,
 *   and whether it is what was waited for
 * @throws Problem `redirectPortTaken`, `cannotListen`
 */
export async function listenForRedirect(
  redirectUri: string,
  certificate: Certificate | null,
  accept: (address: string) => { accepted: boolean; sentence: string },
): Promise<RedirectListener> {
  const expected = new URL(redirectUri)
  const isLocal = isLocalhost(expected.hostname)
  if (expected.protocol === 'https:' && certificate === null) {
    throw authenticationProblem('cannotListen', {
      redirectUri,
      why: 'The redirect address uses https, so a certificate and its key are needed.',
    })
  }
  const answer: RequestListener = (request, response) => {
    const { status, sentence } = judge(request, expected, accept)
    show(response, status, sentence)
  }
  const server = createFor(expected, certificate, answer, redirectUri)
  const port = expected.port === '' ? (expected.protocol === 'https:' ? 443 : 80) : Number(expected.port)
  keepNewestConnections(server, mostConnections)
  // A name other than localhost is reached from outside, on whatever address it has.
  await open(server, port, isLocal ? 'localhost' : undefined, redirectUri)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
          server.closeAllConnections()
      }),
  }
}

function createFor(
  expected: URL,
  certificate: Certificate | null,
  answer: RequestListener,
  redirectUri: string,
): Server {
  const options = {
    maxHeaderSize: maximumHeaderBytes,
    requestTimeout: 10_000,
    headersTimeout: 10_000,
    // How often Node looks for those that took longer: otherwise every 30 seconds only.
    connectionsCheckingInterval: 1000,
  }
  if (expected.protocol === 'http:' || certificate === null) return createServer(options, answer)
  try {
    return createSecureServer({ ...options, cert: certificate.certificate, key: certificate.key }, answer)
  } catch {
    throw authenticationProblem('cannotListen', {
      redirectUri,
      why: "The certificate and the key can't be used, or do not belong together.",
    })
  }
}

function judge(
  request: IncomingMessage,
  expected: URL,
  accept: (address: string) => { accepted: boolean; sentence: string },
): { status: number; sentence: string } {
  // A page that made its own name lead here (DNS rebinding) is none of ours.
  if (!isAddressedTo(expected, request.headers.host))
    return { status: 421, sentence: 'This is not the address of the archive.' }
  if (request.method !== 'GET') return { status: 405, sentence: 'Nothing is done here but waiting for a browser.' }
  const target = request.url ?? ''
  if (target.split('?')[0] !== expected.pathname) return { status: 404, sentence: 'There is nothing here.' }
  const { accepted, sentence } = accept(`${expected.origin}${target}`)
  return { status: accepted ? 200 : 400, sentence }
}

function isAddressedTo({ protocol, hostname, host, port }: URL, asked: string | undefined): boolean {
  const usualPort = protocol === 'https:' ? 443 : 80
  return [host, `${hostname}:${port || usualPort}`].includes(asked?.toLowerCase() ?? '')
}

/** A page without scripts, links or anything that was sent; the address with the code leaves the browser's history alone. */
function show(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'",
    connection: 'close',
  })
  response.end(`<!doctype html><title>Rollcall</title><p>${sentence}</p>\n`)
}

function open(server: Server, port: number, host: string | undefined, redirectUri: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return reject(authenticationProblem('redirectPortTaken', { redirectUri }))
      const why =
        error.code === 'EACCES' ? 'Ports below 1024 are for the system administrator.' : 'The system refused to listen.'
      reject(authenticationProblem('cannotListen', { redirectUri, why }))
    })
    server.listen({ port, host }, () => resolve())
  })
}
