import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { ProblemJson } from '../../../source/views/problem-view.ts'
import { noDelegation } from '../../support/no-delegation.ts'
import { runInside } from '../../support/run-inside.ts'
import { workplace } from '../../support/workplace.ts'

type SetupJson = {
  settings: { administrator: string; groups: { id: string; email: string }[] } & Record<string, unknown>
  key: Record<string, string>
}

test('key, administrator and a group are set, the group by its immutable id', async (t) => {
  const place = await workplace(t, { setUp: false })
  const flags = ['--key', place.keyFile, '--admin', place.google.admin, '--group', 'staff@example.com']
  const { code, document } = await place.answer<SetupJson>(['setup', ...flags])
  t.is(code, 0)
  t.is(document.settings.administrator, place.google.admin)
  t.deepEqual(
    document.settings.groups.map(({ id, email }) => ({ id, email })),
    [{ id: '01staff000000002', email: 'staff@example.com' }],
  )
  t.is(document.key.clientId, place.google.key.client_id)
  t.is(statSync(join(place.home.folder, 'credentials', 'service-account.json')).mode & 0o777, 0o600)
})

test('the private key is never printed', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { stdout, stderr } = await place.run(['setup', '--key', place.keyFile, '--verbose', '--json'])
  t.notRegex(stdout + stderr, /PRIVATE KEY/)
})

test('what is wrong with a key on standard input is said of standard input', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, stderr } = await place.run(['setup', '--key', '-'], { input: '{"web":{}}' })
  t.is(code, 65)
  t.regex(stderr, /^rollcall: standard input is an OAuth client$/m)
})

test('the key is taken from standard input', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code } = await place.run(['setup', '--key', '-'], { input: readFileSync(place.keyFile, 'utf8') })
  t.is(code, 0)
  t.regex(readFileSync(join(place.home.folder, 'credentials', 'service-account.json'), 'utf8'), /service_account/)
})

test('flags set what they name and leave the rest', async (t) => {
  const place = await workplace(t, { flags: ['--auto-delete', '--exclude', '*@lab.example.com'] })
  const { document } = await place.answer<SetupJson>(['setup', '--deletion-limit', '12%', '--suspended', 'exclude'])
  t.like(document.settings, {
    automaticDeletion: true,
    exclusions: ['*@lab.example.com'],
    deletionLimit: { percent: 12 },
    suspended: 'exclude',
    archived: 'include',
  })
})

test('setting exclusions says how many people each matches, and points out what matches nobody', async (t) => {
  const place = await workplace(t)
  const patterns = ['*', 'ADA.[!m]*', '*@lab', 'nothing@@']
  const { stdout } = await place.run(['setup', ...patterns.flatMap((pattern) => ['--exclude', pattern])])
  t.regex(stdout, /^\*: matches everybody \(\d+ people\)$/m)
  t.regex(stdout, /^ADA\.\[!m\]\*: matches 1 person$/m)
  t.regex(stdout, /^\*@lab: matches nobody; check its spelling$/m)
  t.regex(stdout, /^nothing@@: matches nobody; check its spelling$/m)
  const { document } = await place.answer<{ exclusionMatches: unknown }>(['setup', '--exclude', 'ada.*'])
  t.like(document.exclusionMatches, { rules: [{ rule: 'ada.*', hits: 1 }] })
})

test('exclusions are saved also while Google cannot be asked whom they match', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([noDelegation])
  const { code, stdout } = await place.run(['setup', '--exclude', 'svc-*'])
  t.is(code, 0)
  t.regex(stdout, /^The settings were saved\. Rollcall can't count whom they match yet: /m)
})

test('an exclusion that cannot be used is refused with its place, in settings from elsewhere too', async (t) => {
  const place = await workplace(t)
  const { code, document } = await place.answer<ProblemJson>(['setup', '--exclude', 'svc-!(1|2)*'])
  t.is(code, 64)
  t.regex(
    document.problem.cause + document.problem.title,
    /At character 5, "!\(1\|2\)\*": !\(\.\.\.\) is not supported/,
  )
  const input = JSON.stringify({ settings: { exclusions: ['svc-[a'] } })
  const elsewhere = await place.run(['setup', '--from', '-'], { input })
  t.is(elsewhere.code, 65)
  t.regex(elsewhere.stderr, /At character 5, "\[a"/)
})

test('a file that is no key changes nothing and exits with 65', async (t) => {
  const place = await workplace(t)
  const wrong = join(place.folder, 'wrong.json')
  writeFileSync(wrong, '{"type":"authorized_user"}')
  const before = readFileSync(join(place.home.folder, 'settings.json'))
  const { code, document } = await place.answer<ProblemJson>(['setup', '--key', wrong, '--auto-delete'])
  t.is(code, 65)
  t.truthy(document.problem.remedy)
  t.deepEqual(readFileSync(join(place.home.folder, 'settings.json')), before)
})

test('many groups are looked up by one listing, and one that is none of them is still told', async (t) => {
  const groups = Array.from({ length: 60 }, (_, index) => ({ email: `g${index}@example.com` }))
  const admin = 'admin@example.com'
  const place = await workplace(t, {
    organization: { domains: ['example.com'], admins: [admin], users: [{ primaryEmail: admin }], groups },
  })
  const flags = groups.flatMap(({ email }) => ['--group', email.toUpperCase()])
  const { code, document } = await place.answer<SetupJson>(['setup', ...flags])
  t.is(code, 0)
  t.is(document.settings.groups.length, 60)
  const calls = place.google.requests.map(({ call }) => call)
  t.deepEqual([calls.includes('groups.get'), calls.filter((call) => call === 'groups.list').length], [false, 1])
  const wrong = await place.run(['setup', ...flags, '--group', 'nobody@example.com'])
  t.regex(wrong.stderr, /nobody@example\.com/)
})

test('a group that does not exist changes nothing and exits with 65', async (t) => {
  const place = await workplace(t)
  const before = readFileSync(join(place.home.folder, 'settings.json'))
  const { code, document } = await place.answer<ProblemJson>([
    'setup',
    '--group',
    'nobody@example.com',
    '--auto-delete',
  ])
  t.is(code, 65)
  t.is(document.problem.code, 'groupNotFound')
  t.deepEqual(readFileSync(join(place.home.folder, 'settings.json')), before)
})

test('a key that Google refuses exits with 4 and nothing is saved', async (t) => {
  const place = await workplace(t, { setUp: false })
  place.google.setFaults([
    {
      call: 'token',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      times: 'always',
    },
  ])
  const flags = ['--key', place.keyFile, '--admin', place.google.admin, '--group', 'staff@example.com']
  const { code, stderr } = await place.run(['setup', ...flags])
  t.is(code, 4, stderr)
  t.throws(() => statSync(join(place.home.folder, 'settings.json')), { code: 'ENOENT' })
})

test('contradictory flags are wrong usage, and the usage line is that of setup', async (t) => {
  const { code, stderr } = await runInside(['setup', '--group', 'a@example.com', '--all-users'])
  t.is(code, 64)
  t.regex(stderr, /Usage: rollcall setup/)
})

test('an address that is none is wrong usage', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, document } = await place.answer<ProblemJson>(['setup', '--admin', 'nobody'])
  t.is(code, 64)
  t.is(document.problem.code, 'settingRefused')
})

test('a value that cannot be is refused with the name of its own flag, in whole sentences', async (t) => {
  const place = await workplace(t)
  for (const [flag, value, why] of [
    ['--admin', 'nobody', 'An e-mail address is needed.'],
    ['--privileges', 'none,login', 'none stands alone, without other privileges.'],
    ['--own-archive', 'read,none', 'own archive: none stands alone, without other privileges.'],
  ] as const) {
    const { code, document } = await place.answer<ProblemJson>(['setup', flag, value])
    t.is(code, 64, flag)
    t.true(document.problem.title.includes(`(${flag})`), document.problem.title)
    t.is(document.problem.cause, `${why} Nothing was saved.`)
  }
})

test('an unknown privilege is wrong usage and the valid ones are named', async (t) => {
  const { code, stderr } = await runInside(['setup', '--privileges', 'login,fly'])
  t.is(code, 64)
  t.regex(stderr, /modifyArchiveProfiles/)
})

test('setup without flags and without a terminal says which commands to use', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, stderr } = await place.run(['setup'])
  t.is(code, 64)
  t.regex(stderr, /rollcall plan/)
})

test('the deletion limit is a number, a share, or the larger of both, as on the screen', async (t) => {
  const place = await workplace(t)
  for (const [given, kept] of [
    ['20', { users: 20 }],
    ['12.5%', { percent: 12.5 }],
    ['5,10%', { users: 5, percent: 10 }],
  ] as const) {
    const { document } = await place.answer<SetupJson>(['setup', '--deletion-limit', given])
    t.deepEqual(document.settings.deletionLimit, kept)
  }
})
