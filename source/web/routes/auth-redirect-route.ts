import { returnAddress } from '../return-address.ts'
import type { Tenant } from '../tenant.ts'
import { answerAuth } from './auth-route.ts'
import type { ServiceContext, ServiceTools } from './service-tools.ts'

/**
 * The same question for proxies that pass a refusal on as it is (Caddy, Traefik): whoever opens a page without a session
 * is sent to the sign-in, and back afterwards. Requests in the background get the plain 401: each redirect would leave
 * an attempt behind. What the headers say chooses between two refusals, and never lets anybody in.
 */
export async function answerAuthWithRedirect(
  context: ServiceContext,
  tenant: Tenant,
  tools: ServiceTools,
): Promise<Response> {
  const answer = await answerAuth(context, tenant, tools)
  const mode = context.req.header('sec-fetch-mode')
  if (answer.status !== 401 || (mode !== undefined && mode !== 'navigate')) return answer
  const wanted = forwardedAddress(context, tools)
  const returnTo = wanted === null ? null : returnAddress(wanted, tenant.returnRules)
  const query = returnTo === null ? '' : `?return=${encodeURIComponent(returnTo)}`
  return context.redirect(`${tenant.returnRules.origin}${tenant.basePath}signin${query}`, 302)
}

/** The address that the browser asked the proxy for, as a trusted proxy tells it. */
function forwardedAddress(context: ServiceContext, { proxies }: ServiceTools): string | null {
  if (!proxies.trusts(context.env.incoming.socket.remoteAddress)) return null
  const host = context.req.header('x-forwarded-host')
  const path = context.req.header('x-forwarded-uri')
  if (host === undefined || path === undefined || !path.startsWith('/')) return null
  return `${context.req.header('x-forwarded-proto') ?? 'https'}://${host}${path}`
}
