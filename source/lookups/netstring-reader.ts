/** What came on a connection: the bytes of one netstring, or why no more can be read from it. */
export type NetstringEvent = { content: Buffer } | { broken: 'notANetstring' | 'tooLong' }

/** Cuts netstrings (`12:hello world!,`) out of a stream, however it is cut into pieces. */
export type NetstringReader = {
  /** Takes the next piece, and returns everything that is complete with it. After `broken` nothing more is read. */
  read: (piece: Buffer) => NetstringEvent[]
  /** Whether a netstring has begun and not ended. */
  isWaiting: () => boolean
}

const [zero, nine, colon, comma] = [0x30, 0x39, 0x3a, 0x2c]

/**
 * Creates a reader, which never holds more than one netstring of the largest size.
 *
 * @param maximumBytes of the content; a longer one is refused by its announced length, before it is sent
 */
export function createNetstringReader(maximumBytes: number): NetstringReader {
  const digits = String(maximumBytes).length
  let rest: Buffer = Buffer.alloc(0)
  let isBroken = false

  const stop = (broken: 'notANetstring' | 'tooLong'): NetstringEvent => {
    isBroken = true
    rest = Buffer.alloc(0)
    return { broken }
  }
  return {
    isWaiting: () => rest.length > 0,
    read(piece) {
      const events: NetstringEvent[] = []
      if (isBroken) return events
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      let begin = 0
      while (begin < bytes.length) {
        let length = 0
        let at = begin
        for (; at < bytes.length; at += 1) {
          const byte = bytes[at] ?? 0
          if (byte < zero || byte > nine) break
          length = length * 10 + byte - zero
          if (at - begin >= digits || length > maximumBytes) return [...events, stop('tooLong')]
          // `01:` and `00:` are no lengths.
          if (at > begin && bytes[begin] === zero) return [...events, stop('notANetstring')]
        }
        if (at === bytes.length) break
        if (at === begin || bytes[at] !== colon) return [...events, stop('notANetstring')]
        const end = at + 1 + length
        if (end >= bytes.length) break
        if (bytes[end] !== comma) return [...events, stop('notANetstring')]
        events.push({ content: bytes.subarray(at + 1, end) })
        begin = end + 1
      }
      // A copy, so that a few bytes do not keep a whole packet in memory.
      rest = begin === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(begin))
      return events
    },
  }
}

/** Writes a netstring. */
export function netstring(text: string): string {
  return `${Buffer.byteLength(text)}:${text},`
}
