import { Agent } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { gaxios } from 'google-auth-library'
import { checkConnectionVariables } from '../../environment/connection-variables.ts'
import { type ProxyRoute, proxyFor } from '../../environment/proxy.ts'
import type { GoogleEndpoint } from './endpoint.ts'
import type { Limits } from './limits.ts'

/** Sends requests as Google's libraries do. */
export type Transport = {
  client: gaxios.Gaxios
  /** The `Date` header of the newest answer, and when it came, in milliseconds since 1970. */
  lastDate(): { date: string; received: number } | null
  /** The proxy on the way to a host; null where there is none. */
  proxyFor(host: string): ProxyRoute | null
}

const connections = { keepAlive: true }

const googleHosts = ['oauth2.googleapis.com', 'www.googleapis.com', 'admin.googleapis.com', 'gmail.googleapis.com']

/**
 * Makes the one way out. To Google: TLS to Google's own hosts only, through the proxy and with the certificates that the
 * environment names. To a stand-in: every host is replaced by its origin on loopback, and no proxy is used.
 * Redirections are returned and never followed; nothing is retried here, and time limits are the caller's.
 *
 * @throws Problem where the environment would weaken the encryption or print tokens, or names what cannot be used
 */
export function createTransport(endpoint: GoogleEndpoint, limits: Limits): Transport {
  const { origin } = endpoint
  checkConnectionVariables(process.env)
  const proxies = new Map(origin === null ? googleHosts.map((host) => [host, proxyFor(host, process.env)]) : [])
  const agent =
    origin === null ? new TlsAgent(connections) : new Agent({ ...connections, maxSockets: limits.inFlight + 1 })
  const wayTo = (address: string | URL | undefined) => {
    const proxy = proxies.get(address !== undefined && URL.canParse(address) ? new URL(address).host : '')
    // An agent that is given keeps gaxios from looking for a proxy in the environment, which it reads in its own way.
    return proxy ? { proxy: proxy.url } : { agent }
  }
  const client = new RoutedGaxios(wayTo, {
    size: limits.answerBytes,
    redirect: 'manual',
    retry: false,
    retryConfig: { retry: 0, noResponseRetries: 0 },
  })
  client.interceptors.request.add({
    resolved: async (request) => {
      const url = new URL(request.url)
      if (origin !== null) request.url = new URL(url.pathname + url.search, origin)
      else if (url.protocol !== 'https:' || !googleHosts.includes(url.host)) {
        throw new Error(`Refused to send a request to ${url.origin}`)
      }
      // Gaxios makes a proxy's agent that would open a connection for every call.
      if (request.agent instanceof Agent) Object.assign(request.agent, { keepAlive: true })
      return request
    },
  })
  let last: { date: string; received: number } | null = null
  const note = (response: gaxios.GaxiosResponse | undefined) => {
    const date = response?.headers.get('date')
    if (date) last = { date, received: Date.now() }
  }
  client.interceptors.response.add({
    resolved: async (response) => {
      note(response)
      return response
    },
    rejected: async (error: gaxios.GaxiosError) => {
      note(error.response)
      throw error
    },
  })
  return { client, lastDate: () => last, proxyFor: (host) => proxies.get(host) ?? null }
}

type Way = { proxy: string } | { agent: Agent }

/** Gaxios, with the way to each address given to it before it looks for one itself. */
class RoutedGaxios extends gaxios.Gaxios {
  readonly #wayTo: (address: string | URL | undefined) => Way

  constructor(wayTo: (address: string | URL | undefined) => Way, defaults: gaxios.GaxiosOptions) {
    super(defaults)
    this.#wayTo = wayTo
  }

  override request<Body = unknown>(options: gaxios.GaxiosOptions = {}): gaxios.GaxiosPromise<Body> {
    return super.request({ ...options, ...this.#wayTo(options.url) })
  }
}
