/** How fast and how patiently Google is asked. Times are in milliseconds. */
export type Limits = {
  /** The most calls under way at one time. */
  inFlight: number
  /** The most calls that may have been under way within any `minute`. */
  callsPerMinute: number
  /** How long a minute lasts. */
  minute: number
  /** The longest that one attempt of a call may take, its answer's body included. */
  timeout: number
  /** What an attempt gets when less patience is left: an answer of Google that is well takes no longer. */
  shortestTimeout: number
  /** The shortest wait before the second attempt; it doubles with each further one, and up to half is added by chance. */
  firstWait: number
  /** The longest wait between two attempts, also where Google asks for more: then the call fails and says so. */
  longestWait: number
  /** The longest that one call may take, all attempts and waits included. */
  patience: number
  /**
   * The most attempts by what went wrong; of being throttled, the most pauses in a row that all calls make together. A
   * call that never got through is worth fewer. Six pauses last for more than a minute, after which Google's quota of
   * queries a minute must have come free.
   */
  attempts: { throttled: number; failed: number; timedOut: number; unreachable: number }
  /** The largest answer that is read, in bytes. A page of 500 users with all their aliases stays far below. */
  answerBytes: number
}

/** What holds for Google. It allows 2,400 queries a minute for each user and project. */
export const googleLimits: Limits = {
  inFlight: 16,
  callsPerMinute: 2390,
  minute: 60_000,
  timeout: 30_000,
  shortestTimeout: 5000,
  firstWait: 1000,
  longestWait: 90_000,
  patience: 300_000,
  attempts: { throttled: 7, failed: 5, timedOut: 3, unreachable: 3 },
  answerBytes: 64 * 1024 * 1024,
}

/** The limits of somebody who says how long a run may wait at most, in milliseconds: as many attempts as fit into it. */
export function withPatience(limits: Limits, patience: number): Limits {
  const throttled = Math.max(
    limits.attempts.throttled,
    Math.ceil(patience / limits.longestWait) + limits.attempts.throttled,
  )
  return { ...limits, patience, attempts: { ...limits.attempts, throttled } }
}
