import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { mailServer, webServer } from '../support/receivers.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['it@example.com'],
  users: [{ primaryEmail: 'it@example.com' }, { primaryEmail: 'ada@example.com' }],
}
const failing = { call: 'users.list' as const, times: 'always' as const, status: 403 }
const told = (got: readonly { body: string }[]): Record<string, unknown>[] => got.map(({ body }) => JSON.parse(body))

const setUp = async (t: ExecutionContext, place: Workplace, ...flags: string[]): Promise<void> => {
  const { code, stderr } = await place.run(['setup', ...flags])
  t.is(code, 0, stderr)
}

/** The flags that send mail as bob, whose password is `right`. */
function asBob(place: Workplace, port: number): string[] {
  const file = join(place.folder, 'password')
  writeFileSync(file, 'right\n')
  return ['--smtp', `smtp://bob@127.0.0.1:${port}`, '--smtp-password', file]
}

test('a failure is told once by mail and webhook with its remedy, and its end once', async (t) => {
  const place = await workplace(t, { organization })
  const { port, got: mails } = await mailServer(t, 'bob', 'a secret of bob')
  const hook = await webServer(t, (response) => response.end('ok'))
  const password = join(place.folder, 'password')
  writeFileSync(join(place.folder, 'password'), 'a secret of bob\n')
  await setUp(
    t,
    place,
    ...['--notify-on', 'failure', '--notify-mail', 'admin@example.com', '--notify-mail', 'night@example.com'],
    ...[
      '--smtp',
      `smtp://bob@127.0.0.1:${port}`,
      '--smtp-password',
      password,
      '--webhook',
      `${hook.url}/services/T0KEN`,
    ],
  )
  t.is((await place.run(['sync'])).code, 0)
  t.deepEqual([mails.length, hook.got.length], [0, 0])
  place.google.setFaults([failing])
  t.is((await place.run(['sync'])).code, 4)
  t.is((await place.run(['sync'])).code, 4)
  place.google.setFaults([])
  t.is((await place.run(['sync'])).code, 0)
  t.is((await place.run(['sync'])).code, 0)
  t.like(told(hook.got), [
    { outcome: 'failed', organization: 'example.com', problem: { code: 'rightMissing' } },
    { outcome: 'recovered' },
  ])
  t.is(mails.length, 2)
  t.deepEqual(mails[0]?.to, ['admin@example.com', 'night@example.com'])
  t.regex(mails[0]?.message ?? '', /^Subject: Rollcall example\.com: sync failed: it@example\.com may not read/m)
  t.regex(mails[1]?.message ?? '', /^Subject: Rollcall example\.com: sync works again/m)
})

test('changes are told when they are asked for, with counts in the subject and no addresses in the webhook', async (t) => {
  const place = await workplace(t, { organization })
  const hook = await webServer(t, (response) => response.end('ok'))
  await setUp(t, place, '--notify-on', 'change', '--webhook', hook.url)
  await place.run(['sync'])
  await place.run(['sync'])
  t.is(hook.got.length, 1)
  t.regex(String(told(hook.got)[0]?.text), /^Rollcall example\.com: 2 people added \(/)
  t.notRegex(hook.got[0]?.body ?? '', /ada@/)
})

test('a failure whose text names an account is told by webhook without the name, and by mail with it', async (t) => {
  const place = await workplace(t, { organization })
  const { port, got: mails } = await mailServer(t, 'bob', 'right')
  const hook = await webServer(t, (response) => response.end('ok'))
  const flags = ['--notify-on', 'failure', '--webhook', hook.url, '--notify-mail', 'admin@example.com']
  await setUp(t, place, ...flags, ...asBob(place, port))
  place.google.setFaults([failing])
  await place.run(['sync'])
  t.regex(mails[0]?.message ?? '', /it@example\.com may not read/)
  const body = hook.got[0]?.body ?? ''
  t.notRegex(body, /@/)
  t.regex(
    String(told(hook.got)[0]?.text),
    /sync failed: \[\.\.\.\] may not read this .*\n.*rollcall explain rightMissing/s,
  )
})

test('each way tells what it could not tell before, and nothing twice', async (t) => {
  const place = await workplace(t, { organization })
  const { port, got: mails } = await mailServer(t, 'bob', 'right')
  let status = 500
  const hook = await webServer(t, (response) => response.writeHead(status).end())
  const flags = ['--notify-on', 'change', '--webhook', hook.url, '--notify-mail', 'admin@example.com']
  await setUp(t, place, ...flags, ...asBob(place, port))
  const { code, stderr, stdout } = await place.run(['sync', '--quiet'])
  t.is(code, 0)
  t.regex(
    stderr,
    /^Warning: The webhook was not sent\. It answered with status 500\..*rollcall explain webhookNotSent$/m,
  )
  t.regex(stdout, /Created 2 users/)
  t.deepEqual([mails.length, hook.got.length], [1, 2])
  status = 204
  const next = await place.run(['sync', '--quiet'])
  t.deepEqual([next.code, next.stderr, next.stdout], [0, '', ''])
  t.deepEqual([mails.length, hook.got.length], [1, 3])
  t.like(told(hook.got)[2], { changes: { create: 2 } })
  t.regex(String(told(hook.got)[2]?.text), /^Rollcall example\.com: 2 people added \(/)
  await place.run(['sync'])
  t.deepEqual([mails.length, hook.got.length], [1, 3])
})

test('what could not be told is in the document and in the line for a journal, after a failure too', async (t) => {
  const place = await workplace(t, { organization })
  const hook = await webServer(t, (response) => response.writeHead(500).end())
  await setUp(t, place, '--notify-on', 'always', '--webhook', hook.url)
  const { code, document } = await place.answer<{ warnings: { code: string }[] }>(['sync'])
  t.is(code, 0)
  t.deepEqual(
    document.warnings.map((warning) => warning.code),
    ['webhookNotSent'],
  )
  place.google.setFaults([failing])
  const failed = await place.answer<{ warnings: { code: string }[]; problem: { code: string } }>(['sync'])
  t.is(failed.code, 4)
  t.like(failed.document, { problem: { code: 'rightMissing' }, warnings: [{ code: 'webhookNotSent' }] })
  const line = await place.run(['sync', '--log', 'json'])
  t.is(line.code, 4)
  t.regex(line.stdout, /^\{.*\}\n$/)
  t.like(JSON.parse(line.stdout), {
    event: 'sync',
    outcome: 'failed',
    code: 'rightMissing',
    warnings: [{ code: 'webhookNotSent' }],
  })
})

for (const [how, answer] of [
  ['answers 500', (response) => response.writeHead(500).end()],
  ['redirects', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ['breaks off', (response) => response.destroy()],
] as const satisfies [string, Parameters<typeof webServer>[1]][]) {
  test(`a webhook that ${how} is tried twice, and is a warning that leaves the run as it was`, async (t) => {
    const place = await workplace(t, { organization })
    const hook = await webServer(t, answer)
    await setUp(t, place, '--notify-on', 'always', '--webhook', `${hook.url}/T0KEN`)
    const { code, stderr } = await place.run(['sync'])
    t.is(code, 0)
    t.regex(stderr, /Warning: The webhook was not sent\./)
    t.notRegex(stderr, /T0KEN|127\.0\.0\.1/)
    t.is(hook.got.length, 2)
    // Nobody heard of it, so the next run tells it.
    await place.run(['sync'])
    t.is(hook.got.length, 4)
  })
}

test('a heartbeat monitor hears of the start and the end of each sync', async (t) => {
  const place = await workplace(t, { organization })
  const monitor = await webServer(t, (response) => response.end('OK'))
  await setUp(t, place, '--heartbeat-url', `${monitor.url}/ping/uuid`)
  await place.run(['sync'])
  place.google.setFaults([failing])
  await place.run(['sync'])
  t.deepEqual(
    monitor.got.map(({ path }) => path),
    ['/ping/uuid/start', '/ping/uuid', '/ping/uuid/start', '/ping/uuid/fail'],
  )
})

test('the metrics file has the last run, the last success, also without changes, and what the plan held', async (t) => {
  const place = await workplace(t, { organization })
  const path = join(place.folder, 'rollcall.prom')
  await setUp(t, place, '--metrics-file', path)
  await place.run(['sync'])
  const first = readFileSync(path, 'utf8')
  t.regex(first, /^rollcall_sync_changes\{action="create"\} 2$/m)
  t.regex(first, /^rollcall_users 2$/m)
  t.is((await stat(path)).mode & 0o777, 0o644)
  await place.run(['sync'])
  const second = readFileSync(path, 'utf8')
  const success = (text: string): number =>
    Number(/^rollcall_sync_last_success_timestamp_seconds (.+)$/m.exec(text)?.[1])
  t.true(success(second) > success(first))
  place.google.setFaults([failing])
  await place.run(['sync'])
  const third = readFileSync(path, 'utf8')
  t.regex(third, /^rollcall_sync_failed 1$/m)
  t.is(success(third), success(second))
})

test('a test message goes by every way, and says which one failed', async (t) => {
  const place = await workplace(t, { organization })
  const nobody = await place.run(['notify', 'test'])
  t.is(nobody.code, 1)
  t.regex(nobody.stderr, /Nobody is told after a sync yet/)
  const { port, got } = await mailServer(t, 'bob', 'right')
  const hook = await webServer(t, (response) => response.end('ok'))
  writeFileSync(join(place.folder, 'password'), 'wrong')
  const smtp = ['--smtp', `smtp://bob@127.0.0.1:${port}`, '--smtp-password', join(place.folder, 'password')]
  await setUp(t, place, '--notify-mail', 'admin@example.com', ...smtp, '--webhook', hook.url)
  const { code, stdout } = await place.run(['notify', 'test'])
  t.is(code, 1)
  t.regex(stdout, /^Sent by 1 way\.\nThe mail was not sent\. The server rejected the user name or the password\./)
  t.is(hook.got.length, 1)
  writeFileSync(join(place.folder, 'password'), 'right')
  await setUp(t, place, '--smtp-password', join(place.folder, 'password'))
  t.is((await place.run(['notify', 'test'])).code, 0)
  t.is(got.length, 1)
})

test('the status says what needs somebody, and exits with 1 for it', async (t) => {
  const place = await workplace(t, { organization })
  const before = await place.run(['status'])
  t.is(before.code, 0, before.stderr)
  t.regex(before.stdout, /Last sync +never/)
  await place.run(['sync'])
  const good = await place.run(['status', '--json'])
  t.is(good.code, 0)
  t.like(JSON.parse(good.stdout), { needsYou: false, failure: null, runs: [{ outcome: 'changed' }] })
  place.google.setFaults([failing])
  await place.run(['sync'])
  const bad = await place.run(['status'])
  t.is(bad.code, 1)
  t.regex(
    bad.stdout,
    /^! Failed: it@example\.com may not read this\n +To see how to fix it: rollcall explain rightMissing/,
  )
})

test('the result of a sync is one line of JSON for a journal', async (t) => {
  const place = await workplace(t, { organization })
  const { stdout } = await place.run(['sync', '--log', 'json'])
  t.regex(stdout, /^\{.*\}\n$/)
  t.like(JSON.parse(stdout), { event: 'sync', outcome: 'changed', summary: { create: 2 } })
})

test('an address that would go over the line in the clear, or holds a password, is refused', async (t) => {
  const place = await workplace(t, { organization })
  for (const [flag, value, why] of [
    ['--webhook', 'http://hooks.example.com/x', /https/],
    ['--heartbeat-url', 'ftp://x', /https/],
    ['--smtp', 'smtp://bob:secret@mail.example.com', /--smtp-password/],
    ['--smtp', 'mail.example.com', /smtp:/],
  ] as const) {
    const { code, stderr } = await place.run(['setup', flag, value])
    t.is(code, 64, value)
    t.regex(stderr, why)
  }
  t.false(existsSync(join(place.home.folder, 'credentials', 'notify.json')))
})
