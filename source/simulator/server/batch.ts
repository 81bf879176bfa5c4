import { randomBytes } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Answer } from './answer.ts'
import { badRequest } from './errors.ts'
import { type HttpHandler, type HttpRequest, textOf } from './http-server.ts'

/** The most calls that Google takes in one batch. */
const mostParts = 1000

/** Whether a request is a batch: at the path that discovery names, or at an API's own. */
export const isBatch = ({ method, url }: HttpRequest): boolean =>
  method === 'POST' && /^\/batch(\/|$)/.test(url.pathname)

/**
 * Answers a batch: each part is a call of its own, with its own Authorization or else the batch's, and counts as one.
 *
 * @throws GoogleError 400 for what is no batch, or one of too many parts
 */
export async function answerBatch(request: HttpRequest, handle: HttpHandler): Promise<Answer | 'reset' | 'hang'> {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(request.headers['content-type'] ?? '')
  if (boundary === null) throw badRequest('Missing or invalid boundary in the multipart request.')
  const parts = partsOf(request.body, boundary[1] ?? boundary[2] ?? '')
  if (parts.length === 0) throw badRequest('The batch request has no parts.')
  if (parts.length > mostParts) throw badRequest(`The batch request has more than ${mostParts} parts.`)
  const answers = await Promise.all(parts.map((part) => answerPart(part, request, handle)))
  const own = `batch_${randomBytes(18).toString('base64url')}`
  const texts: string[] = []
  for (const answer of answers) {
    if (answer === 'reset' || answer === 'hang') return answer
    texts.push(`--${own}\r\n${answer}\r\n`)
  }
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${own}` },
    body: `${texts.join('')}--${own}--\r\n`,
  }
}

function partsOf(body: string, boundary: string): string[] {
  const pieces = `\r\n${body.replace(/\r?\n/g, '\r\n')}`.split(`\r\n--${boundary}`)
  return pieces.slice(1).flatMap((piece) => (piece.startsWith('--') ? [] : [piece.replace(/^[ \t]*\r\n/, '')]))
}

async function answerPart(part: string, batch: HttpRequest, handle: HttpHandler): Promise<string | 'reset' | 'hang'> {
  const [outer, inner] = split(part)
  const [head, body] = split(inner)
  const id = headersOf(outer)['content-id']
  const [, method = '', target = ''] = /^(\w+)\s+(\S+)/.exec(head.trimStart()) ?? []
  const lines = head.trimStart().slice(head.trimStart().indexOf('\r\n') + 2)
  const named = head.trimStart().includes('\r\n') ? headersOf(lines) : {}
  const { authorization } = batch.headers
  const url = URL.canParse(target, batch.url.origin) ? new URL(target, batch.url.origin) : new URL(batch.url.origin)
  const reply = await handle({
    method,
    // Clients write the inner address whole; it is a call of this server all the same.
    url: new URL(`${/^\/batch(\/|$)/.test(url.pathname) ? '/nested' : url.pathname}${url.search}`, batch.url.origin),
    headers: { ...(authorization === undefined ? {} : { authorization }), ...named },
    body,
  })
  if (reply === 'reset' || reply === 'hang') return reply
  const { status, headers } = reply.answer
  const text = textOf(reply)
  const answered = { ...headers, 'content-length': String(Buffer.byteLength(text)) }
  return [
    'Content-Type: application/http',
    ...(id === undefined ? [] : [`Content-ID: ${id.replace(/^<?(.*?)>?$/, '<response-$1>')}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(answered).map(([name, value]) => `${name}: ${value}`),
    '',
    text,
  ].join('\r\n')
}

/** What stands before the first empty line, and what behind it. */
function split(text: string): [head: string, rest: string] {
  const lead = text.startsWith('\r\n') ? text.slice(2) : text
  const end = text.startsWith('\r\n') ? 0 : lead.indexOf('\r\n\r\n')
  if (text.startsWith('\r\n')) return ['', lead]
  return end === -1 ? [lead, ''] : [lead.slice(0, end), lead.slice(end + 4)]
}

/** Headers by name in lower case; a line that begins with a blank goes on with the one before. */
function headersOf(text: string): Record<string, string> {
  const lines = text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]]
    }),
  )
}
