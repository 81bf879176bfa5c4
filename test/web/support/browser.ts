import { request } from 'node:http'

/** What a page answered. */
export type Page = { status: number; text: string; location: string | null; headers: Headers }

/** As much of a browser as signing in needs: it keeps cookies of one host, and follows nothing by itself. */
export class Browser {
  readonly cookies: Map<string, string>
  readonly #origin: string
  readonly #base: string

  /**
   * @param base the tenant's path, such as `/acme`
   * @param cookies those of another window of the same browser
   */
  constructor(origin: string, base = '', cookies = new Map<string, string>()) {
    this.#origin = origin
    this.#base = base
    this.cookies = cookies
  }

  /** Asks for a path of the service, or for a whole address. */
  async get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Page> {
    return this.#send(target, { method, headers })
  }

  /** Sends a form as a page of the service does. */
  async post(target: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    return this.#send(target, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: this.#origin,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    })
  }

  /** Goes to Google, chooses an account, and returns the address that Google sends the browser back to. */
  async chooseAccount(address: string, query = ''): Promise<string> {
    const google = await this.get(`${this.#base}/signin/google${query}`, { 'sec-fetch-mode': 'navigate' })
    if (google.location === null) throw new Error(`no way to Google: ${google.status}`)
    const chosen = await fetch(`${google.location}&login_hint=${encodeURIComponent(address)}`, { redirect: 'manual' })
    const back = chosen.headers.get('location')
    if (back === null) throw new Error(`Google did not send the browser back: ${chosen.status}`)
    return back
  }

  /** Signs in from beginning to end. */
  async signIn(address: string, query = ''): Promise<Page> {
    return this.get(await this.chooseAccount(address, query))
  }

  // Node's fetch says of itself that it is no navigation; a plain request says what it is told to.
  #send(target: string, { method, headers, body }: Sent): Promise<Page> {
    const url = new URL(target, this.#origin)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const all = { ...(cookie === '' ? {} : { cookie }), ...headers }
    return new Promise((resolve, reject) => {
      const sent = request({
        host: '127.0.0.1',
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
        headers: all,
      })
      sent.on('error', reject)
      sent.on('response', (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          this.#keep(answer.headers['set-cookie'] ?? [])
          const { statusCode: status = 0, headers } = answer
          const shown = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))
          resolve({
            status,
            text: Buffer.concat(pieces).toString(),
            location: headers.location ?? null,
            headers: shown,
          })
        })
      })
      sent.end(body)
    })
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

type Sent = { method: string; headers: Record<string, string>; body?: string }
