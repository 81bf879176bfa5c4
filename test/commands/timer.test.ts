import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import type { TimerUnits } from '../../source/views/timer-units.ts'
import { runProgram, temporaryFolder } from '../support/workplace.ts'

async function printed(...args: string[]): Promise<TimerUnits> {
  const { code, stdout, stderr } = await runProgram(['timer', 'print', '--json', ...args])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

test('the text holds every unit, its place, and a line for cron', async (t) => {
  const { code, stdout } = await runProgram(['timer', 'print'])
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

test('systemd finds nothing wrong with the units', async (t) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
    t.pass('systemd is not installed here')
    return
  }
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
  t.notThrows(() => execFileSync('systemd-analyze', ['calendar', '*-*-* 05:30']))
})
