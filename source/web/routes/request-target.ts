import type { IncomingMessage } from 'node:http'

/** The path of a request as it was sent: not decoded, and with nothing taken out of it. */
export function pathOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?')
  return mark === -1 ? url : url.slice(0, mark)
}

/** The query as it was sent, without the question mark. */
export function queryOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?')
  return mark === -1 ? '' : url.slice(mark + 1)
}
