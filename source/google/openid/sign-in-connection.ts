import { interrupted } from '../../sync/problems.ts'
import type { Answer } from '../http/answer.ts'
import { clockOffset } from '../http/clock.ts'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { exchange } from '../http/exchange.ts'
import { googleLimits, type Limits } from '../http/limits.ts'
import { createPacing, type Wait } from '../http/pacing.ts'
import { createTransport } from '../http/transport.ts'
import { errorCode } from '../problems/connection.ts'
import { signingKeysAddress, tokenAddress } from './endpoints.ts'

/** What a sign-in's calls to Google are made of. */
export type SignInConnectionOptions = {
  endpoint: GoogleEndpoint
  signal: AbortSignal
  onWait?: ((wait: Wait) => void) | undefined
  /** One line for each attempt, without anything secret. */
  onDetail?: ((line: string) => void) | undefined
  /** Other paces and waits than Google's, for tests. */
  limits?: Limits | undefined
}

/** The two calls of a sign-in. Answers that refuse are returned like any other. */
export type SignInConnection = {
  /** Sends the form to the token endpoint, once: a code is good for one attempt, whether its answer arrives or not. */
  postToken(form: URLSearchParams): Promise<Answer>
  /** Fetches the keys that id tokens are signed with. */
  getSigningKeys(): Promise<Answer>
  /** Minutes that this machine's clock is ahead of Google's by the newest answer; null before the first one. */
  clockOffset(): number | null
}

/** Answers here have a few thousand bytes. */
const answerBytes = 1024 * 1024

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
  const pacing = createPacing(limits, run.signal, onWait)
  const tools = { limits, pacing, signal: run.signal, onWait, onDetail, proxyFor: transport.proxyFor }
  const hostOf = (url: string) => (endpoint.origin === null ? new URL(url).host : new URL(endpoint.origin).host)

  async function send(
    request: { url: string; method: 'GET' } | { url: string; method: 'POST'; data: URLSearchParams },
    signal: AbortSignal,
  ) {
    try {
      const { status, headers, data } = await transport.client.request<unknown>({
        ...request,
        signal,
        responseType: 'text',
        validateStatus: () => true,
      })
      return { status, headers: Object.fromEntries(headers), body: typeof data === 'string' ? data : '' }
    } catch (error) {
      throw withoutRequest(error)
    }
  }

  return {
    postToken(data) {
      const attempts = { throttled: 1, failed: 1, timedOut: 1, unreachable: 1 }
      return exchange(
        {
          call: 'openid.token',
          subject: 'authorization code',
          host: hostOf(tokenAddress),
          urgent: true,
          send: (signal) => send({ url: tokenAddress, method: 'POST', data }, signal),
        },
        { ...tools, limits: { ...limits, attempts } },
      )
    },
    getSigningKeys() {
      return exchange(
        {
          call: 'openid.keys',
          subject: 'signing keys',
          host: hostOf(signingKeysAddress),
          urgent: true,
          send: (signal) => send({ url: signingKeysAddress, method: 'GET' }, signal),
        },
        tools,
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
