import { isBelowHomes } from '../../environment/below-homes.ts'
import { quotedWord, shellWord } from '../../text/shell-word.ts'
import { administratorUnits, commandLine, hardening, writableHome } from './unit-words.ts'

/** Where and when a timer runs the program. */
export type TimerFacts = {
  /** As systemd's `OnCalendar=` has it. */
  calendar: string
  /** The account that runs it. */
  user: string
  /** The home folder; null for systemd's own state folder. */
  home: string | null
  /** The words that start the program: absolute paths. */
  command: readonly string[]
}

/** Files to install, and a line for cron; null where cron has no word for the calendar. */
export type TimerUnits = {
  /** What to run once, as root, before the files are installed. */
  preparation: string[]
  files: { path: string; content: string }[]
  cron: string | null
}

/**
 * A hardened service with its timer, the template of both for several tenants, a service that runs when one fails, and a
 * line for cron.
 */
export function timerUnits(facts: TimerFacts, unitFolder = administratorUnits): TimerUnits {
  const file = (name: string, lines: readonly string[]) => ({
    path: `${unitFolder}/${name}`,
    content: `${lines.join('\n')}\n`,
  })
  const home = facts.home ?? '/var/lib/rollcall'
  return {
    preparation: preparation(facts, home),
    files: [
      file('rollcall.service', service(facts, 'Sync the mail archive with Google Workspace', 'rollcall', home)),
      file('rollcall.timer', timer(facts, 'rollcall')),
      file('rollcall@.service', service(facts, 'Sync the mail archive of %i', 'rollcall/%i', `/var/lib/rollcall/%i`)),
      file('rollcall@.timer', timer(facts, 'rollcall for %i')),
      file('rollcall-failed@.service', failure()),
    ],
    cron: cron(facts, home),
  }
}

function preparation({ user, command }: TimerFacts, home: string): string[] {
  return [
    `useradd --system --home-dir ${shellWord(home)} --shell /usr/sbin/nologin ${shellWord(user)}`,
    `install -d -o ${shellWord(user)} -m 0700 ${shellWord(home)}`,
    `sudo -u ${shellWord(user)} ${command.map(shellWord).join(' ')} --home ${shellWord(home)}`,
  ]
}

function cron({ calendar, user, command }: TimerFacts, home: string): string | null {
  const time = cronTime(calendar)
  if (time === null) return null
  // Cron takes a percent sign for the end of the line, in quotes too.
  const line = `${command.map(quotedWord).join(' ')} sync --quiet --home ${quotedWord(home)}`.replaceAll('%', '\\%')
  return `${time} ${user} ${line}`
}

/** The units with what to do with them. */
export function timerText({ preparation, files, cron }: TimerUnits): string {
  const units = files.flatMap(({ path, content }) => [`# ${path}`, content.trimEnd(), ''])
  return [
    '# First, as root, create the account and its home, and run the setup as that account:',
    ...preparation.map((line) => `#   ${line}`),
    '# Then put each file below in its place, and run: systemctl daemon-reload && systemctl enable --now rollcall.timer',
    '# One more tenant has its home in /var/lib/rollcall/TENANT, and: systemctl enable --now rollcall@TENANT.timer',
    '',
    ...units,
    '# Without systemd: /etc/cron.d/rollcall. Cron mails the output, and --quiet prints only changes and failures.',
    cron ?? '# Cron cannot express this calendar.',
  ].join('\n')
}

function service(facts: TimerFacts, description: string, stateFolder: string, home: string): string[] {
  return [
    '[Unit]',
    `Description=${description}`,
    'Wants=network-online.target',
    'After=network-online.target',
    'OnFailure=rollcall-failed@%n.service',
    '',
    '[Service]',
    'Type=oneshot',
    `User=${facts.user}`,
    `ExecStart=${commandLine([...facts.command, 'sync', '--quiet', '--home', home])}`,
    'TimeoutStartSec=1h',
    ...writableHome(home, stateFolder),
    ...hardening([home, ...facts.command].some(isBelowHomes)),
  ]
}

function timer({ calendar }: TimerFacts, what: string): string[] {
  return [
    '[Unit]',
    `Description=Run ${what} on a schedule`,
    '',
    '[Timer]',
    `OnCalendar=${calendar}`,
    'RandomizedDelaySec=5m',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ]
}

/** An example to change: the journal has the failure already, and this makes it stand out. */
function failure(): string[] {
  return [
    '[Unit]',
    'Description=Report that %i failed',
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=/usr/bin/logger --priority daemon.err --tag rollcall "%i failed; see: journalctl --unit %i"`,
  ]
}

/** The five time fields of cron for a calendar of systemd; null where cron cannot say the same. */
function cronTime(calendar: string): string | null {
  const known = cronWords.get(calendar.toLowerCase())
  if (known !== undefined) return known
  const [, days, hours = '', minutes = ''] =
    /^(?:([a-z.,]+)(?: |$))?(?:\*-\*-\* )?(\d{1,2}|\*|0\/\d{1,2}):(\d{1,2}|\*|0\/\d{1,2})(?::00?)?$/i.exec(calendar) ??
    []
  if (minutes === '') return null
  return `${cronField(minutes)} ${cronField(hours)} * * ${days === undefined ? '*' : cronDays(days)}`
}

const cronField = (field: string): string => (/^\d+$/.test(field) ? `${Number(field)}` : field.replace(/^0\//, '*/'))

/** Numbers, because not every cron takes names in lists and ranges, and Sunday, its first day, would end no range. */
function cronDays(days: string): string {
  return days
    .split(',')
    .map((range) => range.split('..').map(cronDay).join('-'))
    .join(',')
}

const cronDay = (name: string): number =>
  1 + ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(name.slice(0, 3).toLowerCase())

const cronWords = new Map([
  ['minutely', '* * * * *'],
  ['hourly', '17 * * * *'],
  ['daily', '17 4 * * *'],
  ['weekly', '17 4 * * 1'],
  ['monthly', '17 4 1 * *'],
])
