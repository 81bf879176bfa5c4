import { spanWords } from '../../text/span-words.ts'

/**
 * How many minutes this machine's clock is ahead of Google's (negative: behind), from an answer's `Date` header, which
 * has a resolution of one second. Null where there is no readable date.
 *
 * @param now this machine's time, in milliseconds since 1970
 */
export function clockOffset(date: string | undefined, now: number): number | null {
  const google = Date.parse(date ?? '')
  return Number.isNaN(google) ? null : Math.round((now - google) / 60_000)
}

/** The offset in words, such as `125 minutes behind` or `57 years ahead`, in the largest unit of which it has three or more. */
export function describeOffset(minutes: number): string {
  if (minutes === 0) return 'right'
  return `${spanWords(Math.abs(minutes))} ${minutes > 0 ? 'ahead' : 'behind'}`
}
