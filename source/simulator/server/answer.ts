/** What the simulator sends back. A string body goes out as it is, anything else as JSON, null as an empty body. */
export type Answer = {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** An answer in JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body }
}

/** An HTML page. */
export function html(page: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }
}
