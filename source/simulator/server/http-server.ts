import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from './answer.ts'

/** A request with its body read. */
export type HttpRequest = {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

/** How an answer is to leave. */
export type HttpReply = {
  answer: Answer
  /** JSON in lines, as Google sends it unless asked not to. */
  isPretty: boolean
  /** Break the connection after half of the body, or after this many bytes. */
  truncate: boolean | number
  /** The server's clock, for the `Date` header: milliseconds since 1970. */
  now: number
}
export type HttpHandler = (request: HttpRequest) => Promise<HttpReply | 'reset' | 'hang'>

/** Bodies above this are refused: a batch of a thousand calls, each with a token of its own, is shorter. */
const mostBodyBytes = 8_000_000

const compress = promisify(gzip)

/**
 * Listens on the IPv4 loopback address only.
 *
 * @param port 0 for any free one
 * @throws the system's error when the port cannot be had
 */
export async function listen(port: number, handle: HttpHandler): Promise<{ server: Server; origin: string }> {
  let origin = ''
  const server = createServer((incoming, outgoing) => {
    answerRequest(incoming, outgoing, origin, handle).catch(() => outgoing.destroy())
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port')
  origin = `http://127.0.0.1:${address.port}`
  return { server, origin }
}

async function answerRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  handle: HttpHandler,
): Promise<void> {
  const path = incoming.url ?? '/'
  if (!URL.canParse(path, origin)) {
    outgoing.writeHead(400).end()
    return
  }
  const body = await readBody(incoming)
  if (body === undefined) {
    outgoing.writeHead(413, { connection: 'close' }).end()
    return
  }
  const reply = await handle({
    method: incoming.method ?? 'GET',
    url: new URL(path, originAskedFor(incoming, origin)),
    headers: incoming.headers,
    body,
  })
  if (reply === 'hang') return
  if (reply === 'reset') {
    incoming.socket.resetAndDestroy()
    return
  }
  await send(incoming, outgoing, reply)
}

/** The origin under the name that the client uses for this machine, which addresses in answers keep. */
function originAskedFor({ headers }: IncomingMessage, origin: string): string {
  const isLoopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3})(:\d{1,5})?$/i.test(headers.host ?? '')
  return isLoopback && URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).origin : origin
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    length += bytes.length
    if (length > mostBodyBytes) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}

async function send(incoming: IncomingMessage, outgoing: ServerResponse, reply: HttpReply): Promise<void> {
  const { answer } = reply
  const plain = Buffer.from(textOf(reply))
  const zipped = takesGzip(incoming) && plain.length > 0
  const bytes = zipped ? await compress(plain, { level: 1 }) : plain
  outgoing.writeHead(answer.status, {
    date: new Date(reply.now).toUTCString(),
    vary: 'Origin, X-Origin, Referer, Accept-Encoding',
    'cache-control': 'private',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
    // An answer without content has no length either.
    ...(answer.status === 204 ? {} : { 'content-length': String(bytes.length) }),
  })
  if (reply.truncate === false) {
    outgoing.end(bytes)
    return
  }
  const length = reply.truncate === true ? Math.floor(bytes.length / 2) : reply.truncate
  outgoing.write(bytes.subarray(0, length), () => incoming.socket.destroy())
}

/** The body as it leaves. */
export function textOf({ answer, isPretty }: HttpReply): string {
  if (answer.body === null) return ''
  if (typeof answer.body === 'string') return answer.body
  return isPretty ? `${JSON.stringify(answer.body, undefined, 2)}\n` : JSON.stringify(answer.body)
}

/** Google compresses only for those who also name gzip in their user agent. */
function takesGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b/i.test(String(headers['accept-encoding'] ?? '')) && /gzip/i.test(String(headers['user-agent'] ?? ''))
}
