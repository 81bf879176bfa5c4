import type { Limits } from './limits.ts'

/** A wait that is worth telling: why, and for how many milliseconds. */
export type Wait = { milliseconds: number; reason: string }

/** A call's leave to be under way. */
export type Turn = {
  /** Gives the place to the next call. `wentWell` tells whether Google answered without asking for patience. */
  leave(wentWell: boolean): void
  /**
   * Makes all calls wait together. Several refusals of calls that were under way at the same time count as one.
   *
   * @param atLeast what Google asked for, in milliseconds; null where it named no time
   * @returns how many such pauses there were in a row, this one included, without a call that went well in between
   */
  throttled(atLeast: number | null, reason: string): number
}

/** The one place where all calls of a run wait for their turn. */
export type Pacing = {
  /** @param urgent goes before the others: for calls that further calls wait for */
  enter(urgent: boolean): Promise<Turn>
  /** Waits before one call's next attempt, without holding a place. */
  pause(milliseconds: number): Promise<void>
}

/** Tells of waits for the quota only from this many milliseconds on; shorter ones nobody would notice. */
const worthTelling = 1000

/**
 * Paces the calls of one run: a number in flight, a number in any window of time, and a common pause when Google
 * throttles. After a pause one call goes ahead as a probe; with every answer that goes well one more may be under way,
 * up to half of what was too much, and from there on more slowly.
 *
 * @param signal ends every wait; its reason is what the waiting calls throw
 */
export function createPacing(limits: Limits, signal: AbortSignal, onWait: (wait: Wait) => void): Pacing {
  type Waiting = { begin: (turn: Turn) => void; fail: (reason: unknown) => void }
  const urgentCalls: Waiting[] = []
  const calls: Waiting[] = []
  const pauses = new Set<{ timer: NodeJS.Timeout; fail: (reason: unknown) => void }>()
  const starts: number[] = []
  let underWay = 0
  let capacity = limits.inFlight
  let threshold = limits.inFlight
  let closedUntil = 0
  let refusals = 0
  let lastRefusal = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null

  signal.addEventListener('abort', () => {
    if (timer !== null) clearTimeout(timer)
    for (const pause of pauses) {
      clearTimeout(pause.timer)
      pause.fail(signal.reason)
    }
    for (const waiting of [...urgentCalls.splice(0), ...calls.splice(0)]) waiting.fail(signal.reason)
  })

  function quotaWait(now: number): number {
    const oldest = starts.length < limits.callsPerWindow ? undefined : starts[0]
    return oldest === undefined ? 0 : oldest + limits.window - now
  }

  function admit(): void {
    while (underWay < Math.floor(capacity) && timer === null) {
      const waiting = urgentCalls[0] ?? calls[0]
      if (waiting === undefined) return
      const now = performance.now()
      const forQuota = quotaWait(now)
      const wait = Math.max(closedUntil - now, forQuota)
      if (wait > 0) {
        if (forQuota >= worthTelling && forQuota === wait) {
          onWait({ milliseconds: Math.round(wait), reason: `Google allows 2,400 requests a minute` })
        }
        timer = setTimeout(() => {
          timer = null
          admit()
        }, Math.ceil(wait))
        return
      }
      if (urgentCalls.length > 0) urgentCalls.shift()
      else calls.shift()
      starts.push(now)
      if (starts.length > limits.callsPerWindow) starts.shift()
      underWay += 1
      waiting.begin(createTurn(now))
    }
  }

  function createTurn(startedAt: number): Turn {
    return {
      leave(wentWell) {
        underWay -= 1
        if (wentWell && startedAt > lastRefusal) {
          refusals = 0
          capacity = Math.min(limits.inFlight, capacity + (capacity < threshold ? 1 : 1 / capacity))
        }
        admit()
      },
      throttled(atLeast, reason) {
        const now = performance.now()
        const sameIncident = startedAt <= lastRefusal
        if (!sameIncident) {
          refusals += 1
          lastRefusal = now
          threshold = Math.max(1, Math.floor(underWay / 2))
          capacity = 1
        } else if (atLeast === null) return refusals
        const until = now + Math.min(limits.longestWait, atLeast ?? backoff(limits, refusals))
        if (until <= closedUntil) return refusals
        closedUntil = until
        onWait({ milliseconds: Math.round(until - now), reason })
        if (timer !== null) clearTimeout(timer)
        timer = null
        admit()
        return refusals
      },
    }
  }

  return {
    enter(urgent) {
      return new Promise((begin, fail) => {
        if (signal.aborted) return fail(signal.reason)
        const queue = urgent ? urgentCalls : calls
        queue.push({ begin, fail })
        admit()
      })
    },
    pause(milliseconds) {
      return new Promise((end, fail) => {
        if (signal.aborted) return fail(signal.reason)
        const pause = {
          timer: setTimeout(() => {
            pauses.delete(pause)
            end()
          }, milliseconds),
          fail,
        }
        pauses.add(pause)
      })
    },
  }
}

/** The wait after the `count`-th failure in a row: doubling, with up to half as much added, up to the longest. */
export function backoff(limits: Limits, count: number): number {
  return Math.min(limits.longestWait, limits.firstWait * 2 ** (count - 1) * (1 + Math.random() / 2))
}
