import { connect, type Socket } from 'node:net'

/** What a load came to: how many answers a second, and how long each took, in milliseconds, in order. */
export type Load = { perSecond: number; latencies: number[] }

/** The same request again and again on kept connections. The answers must be 200 and have no body. */
export type LoadRequest = { port: number; path: string; headers: Record<string, string> }

const end = Buffer.from('\r\n\r\n')

/** A connection that sends one request after the other. */
type Connection = { socket: Socket; ask: () => Promise<void> }

async function openConnection({ port, path, headers }: LoadRequest): Promise<Connection> {
  const lines = Object.entries({ host: `localhost:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}`)
  const message = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let answered: (() => void) | null = null
  let failed: ((error: Error) => void) | null = null
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (piece: Buffer) => {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    if (held.indexOf(end) === -1) return
    const status = held.subarray(9, 12).toString()
    held = Buffer.alloc(0)
    if (status === '200') answered?.()
    else failed?.(new Error(`answered ${status}`))
  })
  socket.on('error', (error) => failed?.(error))
  socket.on('close', () => failed?.(new Error('closed')))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    socket,
    ask: () =>
      new Promise((resolve, reject) => {
        answered = resolve
        failed = reject
        socket.write(message)
      }),
  }
}

/** As many requests as are answered within the time: each connection asks again as soon as it has an answer. */
export async function asFastAsPossible(request: LoadRequest, connections: number, milliseconds: number): Promise<Load> {
  const latencies: number[] = []
  const begun = performance.now()
  await withConnections(request, connections, async ({ ask }) => {
    while (performance.now() - begun < milliseconds) {
      const asked = performance.now()
      await ask()
      latencies.push(performance.now() - asked)
    }
  })
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: latencies.length / seconds, latencies: latencies.sort((a, b) => a - b) }
}

/**
 * A number of requests a second, spread evenly over the connections. Each counts from when it was due: a server that
 * stops for a moment keeps everybody waiting who comes meanwhile.
 */
export async function atPace(
  request: LoadRequest,
  connections: number,
  perSecond: number,
  milliseconds: number,
): Promise<Load> {
  const latencies: number[] = []
  const between = (1000 * connections) / perSecond
  const begun = performance.now()
  let number = 0
  await withConnections(request, connections, async ({ ask }) => {
    let due = performance.now() + (between * number++) / connections
    while (due - begun < milliseconds) {
      const early = due - performance.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      // A timer that is late is the client's fault; an answer that is later than the next request is the server's.
      const asked = early > 0 ? performance.now() : due
      await ask()
      latencies.push(performance.now() - asked)
      due += between
    }
  })
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: latencies.length / seconds, latencies: latencies.sort((a, b) => a - b) }
}

async function withConnections(
  request: LoadRequest,
  count: number,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const opened = await Promise.all(Array.from({ length: count }, () => openConnection(request)))
  try {
    await Promise.all(opened.map(work))
  } finally {
    for (const { socket } of opened) socket.destroy()
  }
}

/** The value that this share of all values does not exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
