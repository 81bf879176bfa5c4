import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExecutionContext } from 'ava'

/** One request and its answer, word for word. */
export type Exchange = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  status: number
  answer: string
}

/** An answer in place of the real one. */
export type Reply = { status: number; body: string; headers?: Record<string, string> }

/** Stands between the program and a simulator, and keeps what passes. */
export type Recorder = {
  url: string
  exchanges: Exchange[]
  /** Answers in place of the simulator wherever the function gives an answer. */
  intercept: (answer: (asked: Omit<Exchange, 'status' | 'answer'>) => Reply | undefined) => void
}

/** Starts a recorder on loopback, which ends with the test. */
export async function record(t: ExecutionContext, target: string): Promise<Recorder> {
  const exchanges: Exchange[] = []
  let answerInstead: Parameters<Recorder['intercept']>[0] = () => undefined
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming
      const asked = { method, path, headers, body: Buffer.concat(chunks).toString() }
      const finish = ({ status, body, headers: added }: Reply): void => {
        exchanges.push({ ...asked, status, answer: body })
        outgoing.writeHead(status, { date: new Date().toUTCString(), ...added }).end(body)
      }
      const instead = answerInstead(asked)
      if (instead !== undefined) return finish(instead)
      const { 'accept-encoding': _encoding, host: _host, ...passed } = headers
      const onward = request(new URL(path, target), { method, headers: passed }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const kept = ['content-type', 'location', 'retry-after'] as const
          const shown = kept.flatMap((name) =>
            answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]],
          )
          finish({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            headers: Object.fromEntries(shown) as Record<string, string>,
          })
        })
        answer.on('error', () => outgoing.destroy())
      })
      onward.on('error', () => outgoing.destroy())
      onward.end(asked.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    intercept: (answer) => {
      answerInstead = answer
    },
  }
}
