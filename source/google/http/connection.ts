import { setMaxListeners } from 'node:events'
import { type gaxios, OAuth2Client } from 'google-auth-library'
import { admin, type admin_directory_v1 } from 'googleapis/build/src/apis/admin/index.js'
import * as z from 'zod'
import type { ServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { interrupted } from '../../sync/problems.ts'
import { errorCode } from '../problems/connection.ts'
import { createAccessTokens } from './access-tokens.ts'
import type { Answer } from './answer.ts'
import type { CallName } from './call-name.ts'
import { clockOffset } from './clock.ts'
import type { GoogleEndpoint } from './endpoint.ts'
import { type ExchangeTools, exchange } from './exchange.ts'
import { googleLimits } from './limits.ts'
import { createPacing, type Wait } from './pacing.ts'
import { createTransport } from './transport.ts'
import { createWaitBudget } from './wait-budget.ts'

/** What a connection is made of. */
export type ConnectionOptions = {
  key: ServiceAccountKey
  /** The administrator to act for; null: the service account for itself. */
  administrator: string | null
  endpoint: GoogleEndpoint
  signal: AbortSignal
  onWait?: ((wait: Wait) => void) | undefined
  /** One line for each attempt of a call. */
  onDetail?: ((line: string) => void) | undefined
}

/** What a call is sent with: Google's client library, and the options that every call takes. */
export type Sender = {
  directory: admin_directory_v1.Admin
  options: {
    auth: OAuth2Client
    signal: AbortSignal
    adapter: typeof sendAgainAtOnce
    params: { prettyPrint: boolean }
    responseType: 'text'
    validateStatus: () => boolean
    retry: boolean
    universeDomain: string
    rootUrl: string
  }
}

/** One call of an API. */
export type ApiCall = {
  call: Exclude<CallName, 'token'>
  scope: string
  /** What it is about, for `--verbose`. */
  subject: string
  /** Other calls wait for this one. */
  urgent?: boolean
  send: (sender: Sender) => Promise<{ status: number; headers: object; data: unknown }>
}

/** The way to Google for one run: one pace, one set of tokens, one end. */
export type GoogleConnection = {
  /**
   * Makes a call. Answers that refuse are returned like any other; a token that is refused is renewed once.
   *
   * @throws Problem when there is no token, no answer, or the run has ended
   */
  ask(call: ApiCall): Promise<Answer>
  /** Gets a token for the scope and throws it away: proof that Google would give one. */
  proveScope(scope: string): Promise<void>
  /** Ends the run: every call, under way or not, throws this problem. */
  end(problem: unknown): void
  /** Minutes that this machine's clock is ahead of Google's by the newest answer; null before the first one. */
  clockOffset(): number | null
  /** Google's time by the newest answer, in milliseconds since 1970; null where none said it. */
  time(): number | null
}

/** Opens the way to Google, or to the stand-in that the endpoint names. Sends nothing yet. */
export function openConnection(options: ConnectionOptions): GoogleConnection {
  const { endpoint, onWait = () => {}, onDetail = () => {} } = options
  const limits = endpoint.limits ?? googleLimits
  const waits = endpoint.waits ?? createWaitBudget()
  const run = new AbortController()
  // Every attempt under way listens, which is more than Node.js finds usual.
  setMaxListeners(0, run.signal)
  if (options.signal.aborted) run.abort(interrupted())
  options.signal.addEventListener('abort', () => run.abort(interrupted()), { once: true })

  const transport = createTransport(endpoint, limits)
  const tools: ExchangeTools = {
    limits,
    pacing: createPacing(limits, run.signal, onWait, waits),
    waits,
    signal: run.signal,
    onWait,
    onDetail,
    onRequest: endpoint.onRequest,
    proxyFor: transport.proxyFor,
  }
  const hostOf = (host: string) => (endpoint.origin === null ? host : new URL(endpoint.origin).host)
  const tokens = createAccessTokens(options, hostOf('oauth2.googleapis.com'), transport, tools)
  const directory = admin('directory_v1')
  const clients = new Map<string, OAuth2Client>()

  /** The library's client with this token, made once. */
  function clientFor(token: string): OAuth2Client {
    const client =
      clients.get(token) ??
      new OAuth2Client({
        transporter: transport.client,
        useAuthRequestParameters: false,
        credentials: { access_token: token, token_type: 'Bearer' },
      })
    clients.set(token, client)
    return client
  }

  function send(apiCall: ApiCall, token: string): Promise<Answer> {
    const { call, subject, urgent = false } = apiCall
    const host = call === 'gmail.getProfile' ? 'gmail.googleapis.com' : 'admin.googleapis.com'
    const senderWith = (signal: AbortSignal): Sender => ({
      directory,
      options: {
        auth: clientFor(token),
        signal,
        adapter: sendAgainAtOnce,
        // Without line breaks and indents an answer is a third shorter.
        params: { prettyPrint: false },
        responseType: 'text',
        validateStatus: () => true,
        retry: false,
        // Given here, so that the environment cannot choose another.
        universeDomain: 'googleapis.com',
        rootUrl: endpoint.origin ?? `https://${host}/`,
      },
    })
    const once = async (signal: AbortSignal): Promise<Answer> => {
      const { status, headers, data } = await apiCall.send(senderWith(signal))
      return { status, headers: readHeaders(headers), body: typeof data === 'string' ? data : '' }
    }
    return exchange({ call, subject, host: hostOf(host), urgent, send: once }, tools)
  }

  return {
    async ask(call) {
      const token = await tokens.get(call.scope)
      const answer = await send(call, token)
      if (answer.status !== 401) return answer
      tokens.reject(token)
      return send(call, await tokens.get(call.scope))
    },
    async proveScope(scope) {
      await tokens.get(scope)
    },
    end: (problem) => run.abort(problem),
    clockOffset() {
      const last = transport.lastDate()
      return last === null ? null : clockOffset(last.date, last.received)
    },
    time() {
      const time = Date.parse(transport.lastDate()?.date ?? '')
      return Number.isNaN(time) ? null : time
    },
  }
}

type SendGaxios = (config: gaxios.GaxiosOptionsPrepared) => gaxios.GaxiosPromise

/**
 * Sends as gaxios does, and a second time at once where the connection breaks: a server may close one after an answer without
 * saying so, and what was sent into it then is nobody's failure. A connection that breaks twice is one.
 */
async function sendAgainAtOnce(config: gaxios.GaxiosOptionsPrepared, send: SendGaxios): Promise<gaxios.GaxiosResponse> {
  try {
    return await send(config)
  } catch (error) {
    if (config.signal?.aborted || !/^(ECONNRESET|EPIPE)$/.test(errorCode(error))) throw error
    return send(config)
  }
}

const headerPairs = z.array(z.tuple([z.string(), z.string()])).catch([])

/** The library gives headers as a list of pairs or as a plain object, depending on what it sent the request with. */
function readHeaders(headers: object): Record<string, string> {
  const isList = (value: object): value is Iterable<unknown> => Symbol.iterator in value
  return Object.fromEntries(headerPairs.parse(isList(headers) ? [...headers] : Object.entries(headers)))
}
