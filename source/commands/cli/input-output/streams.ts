/** What a command reads from and writes to. Only `cli/` names the process; commands are given these. */
export type Streams = {
  input: typeof process.stdin
  output: typeof process.stdout
  errors: typeof process.stderr
}

/** Those of the process. Each is opened by Node when it is first asked for, which costs a command that has no use for it. */
export const processStreams: Streams = {
  get input() {
    return process.stdin
  },
  get output() {
    return process.stdout
  },
  get errors() {
    return process.stderr
  },
}

/** How a person is asked: on which streams, and what ends the question. */
export type Asking = { streams: Streams; signal: AbortSignal }
