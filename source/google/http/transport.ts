import { Agent } from 'node:http'
import { gaxios } from 'google-auth-library'
import { connectionProblem } from '../problems/connection.ts'
import type { GoogleEndpoint } from './endpoint.ts'
import type { Limits } from './limits.ts'

/** Sends requests as Google's libraries do. */
export type Transport = {
  client: gaxios.Gaxios
  /** The `Date` header of the newest answer, and when it came, in milliseconds since 1970. */
  lastDate(): { date: string; received: number } | null
}

const googleHosts = ['oauth2.googleapis.com', 'www.googleapis.com', 'admin.googleapis.com', 'gmail.googleapis.com']

/**
 * Makes the one way out. To Google: TLS to Google's own hosts only, through the proxy and with the certificates that the
 * environment names. To a stand-in: every host is replaced by its origin on loopback, and no proxy is used.
 * Redirections are returned and never followed; nothing is retried here, and time limits are the caller's.
 *
 * @throws Problem where the environment would weaken the encryption or print tokens
 */
export function createTransport(endpoint: GoogleEndpoint, limits: Limits): Transport {
  const { origin } = endpoint
  checkEnvironment(process.env)
  const client = new gaxios.Gaxios({
    size: limits.answerBytes,
    redirect: 'manual',
    retry: false,
    retryConfig: { retry: 0, noResponseRetries: 0 },
    // An agent that is given keeps gaxios from looking for a proxy in the environment.
    ...(origin === null ? {} : { agent: new Agent({ keepAlive: true, maxSockets: limits.inFlight + 1 }) }),
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
  return { client, lastDate: () => last }
}

/**
 * Names the environment variables that would make a connection to Google unsafe, or write its tokens out; also with a
 * stand-in for Google, so that nobody first meets the refusal in earnest.
 */
function checkEnvironment(environment: NodeJS.ProcessEnv): void {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const effect = 'anybody on the way could pose as Google'
    throw connectionProblem('unsafeEnvironment', { variable: 'NODE_TLS_REJECT_UNAUTHORIZED', effect })
  }
  if ((environment.NODE_DEBUG ?? '').split(/[\s,]+/).some(debugsRequests)) {
    const effect = 'Node.js prints requests with their access tokens'
    throw connectionProblem('unsafeEnvironment', { variable: 'NODE_DEBUG', effect })
  }
}

/** Whether a pattern of NODE_DEBUG, in which stars stand for anything, names one of Node's HTTP clients. */
function debugsRequests(pattern: string): boolean {
  const named = pattern.split('*').map((part) => part.replace(/\W/g, '[$&]'))
  return ['http', 'https'].some((section) => new RegExp(`^${named.join('.*')}$`, 'i').test(section))
}
