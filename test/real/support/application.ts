import { createServer } from 'node:http'
import type { ExecutionContext } from 'ava'

/** An application behind a proxy that remembers what it was sent, by raw header name. */
export async function startApplication(
  t: ExecutionContext<unknown>,
): Promise<{ port: number; last: () => [name: string, value: string][] }> {
  let last: [string, string][] = []
  const server = createServer((request, response) => {
    const raw = request.rawHeaders
    last = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as [string, string]] : []))
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><title>Mail</title><h1 id="user">${request.headers['remote-user'] ?? 'nobody'}</h1>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, last: () => last }
}
