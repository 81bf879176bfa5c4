import { rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** What the proxy sees of a conversation: how many messages a client has sent, over all connections. */
export type CuttingProxy = {
  /** The folder of the proxy's socket. */
  folder: string
  /**
   * Cuts the connection at one message of the client: `before` it reaches the server, or `after` it did and before any
   * answer. Counting begins now. Null cuts nothing.
   */
  cutAt: (message: number | null, where?: 'before' | 'after') => void
  /** How many messages were sent since counting began. */
  sent: () => number
  /** The number of the first message that was this statement; 0 where there was none. */
  numberOf: (statement: string) => number
  /** Whether it came to the cut. */
  wasCut: () => boolean
  close: () => Promise<void>
}

/**
 * Starts a proxy before a server's socket that drops connections at exact messages of the protocol: a type, a length, and
 * a body, but for the first one of a connection, which has no type (PostgreSQL's manual, "Message Formats").
 */
export async function startCuttingProxy(serverFolder: string, folder: string, port = 5432): Promise<CuttingProxy> {
  let cut: { message: number; where: 'before' | 'after' } | null = null
  let sent = 0
  let isCut = false
  const numbers = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const upstream = createConnection(join(serverFolder, `.s.PGSQL.${port}`))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    let waiting = Buffer.alloc(0)
    let isFirst = true
    let isDone = false
    client.on('data', (data) => {
      waiting = Buffer.concat([waiting, typeof data === 'string' ? Buffer.from(data) : data])
      while (!isDone) {
        const length = lengthOf(waiting, isFirst)
        if (length === null || waiting.length < length) return
        const message = waiting.subarray(0, length)
        waiting = waiting.subarray(length)
        isFirst = false
        sent += 1
        // A simple query: its type, its length, and the text with a NUL behind it.
        const statement = message[0] === 0x51 ? message.toString('utf8', 5, message.length - 1) : ''
        if (!numbers.has(statement)) numbers.set(statement, sent)
        if (cut !== null && sent === cut.message) {
          isDone = true
          isCut = true
          // What the server answers is lost; what it was told may have reached it.
          upstream.unpipe(client)
          if (cut.where === 'after') upstream.end(message)
          else upstream.destroy()
          client.destroy()
          return
        }
        upstream.write(message)
      }
    })
    client.on('end', () => upstream.end())
    client.on('close', () => upstream.end())
    upstream.pipe(client)
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(join(folder, `.s.PGSQL.${port}`), resolve))
  return {
    folder,
    cutAt(message, where = 'before') {
      cut = message === null ? null : { message, where }
      sent = 0
      isCut = false
      numbers.clear()
    },
    sent: () => sent,
    numberOf: (statement) => numbers.get(statement) ?? 0,
    wasCut: () => isCut,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function lengthOf(bytes: Buffer, isFirst: boolean): number | null {
  if (isFirst) return bytes.length < 4 ? null : bytes.readInt32BE(0)
  return bytes.length < 5 ? null : 1 + bytes.readInt32BE(1)
}
