/** The signals that end the program, turned into one that operations understand. */
export type EndingSignals = {
  /** Aborted by the first of them. */
  signal: AbortSignal
  /** The first one that arrived; null before that. */
  received(): NodeJS.Signals | null
  /** Stops listening. After SIGTERM and SIGHUP the program then ends by that very signal. */
  release(): void
}

/** What ends a command. To a service, a hang-up says something else. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Starts to listen. A commit that has begun is finished whatever arrives; a second Ctrl-C before that ends at once.
 *
 * @param isCommitting whether ending now would break off a commit
 * @param watched the signals to listen for
 */
export function listenForEndingSignals(isCommitting: () => boolean, watched: readonly NodeJS.Signals[]): EndingSignals {
  const controller = new AbortController()
  let first: NodeJS.Signals | null = null
  const onSignal = (name: NodeJS.Signals) => {
    if (first !== null && name === 'SIGINT' && !isCommitting()) process.exit(130)
    first ??= name
    controller.abort()
  }
  for (const name of watched) process.on(name, onSignal)
  return {
    signal: controller.signal,
    received: () => first,
    release() {
      // A Ctrl-C that is pressed again while the program says goodbye still ends it with 130.
      for (const name of watched) if (first !== 'SIGINT' || name !== 'SIGINT') process.off(name, onSignal)
      if (first === 'SIGTERM' || first === 'SIGHUP') process.kill(process.pid, first)
    },
  }
}
