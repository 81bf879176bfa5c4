import { lookup as systemsLookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { interrupted } from '../../sync/problems.ts'
import { signInCheckProblem } from './sign-in-check-problems.ts'

/** More addresses than this are not tried one by one. */
const mostAddresses = 8

/** A browser waits longer, a person does not. */
const patience = 10_000

/**
 * The addresses of a name as the system finds them, `/etc/hosts` included.
 *
 * @throws the system's error, with its code
 */
export async function systemLookup(host: string): Promise<string[]> {
  const found = await systemsLookup(host, { all: true })
  return found.map(({ address }) => address)
}

/**
 * Finds the addresses of the archive's host.
 *
 * @throws Problem `hostNotFound`
 */
export async function resolveHost(host: string, lookup: typeof systemLookup): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  try {
    const found = await lookup(bare)
    return [...new Set(found)].slice(0, mostAddresses)
  } catch (error) {
    throw signInCheckProblem('hostNotFound', { host, error: codeOf(error) }, error)
  }
}

/** Which addresses take connections, and which do not. */
export type ReachedPort = { answering: string[]; silent: string[] }

/**
 * Tries the port on every address of the host. One that answers is enough: browsers try them all.
 *
 * @throws Problem `portNotAnswering`, `interrupted`
 */
export async function reachPort(
  host: string,
  port: number,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ReachedPort> {
  const errors = await Promise.all(addresses.map((address) => tryPort(address, port, signal)))
  if (signal.aborted) throw interrupted()
  const answering = addresses.filter((_, index) => errors[index] === null)
  const silent = addresses.filter((_, index) => errors[index] !== null)
  if (answering.length > 0) return { answering, silent }
  const error = errors.find((one) => one === 'ECONNREFUSED') ?? errors[0] ?? ''
  throw signInCheckProblem('portNotAnswering', { host, port, addresses, error })
}

/** @returns null when a connection came about, else why not */
function tryPort(address: string, port: number, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
    socket.once('connect', () => {
      socket.destroy()
      resolve(null)
    })
    socket.once('error', (error) => resolve(error.name === 'AbortError' ? 'ETIMEDOUT' : codeOf(error)))
  })
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
