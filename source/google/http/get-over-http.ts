import { request as requestPlain } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { gunzipSync } from 'node:zlib'
import type { gaxios } from 'google-auth-library'
import { errorCode } from '../problems/connection.ts'
import type { Answer } from './answer.ts'

/**
 * Sends a GET as gaxios prepared it, with Node's own client. Gaxios would use node-fetch, whose copies of headers and
 * chains of streams take several times the processor time, and reading thousands of pages is bound by that. A redirection
 * is an answer like any other. A server may close a connection after an answer without saying so; what was sent into such
 * a one is sent again at once on another, which is nobody's failure.
 *
 * @param prepared the address, the headers, a proxy's agent where there is one, and the signal that ends it
 * @param mostBytes the most that the body may hold, packed or not
 * @throws the system's error where the connection breaks, zlib's for a body that cannot be unpacked, the signal's reason
 */
export async function getOverHttp(prepared: gaxios.GaxiosOptionsPrepared, mostBytes: number): Promise<Answer> {
  for (;;) {
    const answer = await getOnce(prepared, mostBytes)
    if (answer !== 'was closed') return answer
  }
}

/** The connections that gave an answer: Node's own word, `reusedSocket`, is not said to a request that waited for one. */
const served = new WeakSet<object>()

function getOnce(prepared: gaxios.GaxiosOptionsPrepared, mostBytes: number): Promise<Answer | 'was closed'> {
  const { url, signal } = prepared
  const send = url.protocol === 'https:' ? requestOverTls : requestPlain
  const agent = typeof prepared.agent === 'function' ? prepared.agent(url) : prepared.agent
  return new Promise((resolve, reject) => {
    const end = () => request.destroy(signal?.reason)
    const fail = (error: unknown) => {
      signal?.removeEventListener('abort', end)
      reject(error)
    }
    const headers = Object.fromEntries(prepared.headers)
    let begun = false
    const request = send(url, agent === undefined ? { headers } : { headers, agent }, (response) => {
      begun = true
      served.add(response.socket)
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('error', fail)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= mostBytes) return chunks.push(chunk)
        fail(new Error('The answer is too large'))
        return request.destroy()
      })
      response.on('end', () => {
        signal?.removeEventListener('abort', end)
        const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        try {
          const body = unpacked(Buffer.concat(chunks), response.headers['content-encoding'], mostBytes)
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(named), body: body.toString() })
        } catch (error) {
          reject(error)
        }
      })
    })
    request.on('error', (error) => {
      signal?.removeEventListener('abort', end)
      const wasUsed = request.reusedSocket || (request.socket !== null && served.has(request.socket))
      if (wasUsed && !begun && /^(ECONNRESET|EPIPE)$/.test(errorCode(error))) resolve('was closed')
      else reject(error)
    })
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end)
    request.end()
  })
}

/** Unpacks at one go, which takes less time than a stream for each page. */
function unpacked(body: Buffer, encoding: string | undefined, mostBytes: number): Buffer {
  if (encoding === undefined || !/^(x-)?gzip$/i.test(encoding) || body.length === 0) return body
  return gunzipSync(body, { maxOutputLength: mostBytes })
}
