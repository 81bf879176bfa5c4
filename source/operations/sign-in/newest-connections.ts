import type { Server, Socket } from 'node:net'

/**
 * Keeps a server's connections few: for one more than that, the oldest is closed. A browser asks at once when it has
 * connected, so connections that only wait cannot keep it out.
 *
 * @param most how many may be open
 */
export function keepNewestConnections(server: Server, most: number): void {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // A set gives its members in the order in which they came.
    for (const oldest of open) {
      if (open.size <= most) break
      open.delete(oldest)
      oldest.destroy()
    }
  })
}
