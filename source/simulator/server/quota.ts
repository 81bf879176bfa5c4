/** Counts queries for each administrator. */
export type Quota = {
  /**
   * Counts one query, if it is within the limit.
   *
   * @param now milliseconds since 1970
   * @returns false when the administrator already had that many queries in the minute before
   */
  take: (user: string, perMinute: number, now: number) => boolean
}

/**
 * The minute before each query counts, so no span of sixty seconds ever holds more than the limit. A refusal does not count.
 *
 * @param minute how long a minute lasts, in milliseconds
 */
export function createQuota(minute: number): Quota {
  const queries = new Map<string, { times: number[]; start: number }>()
  return {
    take: (user, perMinute, now) => {
      const taken = queries.get(user) ?? { times: [], start: 0 }
      queries.set(user, taken)
      while (taken.start < taken.times.length && (taken.times[taken.start] ?? now) <= now - minute) taken.start += 1
      if (taken.start > 10_000) {
        taken.times.splice(0, taken.start)
        taken.start = 0
      }
      if (taken.times.length - taken.start >= perMinute) return false
      taken.times.push(now)
      return true
    },
  }
}
