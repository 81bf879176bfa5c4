import type { IncomingMessage, ServerResponse } from 'node:http'
import { returnAddress } from '../return-address.ts'
import type { Tenant } from '../tenant.ts'
import { authAnswer, sendAuthAnswer } from './auth-route.ts'
import type { ServiceTools } from './service-tools.ts'

/**
 * `auth/redirect`: the same question for proxies that pass a refusal on as it is (Caddy, Traefik): whoever opens a page
 * without a session is sent to the sign-in, and back afterwards. Requests in the background get the plain 401: each redirect
 * would leave an attempt behind. What the headers say chooses between two refusals, and never lets anybody in.
 */
export async function answerAuthWithRedirect(
  request: IncomingMessage,
  response: ServerResponse,
  tenant: Tenant,
  tools: ServiceTools,
): Promise<void> {
  const answer = await authAnswer(request, tenant, tools)
  const mode = request.headers['sec-fetch-mode']
  if (answer.status !== 401 || (mode !== undefined && mode !== 'navigate')) {
    sendAuthAnswer(response, answer, tools)
    return
  }
  tools.metrics.authorizations[401] += 1
  const wanted = forwardedAddress(request, tools)
  const returnTo = wanted === null ? null : returnAddress(wanted, tenant.returnRules)
  const query = returnTo === null ? '' : `?return=${encodeURIComponent(returnTo)}`
  const location = `${tenant.returnRules.origin}${tenant.basePath}signin${query}`
  response.writeHead(302, ['Location', location, 'Cache-Control', 'no-store', 'Content-Length', '0']).end()
}

/** The address that the browser asked the proxy for, as a trusted proxy tells it. */
function forwardedAddress({ socket, headers }: IncomingMessage, { proxies }: ServiceTools): string | null {
  if (!proxies.trusts(socket.remoteAddress)) return null
  const { 'x-forwarded-host': host, 'x-forwarded-uri': path, 'x-forwarded-proto': scheme } = headers
  if (typeof host !== 'string' || typeof path !== 'string' || !path.startsWith('/')) return null
  return `${typeof scheme === 'string' ? scheme : 'https'}://${host}${path}`
}
