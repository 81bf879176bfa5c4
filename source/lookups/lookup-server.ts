import { createServer, type Server, type Socket } from 'node:net'
import { type LookupRequest, parseRequest } from './answer-request.ts'
import { createNetstringReader, type NetstringEvent, netstring } from './netstring-reader.ts'

/** A look-up that can be answered. */
export type Lookup = Exclude<LookupRequest, { refused: string }>

/**
 * Answers look-ups that came together, in their order. What it throws makes each of them TEMP, so that the mail server
 * tries again.
 */
export type AnswerLookups = (lookups: readonly Lookup[]) => string[] | Promise<string[]>

/** What one client may cost. Times are in milliseconds. */
export type LookupLimits = {
  connections: number
  /** A request that has begun must be complete after this. */
  request: number
  /** A client takes the next answers within this. */
  answer: number
  /** Postfix keeps connections open between look-ups, and opens a new one when this one was closed. */
  idle: number
}

const usualLimits: LookupLimits = { connections: 1024, request: 10_000, answer: 30_000, idle: 600_000 }

/** A table's name, a blank and a key; a longer key gets an answer that says so. */
const longestRequest = 9_999

const temporary = 'TEMP The user store cannot be read at the moment.'

/** A server that can be told to end. */
export type LookupServer = {
  /** Not listening yet. */
  server: Server
  /** Finishes the answers that are under way, and closes every connection. */
  close: () => Promise<void>
}

/** Creates the server of the look-ups: Postfix's socketmap protocol on any stream socket. */
export function createLookupServer(answer: AnswerLookups, limits: LookupLimits = usualLimits): LookupServer {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, answer, limits)
  })
  server.maxConnections = limits.connections
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.end(() => socket.destroy())
      }),
  }
}

function serve(socket: Socket, answer: AnswerLookups, limits: LookupLimits): void {
  const reader = createNetstringReader(longestRequest)
  let isAnswering = false
  let hasEnded = false
  let deadline: NodeJS.Timeout | null = null
  const within = (milliseconds: number | null): void => {
    if (deadline !== null) clearTimeout(deadline)
    deadline = milliseconds === null ? null : setTimeout(() => socket.destroy(), milliseconds).unref()
  }

  const write = (text: string, isLast: boolean): void => {
    if (isLast || hasEnded) {
      // What the client sends meanwhile is read and dropped, so that it gets the answers and no reset.
      within(limits.request)
      socket.end(text)
      socket.resume()
    } else if (text !== '' && !socket.write(text)) {
      socket.pause()
      within(limits.answer)
    }
  }
  const later = async (answers: Promise<string>, isLast: boolean): Promise<void> => {
    isAnswering = true
    socket.pause()
    const text = await answers
    isAnswering = false
    write(text, isLast)
    if (!socket.writableNeedDrain) socket.resume()
  }

  socket.on('data', (piece: Buffer) => {
    const events = reader.read(piece)
    const isLast = events.some((event) => 'broken' in event)
    if (!reader.isWaiting()) within(null)
    else if (deadline === null) within(limits.request)
    if (events.length === 0) return
    const answers = answerAll(events, answer)
    if (typeof answers === 'string') write(answers, isLast)
    else void later(answers, isLast)
  })
  socket.on('drain', () => {
    within(null)
    if (!isAnswering) socket.resume()
  })
  socket.on('end', () => {
    hasEnded = true
    if (!isAnswering) socket.end()
  })
  socket.setTimeout(limits.idle, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('close', () => within(null))
}

const brokenWords = {
  notANetstring: 'PERM This is no netstring.',
  tooLong: 'PERM The request is too long.',
} as const

function answerAll(events: readonly NetstringEvent[], answer: AnswerLookups): string | Promise<string> {
  const requests = events.map((event) =>
    'broken' in event ? { refused: brokenWords[event.broken] } : parseRequest(event.content),
  )
  const lookups = requests.filter((request): request is Lookup => !('refused' in request))
  const put = (answers: readonly string[]): string => {
    let next = 0
    return requests
      .map((request) => netstring('refused' in request ? request.refused : (answers[next++] ?? temporary)))
      .join('')
  }
  if (lookups.length === 0) return put([])
  try {
    const answers = answer(lookups)
    return Array.isArray(answers) ? put(answers) : answers.then(put, () => put([]))
  } catch {
    return put([])
  }
}
