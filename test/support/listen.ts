import { once } from 'node:events'
import type { Server } from 'node:http'
import type { ExecutionContext } from 'ava'

/** Starts a server on a loopback port of its own, until the test ends, and tells its address. */
export async function listen(t: ExecutionContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return `http://127.0.0.1:${address.port}`
}
