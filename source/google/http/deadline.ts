/** An attempt did not end in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/**
 * Runs work that must end within a time, and at once with the run. Its signal is aborted then, and the work is given up
 * even if it does not notice. The timer is held here on purpose: combined signals (`AbortSignal.any`, and with it the time
 * limit of Google's libraries) may be collected as garbage in Node.js 20 before they fire, and then nothing ends.
 *
 * @throws DeadlineError when the time is up; the reason of the run's signal when the run ends; what the work throws
 */
export async function withDeadline<Result>(
  milliseconds: number,
  run: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  run.throwIfAborted()
  const attempt = new AbortController()
  let giveUp: (reason: unknown) => void = () => {}
  const ended = new Promise<never>((_, reject) => {
    giveUp = (reason) => {
      reject(reason)
      attempt.abort(reason)
    }
  })
  const endWithRun = () => giveUp(run.reason)
  run.addEventListener('abort', endWithRun, { once: true })
  const timer = setTimeout(() => giveUp(new DeadlineError('The time is up')), milliseconds)
  try {
    return await Promise.race([work(attempt.signal), ended])
  } finally {
    clearTimeout(timer)
    run.removeEventListener('abort', endWithRun)
  }
}
