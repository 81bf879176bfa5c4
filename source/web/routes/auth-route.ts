import { readableArchives } from '../../operations/admission/admit.ts'
import { StoreUnavailable } from '../../store/users/follow/follow-store.ts'
import type { User } from '../../sync/user.ts'
import { keepSession, requestSession } from '../cookies/session-cookie.ts'
import { sealMailToken } from '../mail-token.ts'
import type { Tenant } from '../tenant.ts'
import { getQueryArchive } from './archive-parameter.ts'
import type { ServiceContext, ServiceTools } from './service-tools.ts'

/** Says what a proxy needs to know about a request: 200 with who it is, 401, 403, or 500. */
export async function answerAuth(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  const answer = await decide(context, tenant, tools)
  tools.metrics.authorizations.inc({ status: String(answer.status) })
  return answer
}

async function decide(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  const now = tools.now()
  try {
    const found = await requestSession(context, tenant, now)
    if (found.state === 'none') return refuse(context, 401)
    if (found.state === 'over') {
      return refuse(context, found.why === 'mayNotLogOn' || found.why === 'suspended' ? 403 : 401)
    }
    const { user, session } = found
    const archives = readableArchives(user)
    const asked = getQueryArchive(context)
    if (asked === 'malformed') return refuse(context, 403)
    if (asked !== null && !archives.includes(asked)) return refuse(context, 403)
    const token = context.req.query('mail') === '1' ? await sealMailToken(tenant, session, user, asked, now) : null
    await keepSession(context, tenant, session, now)
    for (const [name, value] of Object.entries(identityHeaders(user, archives, token))) context.header(name, value)
    context.header('cache-control', 'no-store')
    return context.body(null, 200)
  } catch (error) {
    // Nginx takes whatever is not 2xx, 401 or 403 for an error: nobody gets in while the store cannot be read.
    tools.log({
      event: 'failed',
      instance: tenant.instanceId,
      reason: error instanceof StoreUnavailable ? 'storeUnavailable' : 'unexpected',
      ...(error instanceof StoreUnavailable ? { detail: error.message } : {}),
    })
    return refuse(context, 500)
  }
}

function refuse(context: ServiceContext, status: 401 | 403 | 500): Response {
  context.header('cache-control', 'no-store')
  return context.body(null, status)
}

/**
 * The headers of a 200, every one with a value: a proxy that finds one missing or empty may pass on what the client sent
 * under its name (Caddy GHSA-7r4p-vjf4-gxv4).
 */
function identityHeaders(user: User, archives: readonly string[], mailToken: string | null): Record<string, string> {
  return {
    'Remote-User': headerText(user.userName),
    'Remote-Name': headerText(user.fullName || user.userName),
    'Remote-Email': headerText(user.emailAddresses[0] || user.userName),
    'X-Rollcall-Archives': archives.map((name) => encodeURIComponent(name)).join(',') || '-',
    'X-Rollcall-Mail-Token': mailToken ?? '-',
  }
}

/** A header carries printable ASCII; anything else is percent-encoded as UTF-8, and the percent sign with it. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x24\x26-\x7e]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
