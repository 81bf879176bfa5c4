import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { clientAddress, type TrustedProxies } from '../client-address.ts'
import type { EventLog } from '../event-log.ts'
import type { Metrics } from '../metrics.ts'

/** What every route works with beside its tenant. */
export type ServiceTools = {
  log: EventLog
  metrics: Metrics
  proxies: TrustedProxies
  /** Milliseconds since 1970. */
  now: () => number
}

/** A request as the routes see it: hono's, with Node's own behind it. */
export type ServiceContext = Context<{ Bindings: HttpBindings }>

/** The address of whoever asks, for limits and logs alone: it never decides who gets in. */
export function addressOf(context: ServiceContext, proxies: TrustedProxies): string | null {
  const { incoming } = context.env
  const forwarded = incoming.headers['x-forwarded-for']
  return clientAddress(
    incoming.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    proxies,
  )
}
