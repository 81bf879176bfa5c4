import { oneLine } from '../../../text/one-line.ts'
import { Problem } from '../../../text/problem.ts'
import { databaseProblem } from '../problems.ts'
import { addressWords, type StoreAddress } from './store-address.ts'

/** The parts of an error of `pg` that say what happened: SQLSTATE or the system's code, severity, and the words. */
type DatabaseError = { code: string; severity: string; message: string }

function partsOf(error: unknown): DatabaseError {
  const { code, severity, message } = (error ?? {}) as { code?: unknown; severity?: unknown; message?: unknown }
  return {
    code: typeof code === 'string' ? code : '',
    severity: typeof severity === 'string' ? severity : '',
    // The server's own words; what it says of values stands in the detail, which is left out.
    message: oneLine(typeof message === 'string' ? message : String(error), 300).replace(/\.$/, ''),
  }
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code)

/**
 * Whether the server answered with a refusal and goes on: the connection is whole, and whatever was asked is undone.
 * Everything else leaves open what the server did with the last message: a broken connection, a server that shuts down,
 * and what pgbouncer says in its place.
 */
export function isRefusal(error: unknown): boolean {
  const { code, severity } = partsOf(error)
  return isSqlState(code) && severity === 'ERROR'
}

/** Turns an error of a connection that stood already into a Problem. */
export function statementProblem(error: unknown, address: StoreAddress): Problem {
  if (error instanceof Problem) return error
  const place = addressWords(address)
  const { code, message } = partsOf(error)
  if (!isRefusal(error)) return databaseProblem('databaseLost', { place, why: `${lossWords(code, message)}.` }, error)
  if (code === '53100') return databaseProblem('databaseFull', { place, why: message }, error)
  if (code === '25006') return databaseProblem('databaseReadOnly', { place }, error)
  if (code === '55P03' || code === '40P01') return databaseProblem('databaseBusy', { place }, error)
  if (code === '42501') return databaseProblem('databaseRights', { place, why: message }, error)
  if (code === '3F000' || code === '42P01') return databaseProblem('databaseWithoutStore', { place }, error)
  return databaseProblem('databaseRefused', { place, sqlstate: code, why: message }, error)
}

/** Whether the server asked for a password that nobody named. */
export const lacksPassword = (error: unknown): boolean =>
  /password must be a string|no password supplied/i.test(partsOf(error).message)

/** Turns what kept a connection from being made into a Problem. */
export function connectionProblem(error: unknown, address: StoreAddress, where: string): Problem {
  if (error instanceof Problem) return error
  const place = addressWords(address)
  const { code, message } = partsOf(error)
  if (lacksPassword(error)) return databaseProblem('databasePasswordMissing', { place }, error)
  if (['28P01', '28000', '3D000', '42501'].includes(code) || /^SASL/.test(message))
    return databaseProblem('databaseSignIn', { place, why: message }, error)
  if (/CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|UNABLE_TO_|HOSTNAME/.test(code))
    return databaseProblem('databaseTls', { place, why: `${where}: ${message}.` }, error)
  return databaseProblem('databaseUnreachable', { place, why: `${where}: ${lossWords(code, message)}.` }, error)
}

const systemWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOENT: 'there is no socket',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name does not resolve now',
  ETIMEDOUT: 'nothing answers',
  EHOSTUNREACH: 'the host is not reachable',
  ENETUNREACH: 'the network is not reachable',
  EACCES: 'the socket may not be opened',
}

function lossWords(code: string, message: string): string {
  const words = systemWords[code]
  if (words !== undefined) return words
  if (/^Connection terminated due to connection timeout|^timeout expired/.test(message)) return 'nothing answers'
  if (/^Connection terminated/.test(message)) return 'the server closed the connection'
  return `the server says: ${message}`
}
