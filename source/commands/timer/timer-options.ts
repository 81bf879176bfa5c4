import { spawnSync } from 'node:child_process'
import { InvalidArgumentError } from 'commander'

/** What every calendar of systemd is written with, see systemd.time(7); the rest is for systemd itself to say. */
const looksLikeCalendar = /^(?:[a-z]+(?:-annually)?|(?=.*[\d*][:-])[a-z\d*][\w*,.:/+ -]*)$/i

/** Null where this machine has no systemd to ask. */
function systemdAccepts(calendar: string): boolean | null {
  const { error, status } = spawnSync('systemd-analyze', ['calendar', '--', calendar], { stdio: 'ignore' })
  return error === undefined ? status === 0 : null
}

/** For commander: throws InvalidArgumentError. Elsewhere than on systemd's machines only the form is looked at. */
export function parseCalendar(text: string): string {
  if (looksLikeCalendar.test(text) && systemdAccepts(text) !== false) return text
  throw new InvalidArgumentError("Give a time as systemd has it, such as hourly, '*-*-* 05:30' or '*:0/15'.")
}

/** For commander: throws InvalidArgumentError. */
export function parseAccount(text: string): string {
  if (/^[a-z_][a-z0-9_.-]*\$?$/i.test(text)) return text
  throw new InvalidArgumentError('Give the name of an account.')
}
