import { InvalidArgumentError } from 'commander'

/** systemd's words for calendars, see systemd.time(7). */
const words = /^(?:minutely|hourly|daily|weekly|monthly|quarterly|(?:semi|bi)-?annually|annually|yearly)$/i

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** From and to which number the parts of a date and of a time go; whether a month has such a day systemd looks up. */
const dateBounds = [[1970, 2199] as const, [1, 12] as const, [1, 31] as const]
const timeBounds = [[0, 23] as const, [0, 59] as const, [0, 59] as const]

/** Whether systemd takes it for a calendar: weekdays, a date, a time and a zone in this order, each of which may be missing. */
function isCalendar(text: string): boolean {
  if (words.test(text)) return true
  const parts = text.split(' ')
  const take = (fits: (part: string) => boolean): boolean => {
    const [first] = parts
    if (first === undefined || !fits(first)) return false
    parts.shift()
    return true
  }
  const found = [areWeekdays, isDate, isTime].filter((fits) => take(fits))
  if (found.length > 0) take(isZone)
  return found.length > 0 && parts.length === 0
}

const areWeekdays = (text: string): boolean => text.split(',').every(isRangeOfWeekdays)

/** The week begins on Monday, and a range does not go round its end. */
function isRangeOfWeekdays(text: string): boolean {
  const days = text.split('..').map(weekdayOf)
  const [from = -1, to = from] = days
  return days.length <= 2 && from >= 0 && to >= from
}

function weekdayOf(name: string): number {
  return weekdays.findIndex((day) => day === name.toLowerCase() || day.slice(0, 3) === name.toLowerCase())
}

/** A date may lack its year. */
function isDate(text: string): boolean {
  const fields = text.split('-')
  const bounds = dateBounds.slice(-fields.length)
  return (fields.length === 2 || fields.length === 3) && fields.every((field, index) => isField(field, bounds[index]))
}

/** A time may lack its seconds, which alone may have a fraction. */
function isTime(text: string): boolean {
  const [hours = '', minutes, seconds = '0', ...more] = text.split(':')
  if (minutes === undefined || more.length > 0) return false
  return (
    isField(hours, timeBounds[0]) &&
    isField(minutes, timeBounds[1]) &&
    isField(seconds.replace(/(\d)\.\d+(?![.\d])/g, '$1'), timeBounds[2])
  )
}

/** A star, or numbers, ranges and steps: `0/15` is each quarter of an hour. A star has no steps, other than cron's. */
function isField(text: string, bounds: readonly [least: number, most: number] | undefined): boolean {
  if (text === '*' || bounds === undefined) return bounds !== undefined
  const [least, most] = bounds
  return text.split(',').every((item) => {
    const [, start, end = most, step] = /^(\d+)(?:\.\.(\d+))?(?:\/(\d+))?$/.exec(item) ?? []
    if (start === undefined || Number(start) < least || Number(end) > most || Number(end) < Number(start)) return false
    return step === undefined || (Number(step) > 0 && Number(start) + Number(step) <= Number(end))
  })
}

/** UTC, or a zone of the tz database by its exact name. */
function isZone(text: string): boolean {
  if (/^utc$/i.test(text)) return true
  if (!/^[A-Z]\w*\/[\w/+-]+$/.test(text)) return false
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions()
    return timeZone === text || timeZone.toLowerCase() !== text.toLowerCase()
  } catch {
    return false
  }
}

/** For commander: throws InvalidArgumentError. */
export function parseCalendar(text: string): string {
  if (isCalendar(text)) return text
  throw new InvalidArgumentError("Give a time as systemd has it, such as hourly, '*-*-* 05:30' or '*:0/15'.")
}

/** For commander: throws InvalidArgumentError. */
export function parseAccount(text: string): string {
  if (/^[a-z_][a-z0-9_.-]*\$?$/i.test(text)) return text
  throw new InvalidArgumentError('Give the name of an account.')
}
