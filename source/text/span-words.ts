import { counted } from './numbers.ts'

/** Units of a time that people can picture, in minutes, the largest first; a year is one of the Gregorian calendar. */
const units = [
  ['year', 525_949],
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const

/**
 * A span of time in words, such as `125 minutes` or `57 years`, in the largest unit of which it has three or more.
 *
 * @param minutes zero or more
 */
export function spanWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute'
  const [name, length] = units.find(([, length]) => minutes >= 3 * length) ?? ['minute', 1]
  const count = Math.round(minutes / length)
  return counted(count, name)
}
