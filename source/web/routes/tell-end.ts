import type { RequestSession } from '../cookies/session-cookie.ts'
import type { Tenant } from '../tenant.ts'
import type { ServiceTools } from './service-tools.ts'

/** Tells the log why a session is over, once: browsers and proxies ask again and again. */
export function tellEnd(
  { session, why }: Extract<RequestSession, { state: 'over' }>,
  tenant: Tenant,
  { log }: ServiceTools,
): void {
  if (!tenant.sessions.isNewsThatOver(session, why)) return
  log({ event: 'sessionEnded', instance: tenant.instanceId, userName: session.userName, way: session.way, reason: why })
}
