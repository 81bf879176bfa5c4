import { interrupted } from '../../sync/problems.ts'
import type { Answer } from '../http/answer.ts'
import { clockOffset } from '../http/clock.ts'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { exchange } from '../http/exchange.ts'
import { googleLimits, type Limits } from '../http/limits.ts'
import { createPacing, type Wait } from '../http/pacing.ts'
import { createTransport } from '../http/transport.ts'
import { createWaitBudget } from '../http/wait-budget.ts'
import { errorCode } from '../problems/connection.ts'
import { tokenAddress } from './endpoints.ts'

/** What a sign-in's calls to Google are made of. */
export type SignInConnectionOptions = {
  endpoint: GoogleEndpoint
  signal: AbortSignal
  onWait?: ((wait: Wait) => void) | undefined
  /** One line for each attempt, without anything secret. */
  onDetail?: ((line: string) => void) | undefined
  /** Other paces and waits than those of a run that nobody waits for. */
  limits?: Limits | undefined
}

/** A request as an OpenID library makes it: a form for the token endpoint, or a question for the signing keys. */
export type SignInRequest = { method: string; headers: Record<string, string>; body?: unknown }

/** The way of a sign-in's calls. Answers that refuse are returned like any other. */
export type SignInConnection = {
  /**
   * Sends what an OpenID library wants sent. A form goes out once: a code is good for one attempt, whether its answer
   * arrives or not.
   */
  send(url: string, request: SignInRequest): Promise<Answer>
  /** Minutes that this machine's clock is ahead of Google's by the newest answer; null before the first one. */
  clockOffset(): number | null
}

/** Answers here have a few thousand bytes. */
const answerBytes = 256 * 1024

/** What holds while a person looks at an empty page: one attempt, and no pace that others' sign-ins take part in. */
export const limitsOfPages: Limits = {
  ...googleLimits,
  inFlight: 1_000,
  callsPerMinute: 100_000,
  timeout: 15_000,
  patience: 15_000,
  attempts: { throttled: 1, failed: 1, timedOut: 1, unreachable: 1 },
}

/**
 * Opens the way to Google's sign-in, or to the stand-in that the endpoint names. Sends nothing yet.
 *
 * @throws Problem where the environment would make the connection unsafe; its calls throw the problems of a connection
 */
export function openSignInConnection(options: SignInConnectionOptions): SignInConnection {
  const { endpoint, onWait = () => {}, onDetail = () => {} } = options
  const limits = { ...(options.limits ?? googleLimits), answerBytes }
  const run = new AbortController()
  if (options.signal.aborted) run.abort(interrupted())
  options.signal.addEventListener('abort', () => run.abort(interrupted()), { once: true })
  const transport = createTransport(endpoint, limits)
  const waits = endpoint.waits ?? createWaitBudget()
  const pacing = createPacing(limits, run.signal, onWait, waits)
  const tools = {
    limits,
    pacing,
    waits,
    signal: run.signal,
    onWait,
    onDetail,
    onRequest: endpoint.onRequest,
    proxyFor: transport.proxyFor,
  }
  const once = { ...tools, limits: { ...limits, attempts: { throttled: 1, failed: 1, timedOut: 1, unreachable: 1 } } }

  async function attempt(url: string, { method, headers, body }: SignInRequest, signal: AbortSignal): Promise<Answer> {
    try {
      const answer = await transport.client.request<unknown>({
        url,
        headers,
        signal,
        ...(method === 'POST' ? { method, data: String(body) } : { method: 'GET' }),
        responseType: 'text',
        validateStatus: () => true,
      })
      const { status, data } = answer
      return {
        status,
        headers: Object.fromEntries(answer.headers),
        body: typeof data === 'string' ? data : '',
      }
    } catch (error) {
      throw withoutRequest(error)
    }
  }

  return {
    send(url, request) {
      const isForm = url === tokenAddress
      return exchange(
        {
          call: isForm ? 'openid.token' : 'openid.keys',
          subject: isForm ? 'authorization code' : 'signing keys',
          host: new URL(endpoint.origin ?? url).host,
          urgent: true,
          send: (signal) => attempt(url, request, signal),
        },
        isForm ? once : tools,
      )
    },
    clockOffset() {
      const last = transport.lastDate()
      return last === null ? null : clockOffset(last.date, last.received)
    },
  }
}

/** The library's errors carry the request, in which code, verifier and secret stand in the open. */
function withoutRequest(error: unknown): Error {
  const code = errorCode(error)
  const name = error instanceof Error ? error.name : 'Error'
  let message = error instanceof Error ? error.message : 'The request failed'
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause.name === 'AbortError' || cause.name === 'TimeoutError')
      return Object.assign(new Error(message), { name: cause.name })
    message = cause.message
  }
  return Object.assign(new Error(message), { name }, code === '' ? {} : { code })
}
