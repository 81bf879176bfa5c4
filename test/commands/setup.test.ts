import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { ProblemJson } from '../../source/views/problem-view.ts'
import { emptyWorkplace, rollcall, workplace } from './support/rollcall.ts'

type SetupJson = {
  settings: { administrator: string; groups: { id: string; email: string }[] } & Record<string, unknown>
  key: Record<string, string>
}

test('help shows every flag and an example', async (t) => {
  const { code, stdout } = await rollcall(['setup', '--help'])
  t.is(code, 0)
  for (const flag of ['--key', '--admin', '--group', '--all-users', '--no-auto-delete', '--own-archive', '--home']) {
    t.true(stdout.includes(flag), flag)
  }
  t.regex(stdout, /Examples:\n {2}rollcall setup /)
})

test('key, administrator and a group are set, the group by its immutable id', async (t) => {
  const place = await emptyWorkplace(t)
  const flags = ['--key', place.keyFile, '--admin', place.simulator.admin, '--group', 'staff@example.com']
  const { code, document } = await place.json<SetupJson>(['setup', ...flags])
  t.is(code, 0)
  t.is(document.settings.administrator, place.simulator.admin)
  t.deepEqual(
    document.settings.groups.map(({ id, email }) => ({ id, email })),
    [{ id: '01staff000000002', email: 'staff@example.com' }],
  )
  t.is(document.key.clientId, place.simulator.key.client_id)
  t.is(statSync(join(place.home, 'credentials', 'service-account.json')).mode & 0o777, 0o600)
})

test('the private key is never printed', async (t) => {
  const place = await emptyWorkplace(t)
  const { stdout, stderr } = await place.run(['setup', '--key', place.keyFile, '--verbose', '--json'])
  t.notRegex(stdout + stderr, /PRIVATE KEY/)
})

test('the key is taken from standard input', async (t) => {
  const place = await emptyWorkplace(t)
  const { code } = await place.run(['setup', '--key', '-'], readFileSync(place.keyFile, 'utf8'))
  t.is(code, 0)
  t.regex(readFileSync(join(place.home, 'credentials', 'service-account.json'), 'utf8'), /service_account/)
})

test('flags set what they name and leave the rest', async (t) => {
  const place = await workplace(t, ['--auto-delete', '--exclude', '*@lab.example.com'])
  const { document } = await place.json<SetupJson>(['setup', '--deletion-limit', '12%', '--suspended', 'exclude'])
  t.like(document.settings, {
    automaticDeletion: true,
    exclusions: ['*@lab.example.com'],
    deletionLimit: { percent: 12 },
    suspended: 'exclude',
    archived: 'include',
  })
})

test('a file that is no key changes nothing and exits with 65', async (t) => {
  const place = await workplace(t)
  const wrong = join(place.folder, 'wrong.json')
  writeFileSync(wrong, '{"type":"authorized_user"}')
  const before = readFileSync(join(place.home, 'settings.json'))
  const { code, document } = await place.json<ProblemJson>(['setup', '--key', wrong, '--auto-delete'])
  t.is(code, 65)
  t.truthy(document.problem.remedy)
  t.deepEqual(readFileSync(join(place.home, 'settings.json')), before)
})

test('a group that does not exist changes nothing and exits with 65', async (t) => {
  const place = await workplace(t)
  const before = readFileSync(join(place.home, 'settings.json'))
  const { code, document } = await place.json<ProblemJson>(['setup', '--group', 'nobody@example.com', '--auto-delete'])
  t.is(code, 65)
  t.is(document.problem.code, 'groupNotFound')
  t.deepEqual(readFileSync(join(place.home, 'settings.json')), before)
})

test('a key that Google refuses exits with 4 and nothing is saved', async (t) => {
  const place = await emptyWorkplace(t)
  place.simulator.setFaults([
    {
      call: 'token',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      times: 'always',
    },
  ])
  const flags = ['--key', place.keyFile, '--admin', place.simulator.admin, '--group', 'staff@example.com']
  const { code, stderr } = await place.run(['setup', ...flags])
  t.is(code, 4, stderr)
  t.throws(() => statSync(join(place.home, 'settings.json')), { code: 'ENOENT' })
})

test('contradictory flags are wrong usage, and the usage line is that of setup', async (t) => {
  const { code, stderr } = await rollcall(['setup', '--group', 'a@example.com', '--all-users'])
  t.is(code, 64)
  t.regex(stderr, /Usage: rollcall setup/)
})

test('an address that is none is wrong usage', async (t) => {
  const place = await emptyWorkplace(t)
  const { code, document } = await place.json<ProblemJson>(['setup', '--admin', 'nobody'])
  t.is(code, 64)
  t.is(document.problem.code, 'settingRefused')
})

test('an unknown privilege is wrong usage and the valid ones are named', async (t) => {
  const { code, stderr } = await rollcall(['setup', '--privileges', 'login,fly'])
  t.is(code, 64)
  t.regex(stderr, /modifyArchiveProfiles/)
})

test('set-up without flags and without a terminal says which commands to use', async (t) => {
  const place = await emptyWorkplace(t)
  const { code, stderr } = await place.run(['setup'])
  t.is(code, 64)
  t.regex(stderr, /rollcall plan/)
})
