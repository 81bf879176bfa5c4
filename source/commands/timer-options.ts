import { InvalidArgumentError } from 'commander'

const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*'
const field = '[\\d*,./]+'

/** The forms of systemd's OnCalendar=, see systemd.time(7); whether a date exists is for systemd-analyze to say. */
const calendarForms = [
  /^(?:minutely|hourly|daily|weekly|monthly|quarterly|semi-?annually|annually|yearly)$/i,
  new RegExp(
    `^(?=.)(?:${weekday}(?:(?:,|\\.\\.)${weekday})*)?(?:(?:^| )${field}(?:-${field}){1,2})?(?:(?:^| )${field}(?::${field}){1,2})?(?: (?:UTC|[A-Z][\\w+-]*/[\\w/+-]+))?$`,
    'i',
  ),
]

/** For commander: throws InvalidArgumentError. */
export function parseCalendar(text: string): string {
  if (calendarForms.some((form) => form.test(text))) return text
  throw new InvalidArgumentError("Give a time as systemd has it, such as hourly or '*-*-* 05:30'.")
}

/** For commander: throws InvalidArgumentError. */
export function parseAccount(text: string): string {
  if (/^[a-z_][a-z0-9_.-]*\$?$/i.test(text)) return text
  throw new InvalidArgumentError('Give the name of an account.')
}
