import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { PlanJson } from '../../source/views/plan/plan-json.ts'
import type { ProblemJson } from '../../source/views/problem-view.ts'
import { noDelegation } from '../support/no-delegation.ts'
import { workplace } from '../support/workplace.ts'

test('a plan lists who would be created, on standard output alone', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const { code, stdout, stderr } = await place.run(['plan'])
  t.is(code, 0)
  t.regex(stdout, /^\+ ursula\.becker@example\.com .*new user, new archive .*Board$/m)
  t.regex(stdout, /chair@elsewhere\.test +address outside the organization/)
  t.notRegex(stdout, /Reading/)
  t.regex(stderr, /Reading/)
})

test('a plan as JSON has the documented members and changes nothing', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const { code, document } = await place.answer<PlanJson>(['plan'])
  t.is(code, 0)
  t.false(document.committed)
  t.is(document.storeRevision, 0)
  t.is(document.summary.create, 2)
  const [row] = document.changes
  t.like(row, { action: 'create', before: null, reason: { code: 'memberOf', path: ['Board'] }, archive: 'create' })
  t.is(row?.after?.userName, row?.userName)
  t.throws(() => statSync(join(place.home.folder, 'users.json')), { code: 'ENOENT' })
})

test('with --detailed-exitcode 2 means that changes are pending, and 0 that there are none', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  t.is((await place.run(['plan', '--detailed-exitcode'])).code, 2)
  t.is((await place.run(['sync'])).code, 0)
  t.is((await place.run(['plan', '--detailed-exitcode'])).code, 0)
})

test('under --quiet a plan without changes prints nothing at all', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'interns@example.com'] })
  const { code, stdout, stderr } = await place.run(['plan', '--quiet'])
  t.deepEqual({ code, stdout, stderr }, { code: 0, stdout: '', stderr: '' })
})

test('without a setup a plan says what is missing', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, document } = await place.answer<ProblemJson>(['plan'])
  t.is(code, 1)
  t.is(document.problem.code, 'notSetUp')
  t.deepEqual(Object.keys(document.problem), ['code', 'title', 'cause', 'remedy', 'facts'])
})

test('an incomplete listing exits with 3', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([{ call: 'users.list', body: { kind: 'admin#directory#users' }, times: 'always' }])
  const { code, document } = await place.answer<ProblemJson>(['plan'])
  t.is(code, 3, document.problem.title)
})

test('a missing right exits with 4', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([noDelegation])
  t.is((await place.run(['plan'])).code, 4)
})

test('a saved plan is for the owner alone and is committed as it was seen', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const file = join(place.folder, 'tonight.plan')
  t.is((await place.run(['plan', '--out', file])).code, 0)
  t.is(statSync(file).mode & 0o777, 0o600)
  place.google.update((organization) => {
    for (const user of organization.users) if (user.name) user.name.fullName = 'Changed Since'
  })
  const { code, document } = await place.answer<PlanJson>(['sync', '--plan', file])
  t.is(code, 0)
  t.true(document.committed)
  t.notRegex(readFileSync(join(place.home.folder, 'users.json'), 'utf8'), /Changed Since/)
})

test('a saved plan that was edited is refused with 65', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const file = join(place.folder, 'tonight.plan')
  await place.run(['plan', '--out', file])
  writeFileSync(file, readFileSync(file, 'utf8').replace('"privileges":["login"]', '"privileges":["admin"]'))
  const { code, document } = await place.answer<ProblemJson>(['sync', '--plan', file])
  t.is(code, 65)
  t.is(document.problem.code, 'savedPlanUnusable')
})

test('a saved plan is stale once the store has changed', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const file = join(place.folder, 'tonight.plan')
  await place.run(['plan', '--out', file])
  t.is((await place.run(['sync'])).code, 0)
  const { code, document } = await place.answer<ProblemJson>(['sync', '--plan', file])
  t.is(code, 1)
  t.is(document.problem.code, 'planStale')
})

test('a saved plan is stale once the settings have changed', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const file = join(place.folder, 'tonight.plan')
  await place.run(['plan', '--out', file])
  await place.run(['setup', '--privileges', 'login,archive'])
  const { code, document } = await place.answer<ProblemJson>(['sync', '--plan', file])
  t.is(code, 1)
  t.is(document.problem.code, 'planStale')
})

test('a file that is no plan is refused with 65', async (t) => {
  const place = await workplace(t)
  const { code, document } = await place.answer<ProblemJson>(['sync', '--plan', place.keyFile])
  t.is(code, 65)
  t.is(document.problem.code, 'savedPlanUnusable')
})
