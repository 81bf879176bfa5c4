import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * A port of localhost that nothing listens on at this moment: none of those that the system gives to outgoing connections,
 * which could take it before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_240 + Math.floor(Math.random() * 22_000)
    const server = createServer().listen(port, 'localhost')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
