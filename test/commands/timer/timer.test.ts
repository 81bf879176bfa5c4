import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import type { TimerUnits } from '../../../source/views/units/timer-units.ts'
import { runInside } from '../../support/run-inside.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function printed(...args: string[]): Promise<TimerUnits> {
  const { code, stdout, stderr } = await runInside(['timer', 'print', '--json', ...args])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

test('the text holds every unit, its place, and a line for cron', async (t) => {
  const { code, stdout } = await runInside(['timer', 'print'])
  t.is(code, 0)
  for (const name of ['rollcall.service', 'rollcall.timer', 'rollcall@.service', 'rollcall@.timer']) {
    t.true(stdout.includes(`# /etc/systemd/system/${name}\n`), name)
  }
  t.regex(stdout, /^OnFailure=/m)
  t.regex(stdout, /^17 \* \* \* \* rollcall .* sync --quiet --home \/var\/lib\/rollcall$/m)
})

test('the service may write to its own state folder and to nothing else', async (t) => {
  const { files } = await printed()
  const service = files.find(({ path }) => path.endsWith('/rollcall.service'))?.content ?? ''
  for (const line of ['ProtectSystem=strict', 'NoNewPrivileges=yes', 'StateDirectory=rollcall', 'User=rollcall']) {
    t.true(service.split('\n').includes(line), line)
  }
})

test('another home is the one place that may be written', async (t) => {
  const { files, cron } = await printed('--home', '/srv/mail archive')
  const service = files.find(({ path }) => path.endsWith('/rollcall.service'))?.content ?? ''
  t.regex(service, /^ReadWritePaths="\/srv\/mail archive"$/m)
  t.regex(cron ?? '', /--home '\/srv\/mail archive'$/)
})

test('a home with a dollar sign is the same folder to the command and to the service', async (t) => {
  const { files } = await printed('--home', '/srv/a$b')
  const service = files.find(({ path }) => path.endsWith('/rollcall.service'))?.content ?? ''
  t.regex(service, /^ReadWritePaths="\/srv\/a\$b"$/m)
  t.regex(service, /^ExecStart=.* --home "\/srv\/a\$\$b"$/m)
})

test('a home with a line break, which would be a line of its own in a unit, is refused', async (t) => {
  const { code, stdout, stderr } = await runInside(['timer', 'print', '--home', '/srv/a\nUser=root'])
  t.deepEqual([code, stdout], [64, ''])
  t.regex(stderr, /Usage: rollcall timer print/)
})

const withSystemd = spawnSync('systemd-analyze', ['--version']).status === 0 ? test : test.skip

withSystemd('systemd finds nothing wrong with the units, and little exposed', async (t) => {
  const folder = temporaryFolder(t)
  const { files } = await printed('--calendar', '*-*-* 05:30')
  const paths = files.map(({ path, content }) => {
    // A template is checked as one of its instances.
    const file = join(folder, basename(path).replace('@.', '@tenant.'))
    writeFileSync(file, content)
    return file
  })
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
  t.is(stderr, '')
  t.is(status, 0)
  const [service = ''] = paths
  // In tenths; systemd calls everything below 5.0 medium or better.
  const exposure = ['security', '--offline=true', '--threshold=20', service]
  t.is(spawnSync('systemd-analyze', exposure).status, 0)
})

/** Calendars, and the same for cron where it can say it. */
const calendars: readonly [calendar: string, cron: string | null][] = [
  ['hourly', '17 * * * *'],
  ['daily', '17 4 * * *'],
  ['weekly', '17 4 * * 1'],
  ['monthly', '17 4 1 * *'],
  ['*-*-* 05:30', '30 5 * * *'],
  ['05:30', '30 5 * * *'],
  ['Mon..Fri 05:30', '30 5 * * 1-5'],
  ['Mon,Thu *-*-* 05:30:00', '30 5 * * 1,4'],
  ['*:0/15', '*/15 * * * *'],
  ['quarterly', null],
  ['*-*-1 04:00', null],
  ['05:30 Europe/Berlin', null],
  ['2030-01-01', null],
  ['*-2/3-1,15 23:59:59.5', null],
  ['Sat..Sun 00:00', '0 0 * * 6-7'],
  ['Sunday,Wednesday..Friday 06:00', '0 6 * * 7,3-5'],
  ['0/2:00', '0 */2 * * *'],
  ['8..18/2:00', null],
  ['biannually', null],
  ['05:30 UTC', null],
]

test('cron gets a line where it can express the calendar, and none that means something else', async (t) => {
  for (const [calendar, time] of calendars) {
    const { cron, files } = await printed('--calendar', calendar)
    t.is(cron?.split(' rollcall ')[0] ?? null, time, calendar)
    t.true(files[1]?.content.includes(`OnCalendar=${calendar}\n`), calendar)
  }
})

withSystemd(
  'what systemd does not understand is wrong usage, such as times that do not exist and the steps of cron',
  async (t) => {
    for (const calendar of [
      '99:99',
      '*/2:00',
      '*:*/15',
      '*:0/60',
      '*:30/45',
      '*:0/0',
      '*:,',
      'Sun..Tue 01:00',
      'Mond 01:00',
      '18..8:00',
      '05:30 Mars/Phobos',
      '5.5:00',
      '*:0/5/5',
      '24:00',
      '5:60',
      '05:30:60',
      '2030-13-01',
      '02-32',
      '*-*-0 04:00',
      '1030-01-01',
    ]) {
      const { code, stdout } = await runInside(['timer', 'print', '--calendar', calendar])
      t.deepEqual([code, stdout], [64, ''], calendar)
    }
  },
)

test('where there is no systemd to ask, the form of a calendar is looked at', async (t) => {
  const environment = { PATH: temporaryFolder(t) }
  for (const [calendar] of calendars) {
    t.is((await runInside(['timer', 'print', '--calendar', calendar], { environment })).code, 0, calendar)
  }
  for (const calendar of ['no such', 'daily\nUser=root', '-x', '', ' ', '5', '05:30; rm x']) {
    t.is((await runInside(['timer', 'print', '--calendar', calendar], { environment })).code, 64, calendar)
  }
})
