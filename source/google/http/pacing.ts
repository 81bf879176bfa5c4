import type { Limits } from './limits.ts'
import { createWaitBudget, type WaitBudget } from './wait-budget.ts'

/** A wait that is worth telling: why, and for how many milliseconds. */
export type Wait = {
  milliseconds: number
  reason: string
  /** Of what failed: the attempt that comes after the wait, and in how many milliseconds it is given up at the latest. */
  retry?: { attempt: number; givesUpIn: number }
}

/** A call's leave to be under way. */
export type Turn = {
  /** Gives the place to the next call. `wentWell` tells whether Google answered without asking for patience. */
  leave(wentWell: boolean): void
  /**
   * Makes all calls wait together, by more and more with each refusal in a row, and after a minute's quota was used up
   * until there must be room again. Several refusals of calls that were under way at the same time count as one.
   *
   * @param refusal `asked` is what Google asked for, in milliseconds; null where it named no time. `isMinuteQuota`: it
   *   said that the queries of a minute are used up. `problem`: what calls throw that the run has no time left to wait for
   * @returns how many such pauses there were in a row, this one included, without a call that went well in between, and how
   *   long this one lasts
   */
  throttled(refusal: Refusal, reason: string): { pauses: number; wait: number }
}

type Refusal = { asked: number | null; isMinuteQuota: boolean; problem?: unknown }

/** The one place where all calls of a run wait for their turn. */
export type Pacing = {
  /**
   * @param call `urgent` goes before the others: for calls that further calls wait for. `isCounted`: it takes from the
   *   quota of queries a minute
   */
  enter(call: { urgent: boolean; isCounted: boolean }): Promise<Turn>
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
 * @param waits how long the run may still wait because Google refused; its own pace costs nothing
 */
export function createPacing(
  limits: Limits,
  signal: AbortSignal,
  onWait: (wait: Wait) => void,
  waits: WaitBudget = createWaitBudget(),
): Pacing {
  type Waiting = { isCounted: boolean; begin: (turn: Turn) => void; fail: (reason: unknown) => void }
  const urgentCalls: Waiting[] = []
  const calls: Waiting[] = []
  const pauses = new Set<{ timer: NodeJS.Timeout; fail: (reason: unknown) => void }>()
  /** The calls that ended within the last minute, and that Google may count. */
  const ended: { from: number; to: number }[] = []
  /** What Google granted in a minute before it refused. Others may have had the rest, so it is believed for a minute. */
  let found: { calls: number; until: number } | null = null
  let underWay = 0
  let capacity = limits.inFlight
  let threshold = limits.inFlight
  let closedUntil = 0
  let refusals = 0
  let lastRefusal = Number.NEGATIVE_INFINITY
  let refusedSince = 0
  let lastProblem: unknown = null
  let timer: NodeJS.Timeout | null = null

  signal.addEventListener('abort', () => {
    if (timer !== null) clearTimeout(timer)
    for (const pause of pauses) {
      clearTimeout(pause.timer)
      pause.fail(signal.reason)
    }
    for (const waiting of [...urgentCalls.splice(0), ...calls.splice(0)]) waiting.fail(signal.reason)
  })

  /** Google counts a call from when it arrives: a minute after its end at the latest it counts no more. */
  function quotaWait(now: number): number {
    while (ended[0] !== undefined && ended[0].to <= now - limits.minute) ended.shift()
    if (found !== null && found.until <= now) found = null
    const most = found?.calls ?? limits.callsPerMinute
    const oldest = underWay + ended.length < most ? undefined : ended[0]
    return oldest === undefined ? 0 : oldest.to + limits.minute - now
  }

  function admit(): void {
    while (underWay < Math.min(limits.callsPerMinute, Math.floor(capacity)) && timer === null) {
      const waiting = urgentCalls[0] ?? calls[0]
      if (waiting === undefined) return
      const now = performance.now()
      const forQuota = quotaWait(now)
      const wait = Math.max(closedUntil - now, forQuota)
      if (wait > 0) {
        if (found !== null && forQuota === wait && !waits.take(now, now + wait)) {
          for (const one of [...urgentCalls.splice(0), ...calls.splice(0)]) one.fail(lastProblem)
          return
        }
        if (forQuota >= worthTelling && forQuota === wait) {
          const reason = found === null ? 'Google allows 2,400 requests a minute' : 'Google asks to slow down'
          onWait({ milliseconds: Math.round(wait), reason })
        }
        timer = setTimeout(() => {
          timer = null
          admit()
        }, Math.ceil(wait))
        return
      }
      if (urgentCalls.length > 0) urgentCalls.shift()
      else calls.shift()
      underWay += 1
      waiting.begin(createTurn(now, waiting.isCounted))
    }
  }

  function createTurn(startedAt: number, isCounted: boolean): Turn {
    let wasRefused = false
    return {
      leave(wentWell) {
        underWay -= 1
        if (isCounted && !wasRefused) ended.push({ from: startedAt, to: performance.now() })
        if (wentWell && startedAt > lastRefusal) {
          refusals = 0
          capacity = Math.min(limits.inFlight, capacity + (capacity < threshold ? 1 : 1 / capacity))
        }
        admit()
      },
      throttled({ asked, isMinuteQuota, problem }, reason) {
        const now = performance.now()
        lastProblem = problem
        wasRefused = true
        const sameIncident = startedAt <= lastRefusal
        if (!sameIncident) {
          if (refusals === 0) refusedSince = now
          refusals += 1
          lastRefusal = now
          threshold = Math.max(1, Math.floor(underWay / 2))
          capacity = 1
          const granted = ended.filter(({ from }) => from > now - limits.minute).length
          if (isMinuteQuota && granted > 0) found = { calls: granted, until: now + limits.minute }
        } else if (asked === null) return { pauses: refusals, wait: Math.max(0, closedUntil - now) }
        const wait = asked ?? Math.max(backoff(limits, refusals), found === null ? 0 : quotaWait(now))
        const until = now + Math.min(limits.longestWait, wait)
        if (until <= closedUntil) return { pauses: refusals, wait: Math.round(closedUntil - now) }
        closedUntil = until
        const givesUpIn = Math.round(Math.min(limits.patience - (now - refusedSince), waits.endsIn(now)))
        // A wait that is too long for the call is not begun.
        if (until - now <= givesUpIn) {
          onWait({ milliseconds: Math.round(until - now), reason, retry: { attempt: refusals + 1, givesUpIn } })
        }
        if (timer !== null) clearTimeout(timer)
        timer = null
        admit()
        return { pauses: refusals, wait: Math.round(until - now) }
      },
    }
  }

  return {
    enter({ urgent, isCounted }) {
      return new Promise((begin, fail) => {
        if (signal.aborted) return fail(signal.reason)
        const queue = urgent ? urgentCalls : calls
        queue.push({ isCounted, begin, fail })
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
