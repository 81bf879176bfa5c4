import type { IncomingMessage, ServerResponse } from 'node:http'
import { readableArchives } from '../../operations/admission/admit.ts'
import { StoreUnavailable } from '../../store/users/follow/follow-store.ts'
import type { User } from '../../sync/user.ts'
import { keepSession, requestSession } from '../cookies/session-cookie.ts'
import { sealMailToken } from '../mail-token.ts'
import type { Tenant } from '../tenant.ts'
import { requestedArchive } from './archive-parameter.ts'
import { queryOf } from './request-target.ts'
import type { ServiceTools } from './service-tools.ts'
import { tellEnd } from './tell-end.ts'

/** The answer to a proxy: who it is, or one of three ways to say no. */
export type AuthAnswer = { status: 200; headers: readonly string[] } | { status: 401 | 403 | 500 }

/**
 * `auth`: says what a proxy needs to know about a request. It is asked for every picture of every page, so it is answered on
 * Node's own request and response.
 */
export async function answerAuth(
  request: IncomingMessage,
  response: ServerResponse,
  tenant: Tenant,
  tools: ServiceTools,
): Promise<void> {
  sendAuthAnswer(response, await authAnswer(request, tenant, tools), tools)
}

/** Sends the answer as it is. */
export function sendAuthAnswer(response: ServerResponse, answer: AuthAnswer, { metrics }: ServiceTools): void {
  metrics.authorizations[answer.status] += 1
  const headers = answer.status === 200 ? answer.headers : []
  response.writeHead(answer.status, [...headers, 'Cache-Control', 'no-store', 'Content-Length', '0']).end()
}

/** Decides on a request: 200 with who it is, 401, 403, or 500. */
export async function authAnswer(request: IncomingMessage, tenant: Tenant, tools: ServiceTools): Promise<AuthAnswer> {
  const now = tools.now()
  try {
    const found = await requestSession(request.headers.cookie, tenant, now)
    if (found.state === 'none') return { status: 401 }
    if (found.state === 'over') {
      tellEnd(found, tenant, tools)
      return { status: found.why === 'mayNotLogOn' || found.why === 'suspended' ? 403 : 401 }
    }
    const { user, session } = found
    const query = queryOf(request)
    const asked = query === '' ? null : requestedArchive(query)
    if (asked === 'malformed') return { status: 403 }
    if (asked !== null && !readableArchives(user).includes(asked.name)) return { status: 403 }
    const token =
      query !== '' && new URLSearchParams(query).get('mail') === '1'
        ? await sealMailToken(tenant, session, user, asked?.name ?? null, now)
        : '-'
    const cookie = await keepSession(tenant, session, now)
    const headers = [...identityHeaders(user), 'X-Rollcall-Mail-Token', token]
    return { status: 200, headers: cookie === null ? headers : [...headers, 'Set-Cookie', cookie] }
  } catch (error) {
    // Nginx takes whatever is not 2xx, 401 or 403 for an error: nobody gets in while the store cannot be read.
    tools.log({
      event: 'failed',
      instance: tenant.instanceId,
      reason: error instanceof StoreUnavailable ? 'storeUnavailable' : 'unexpected',
      ...(error instanceof StoreUnavailable ? { detail: error.message } : {}),
    })
    return { status: 500 }
  }
}

/** What was made of a user. The store has another object for each user that changed. */
const madeHeaders = new WeakMap<User, readonly string[]>()

/**
 * The headers of a 200, names and values in turn, every one with a value: a proxy that finds one missing or empty may pass
 * on what the client sent under its name (Caddy GHSA-7r4p-vjf4-gxv4).
 */
function identityHeaders(user: User): readonly string[] {
  const known = madeHeaders.get(user)
  if (known !== undefined) return known
  const made = [
    'Remote-User',
    headerText(user.userName),
    'Remote-Name',
    headerText(user.fullName || user.userName),
    'Remote-Email',
    headerText(user.emailAddresses[0] || user.userName),
    'X-Rollcall-Archives',
    archivesText(readableArchives(user)),
  ]
  madeHeaders.set(user, made)
  return made
}

/** Proxies take 4 KB for all headers of an answer. */
const longestList = 2_000

/** The archives' names. Where there are more than fit, a plus sign ends the list: no encoded name is one. */
function archivesText(archives: readonly string[]): string {
  let text = ''
  for (const name of archives) {
    const next = `${text}${text === '' ? '' : ','}${encodeURIComponent(name)}`
    if (next.length > longestList) return text === '' ? '+' : `${text},+`
    text = next
  }
  return text || '-'
}

/** A header carries printable ASCII; anything else is percent-encoded as UTF-8, and the percent sign with it. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x24\x26-\x7e]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
