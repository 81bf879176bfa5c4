import { connectionProblem } from '../problems/connection.ts'
import type { Limits } from './limits.ts'
import type { WaitBudget } from './wait-budget.ts'

/** Where Google is: Google itself, or a server on loopback that stands in for it. */
export type GoogleEndpoint = {
  /** Null: Google's own hosts over TLS. Otherwise an origin on loopback, such as `http://127.0.0.1:4100`. */
  origin: string | null
  /** Other paces and waits than Google's, for tests. */
  limits?: Limits | undefined
  /** How long the run may still wait, shared by all its connections; each call's own patience alone unless given. */
  waits?: WaitBudget | undefined
  /** Is told of each request that is sent, also of those that are sent again. */
  onRequest?: (() => void) | undefined
}

/** Google itself. */
export const googleItself: GoogleEndpoint = { origin: null }

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const loopback = new RegExp(
  `^http://(localhost|127\\.${byte}\\.${byte}\\.${byte}|\\[::1\\])(?::([1-9]\\d{0,4}))?/?$`,
  'i',
)

/**
 * Reads the address of a server that stands in for Google. Credentials are sent there, so nothing but a plain spelling
 * of loopback passes: `http://localhost`, `http://127.x.y.z` or `http://[::1]`, with or without a port. What other
 * programs would also take for loopback (decimal, octal or short IPv4 forms, user names, paths) is refused, because
 * such spellings serve only to mislead a reader.
 *
 * @throws Problem (usage)
 */
export function parseEndpoint(text: string): GoogleEndpoint {
  const match = loopback.exec(text)
  if (match === null || Number(match[2] ?? 80) > 65535) {
    throw connectionProblem('endpointNotLoopback', { address: text })
  }
  return { origin: new URL(text).origin }
}
