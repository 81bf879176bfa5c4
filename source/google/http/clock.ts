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

/** Units of a time that people can picture, in minutes, the largest first; a year is one of the Gregorian calendar. */
const units = [
  ['year', 525_949],
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const

/** The offset in words, such as `125 minutes behind` or `57 years ahead`, in the largest unit of which it has three or more. */
export function describeOffset(minutes: number): string {
  if (minutes === 0) return 'right'
  const size = Math.abs(minutes)
  const [name, length] = units.find(([, length]) => size >= 3 * length) ?? ['minute', 1]
  const count = Math.round(size / length)
  return `${count} ${name}${count === 1 ? '' : 's'} ${minutes > 0 ? 'ahead' : 'behind'}`
}
