import { InvalidArgumentError } from 'commander'

const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*'
const field = '[\\d*,./]+'

/** The forms of systemd's OnCalendar=, see systemd.time(7). */
const calendarForms = [
  /^(?:minutely|hourly|daily|weekly|monthly|quarterly|semi-?annually|annually|yearly)$/i,
  new RegExp(
    `^(?=.)(?:${weekday}(?:(?:,|\\.\\.)${weekday})*)?(?:(?:^| )${field}(?:-${field}){1,2})?(?:(?:^| )${field}(?::${field}){1,2})?(?: (?:UTC|[A-Z][\\w+-]*/[\\w/+-]+))?$`,
    'i',
  ),
]

/** From and to which number the parts of a date and of a time go; whether a month has such a day systemd looks up. */
const dateBounds = [[1970, 2199] as const, [1, 12] as const, [1, 31] as const]
const timeBounds = [[0, 23] as const, [0, 59] as const, [0, 59] as const]

/** Whether there is such a time of day and such a date. Behind a slash stands a step, not a time. */
function numbersFit(text: string): boolean {
  return text.split(' ').every((part) => {
    const isTime = part.includes(':')
    if (!isTime && !/^[\d*][\d*,./]*-/.test(part)) return true
    const fields = part.split(isTime ? ':' : '-')
    // A date may lack its year, a time its seconds.
    const bounds = isTime ? timeBounds : dateBounds.slice(-fields.length)
    return fields.every((one, index) => {
      const [least, most] = bounds[index] ?? [0, 0]
      const numbers = one.replace(/\/[\d.]+/g, '').match(/\d+(?:\.\d+)?/g) ?? []
      return numbers.every((number) => Number(number) >= least && Math.floor(Number(number)) <= most)
    })
  })
}

/** For commander: throws InvalidArgumentError. */
export function parseCalendar(text: string): string {
  if (calendarForms.some((form) => form.test(text)) && numbersFit(text)) return text
  throw new InvalidArgumentError("Give a time as systemd has it, such as hourly or '*-*-* 05:30'.")
}

/** For commander: throws InvalidArgumentError. */
export function parseAccount(text: string): string {
  if (/^[a-z_][a-z0-9_.-]*\$?$/i.test(text)) return text
  throw new InvalidArgumentError('Give the name of an account.')
}
