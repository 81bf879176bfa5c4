import type { PGlite } from '@electric-sql/pglite'

/** The part of PGlite that its socket server uses for the messages of clients. */
type Protocol = Pick<PGlite, 'execProtocolRawStream'>

/** The first byte of the messages that matter here. */
const [query, copyData] = [0x51, 0x64]

/** The server's word that it waits for the rows of a COPY in its text format; how many columns matters to no client. */
const copyInResponse = Uint8Array.from([0x47, 0, 0, 0, 7, 0, 0, 0])

/**
 * Lets clients of PGlite's socket server send rows by COPY. The server hands over one message at a time, and PGlite reads
 * the rows of a COPY within the call that began it: so they are kept back until the last one, and handed over together
 * (PostgreSQL's manual, "Message Flow", "COPY Operations").
 */
export function withWholeCopies(database: PGlite): PGlite {
  let held: Uint8Array[] = []
  const execProtocolRawStream: Protocol['execProtocolRawStream'] = async (message, options) => {
    if (message[0] === query && /^COPY\b.*\bFROM STDIN\b/is.test(Buffer.from(message).toString('utf8', 5))) {
      held = [message]
      options?.onRawData?.(copyInResponse)
      return
    }
    if (held.length === 0) return database.execProtocolRawStream(message, options)
    held.push(message)
    if (message[0] === copyData) return
    const whole = Buffer.concat(held)
    held = []
    let isFirst = true
    await database.execProtocolRawStream(whole, {
      ...options,
      onRawData(data) {
        // The client has heard already that the rows are waited for.
        const skipped = isFirst && data[0] === copyInResponse[0] ? 1 + Buffer.from(data).readInt32BE(1) : 0
        isFirst = false
        options?.onRawData?.(data.subarray(skipped))
      },
    })
  }
  return new Proxy(database, {
    get(target, name) {
      if (name === 'execProtocolRawStream') return execProtocolRawStream
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
