/** How long a run may wait in all, over all its calls and connections. Times are in milliseconds, as `performance.now()`. */
export type WaitBudget = {
  /**
   * Takes a wait, or the time of an attempt that came to nothing, off what is left. Calls that wait at the same time wait
   * once.
   *
   * @returns false when so much is not left; then nothing is taken
   */
  take(from: number, until: number): boolean
  /** After how long without an end to the waiting the run gives up. */
  endsIn(now: number): number
}

/** Makes the budget of one run; without an end unless told otherwise. */
export function createWaitBudget(milliseconds = Number.POSITIVE_INFINITY): WaitBudget {
  let left = milliseconds
  let takenUntil = Number.NEGATIVE_INFINITY
  return {
    take(from, until) {
      const more = Math.max(0, until - Math.max(from, takenUntil))
      if (more > left) return false
      left -= more
      takenUntil = Math.max(takenUntil, until)
      return true
    },
    endsIn: (now) => left + Math.max(0, takenUntil - now),
  }
}
