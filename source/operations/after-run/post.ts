import { Agent } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Readable } from 'node:stream'
import { gaxios } from 'google-auth-library'
import { checkConnectionVariables } from '../../environment/connection-variables.ts'
import { proxyFor } from '../../environment/proxy.ts'

/**
 * Posts to an address, through the proxy and with the certificates that the environment names, as calls to Google go.
 * Addresses hold tokens, so no redirect takes them elsewhere.
 *
 * @param body JSON; null for none
 * @throws Error where the answer is no success; Problem where the environment can't be used
 */
export async function post(address: string, body: string | null, signal: AbortSignal): Promise<void> {
  checkConnectionVariables(process.env)
  const url = new URL(address)
  const isTls = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // Without encryption only this machine is told, which no proxy leads to.
  const proxy = isTls ? proxyFor(host, process.env, url.port === '' ? 443 : Number(url.port)) : null
  const response = await new gaxios.Gaxios().request<unknown>({
    url: url.href,
    method: 'POST',
    ...(body === null ? {} : { body, headers: { 'content-type': 'application/json; charset=utf-8' } }),
    // An agent that is given keeps gaxios from looking for a proxy in the environment, which it reads in its own way.
    ...(proxy === null ? { agent: isTls ? new TlsAgent() : new Agent() } : { proxy: proxy.url }),
    redirect: 'manual',
    retry: false,
    signal,
    // What the answer says is not read.
    responseType: 'stream',
    validateStatus: () => true,
  })
  // An answer without content comes as an empty text.
  if (response.data instanceof Readable) response.data.destroy()
  const { status } = response
  if (status < 200 || status >= 300) throw new Error(`It answered with status ${status}.`)
}
