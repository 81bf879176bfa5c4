/**
 * How long an answer asks to wait before the next attempt, in milliseconds; null where it does not say. A date is
 * compared with the answer's own `Date`, so that a wrong clock on this machine does no harm.
 */
export function retryAfter(header: string | undefined, date: string | undefined): number | null {
  if (header === undefined) return null
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Math.round(Number(header) * 1000)
  // Without this, Date.parse would take almost anything for a date, also a negative number.
  const until = /^\w{3,9}, .* GMT$/.test(header.trim()) ? Date.parse(header) : Number.NaN
  if (Number.isNaN(until)) return null
  const now = Date.parse(date ?? '')
  return Math.max(0, until - (Number.isNaN(now) ? Date.now() : now))
}
