import { gaxios, JWT } from 'google-auth-library'
import * as z from 'zod'
import type { ServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { tokenProblem } from '../problems/token.ts'
import type { Answer } from './answer.ts'
import { type ExchangeTools, exchange } from './exchange.ts'
import type { Transport } from './transport.ts'

/** The access tokens of one run. */
export type AccessTokens = {
  /**
   * A token that covers the scope. Scopes that are asked for in the same turn of the event loop share one token.
   *
   * @throws Problem
   */
  get(scope: string): Promise<string>
  /** Forgets a token that Google did not accept, so that the next `get` asks for a new one. */
  reject(token: string): void
}

type Token = { value: string; scopes: readonly string[]; renewAt: number }

const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.number().optional().catch(undefined),
})

/** Hands requests on and keeps the answer, of which the library passes on only a part. */
class WatchedTransporter extends gaxios.Gaxios {
  response: gaxios.GaxiosResponse | null = null
  readonly #client: gaxios.Gaxios
  readonly #signal: AbortSignal

  constructor(client: gaxios.Gaxios, signal: AbortSignal) {
    super()
    this.#client = client
    this.#signal = signal
  }

  override async request<Data>(options?: gaxios.GaxiosOptions): Promise<gaxios.GaxiosResponse<Data>> {
    try {
      const response = await this.#client.request<Data>({ ...options, signal: this.#signal })
      this.response = response
      return response
    } catch (error) {
      if (error instanceof gaxios.GaxiosError) this.response = error.response ?? null
      throw error
    }
  }
}

/** Signs in as the service account, for the administrator where one is given. */
export function createAccessTokens(
  who: { key: ServiceAccountKey; administrator: string | null },
  host: string,
  transport: Transport,
  tools: ExchangeTools,
): AccessTokens {
  let current: Token | null = null
  let requested: { scopes: readonly string[]; token: Promise<Token> } | null = null
  let wanted = new Set<string>()
  let collecting: Promise<Token> | null = null

  async function collect(): Promise<Token> {
    await new Promise((resolve) => setImmediate(resolve))
    const scopes = [...wanted].sort()
    wanted = new Set()
    collecting = null
    const request = { scopes, token: requestToken(scopes) }
    requested = request
    try {
      current = await request.token
      return current
    } finally {
      if (requested === request) requested = null
    }
  }

  async function requestToken(scopes: string[]): Promise<Token> {
    const answer = await exchange(
      { call: 'token', subject: scopes.join(' '), host, urgent: true, send: (signal) => signIn(scopes, signal) },
      tools,
    )
    const parsed = answer.status === 200 ? tokenAnswer.safeParse(jsonOrNothing(answer.body)) : null
    if (!parsed?.success) throw tokenProblem(answer, { ...who, scopes })
    // Renewed a little early, so that no call is under way with a token that ends.
    const seconds = parsed.data.expires_in ?? 3600
    return { value: parsed.data.access_token, scopes, renewAt: performance.now() + seconds * 900 }
  }

  /** A new client each time, because it keeps what it once got. The answer is taken as it came. */
  async function signIn(scopes: string[], signal: AbortSignal): Promise<Answer> {
    const watched = new WatchedTransporter(transport.client, signal)
    const client = new JWT({
      email: who.key.clientEmail,
      key: who.key.privateKey,
      scopes,
      ...(who.administrator === null ? {} : { subject: who.administrator }),
      transporter: watched,
      // Leaves out the library's request log, which an environment variable would make print tokens.
      useAuthRequestParameters: false,
      universeDomain: 'googleapis.com',
    })
    try {
      await client.authorize()
    } catch (error) {
      // With an answer at hand, the library has only stumbled over what it says.
      if (watched.response === null) throw error
    }
    if (watched.response === null) throw new Error('The sign-in ended without an answer')
    const { status, headers, data } = watched.response
    return {
      status,
      headers: Object.fromEntries(headers),
      body: typeof data === 'string' ? data : JSON.stringify(data ?? null),
    }
  }

  return {
    async get(scope) {
      if (current?.scopes.includes(scope) && current.renewAt > performance.now()) return current.value
      if (requested?.scopes.includes(scope)) return (await requested.token).value
      wanted.add(scope)
      for (const held of current?.scopes ?? []) wanted.add(held)
      collecting ??= collect()
      return (await collecting).value
    },
    reject(token) {
      if (current?.value === token) current = null
    },
  }
}
