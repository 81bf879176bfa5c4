type Write = typeof process.stderr.write

/** What other parts wrote to standard error while the interface had the screen. */
export type HeldMessages = {
  /** Lets standard error through again, and sends what was held. */
  release(): void
}

/**
 * Holds back standard error while it would be drawn over the interface (warnings of Node and of libraries). Does nothing
 * when standard error does not lead to a terminal.
 */
export function holdMessages(stream: NodeJS.WriteStream): HeldMessages {
  if (!stream.isTTY) return { release() {} }
  const held: string[] = []
  const write: Write = stream.write
  const hold = (chunk: Uint8Array | string): boolean => {
    held.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    return true
  }
  stream.write = hold as Write
  return {
    release() {
      stream.write = write
      if (held.length > 0) stream.write(held.splice(0).join(''))
    },
  }
}
