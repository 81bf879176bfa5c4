import type { RequestLogEntry } from './request-log.ts'

/** Parameters that are secret, or good for one use. */
const hiddenParameters = new Set(['access_token', 'code', 'state', 'nonce', 'code_challenge', 'key', 'oauth_token'])

/** How many characters of a parameter are shown: page tokens are long and say nothing. */
const longestValue = 60

/**
 * One line for the request log, such as
 * `12:00:01.250 GET /admin/directory/v1/users?customer=my_customer 200 users.list 12 ms`.
 */
export function requestLine(entry: RequestLogEntry, at: Date): string {
  const query = Object.entries(entry.query)
    .map(([name, value]) => `${printable(name)}=${hiddenParameters.has(name) ? '...' : shorten(printable(value))}`)
    .join('&')
  const status = entry.status === 0 ? 'no answer' : String(entry.status)
  return [
    at.toISOString().slice(11, 23),
    entry.method,
    `${printable(entry.path)}${query === '' ? '' : `?${query}`}`,
    status,
    entry.call ?? 'unknown path',
    `${Math.round(entry.milliseconds)} ms`,
  ].join(' ')
}

function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?')
}

function shorten(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text
}
