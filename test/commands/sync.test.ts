import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { PlanJson } from '../../source/views/plan/plan-json.ts'
import type { ProblemJson } from '../../source/views/problem-view.ts'
import { runInside } from '../support/run-inside.ts'
import { workplace } from '../support/workplace.ts'

test('a synchronization commits, and says so with the new revision', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const { code, document } = await place.answer<PlanJson>(['sync'])
  t.is(code, 0)
  t.true(document.committed)
  t.is(document.storeRevision, 1)
  const store = JSON.parse(readFileSync(join(place.home.folder, 'users.json'), 'utf8'))
  t.is(store.users.length, 2)
  t.true(statSync(join(place.home.folder, 'archives', 'ursula.becker@example.com', 'new')).isDirectory())
})

test('a second synchronization writes nothing, and under --quiet says nothing', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  await place.run(['sync'])
  const users = join(place.home.folder, 'users.json')
  const before = { bytes: readFileSync(users), changed: statSync(users).mtimeMs }
  const { code, stdout, stderr } = await place.run(['sync', '--quiet'])
  t.deepEqual({ code, stdout, stderr }, { code: 0, stdout: '', stderr: '' })
  t.deepEqual({ bytes: readFileSync(users), changed: statSync(users).mtimeMs }, before)
})

test('under --quiet a synchronization that changed something says what', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const { stdout, stderr } = await place.run(['sync', '--quiet'])
  t.regex(stdout, /Created 2 users/)
  t.is(stderr, '')
})

test('past the deletion limit nothing happens and the exit code is 3, until exactly that number is allowed', async (t) => {
  const place = await workplace(t, { flags: ['--all-users'] })
  await place.run(['sync'])
  await place.run(['setup', '--group', 'board@example.com', '--auto-delete'])
  const users = join(place.home.folder, 'users.json')
  const before = readFileSync(users)
  const stopped = await place.answer<ProblemJson>(['sync'])
  t.is(stopped.code, 3)
  t.is(stopped.document.problem.code, 'deletionLimit')
  t.deepEqual(readFileSync(users), before)

  const { document } = await place.answer<PlanJson>(['plan'])
  t.true(document.deletionLimit.exceeded)
  const { deletions } = document.deletionLimit
  t.is((await place.run(['sync', '--allow-deletions', String(deletions - 1)])).code, 3)
  t.deepEqual(readFileSync(users), before)
  const allowed = await place.answer<PlanJson>(['sync', '--allow-deletions', String(deletions)])
  t.is(allowed.code, 0)
  t.is(allowed.document.summary.delete, deletions)
})

test('only GET requests reach the directory, always for the whole customer', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'archive@example.com'] })
  await place.run(['sync'])
  const calls = place.google.requests.filter((request) => request.path.startsWith('/admin/'))
  t.true(calls.length > 0)
  t.deepEqual([...new Set(calls.map((call) => call.method))], ['GET'])
  const lists = calls.filter((call) => call.path.endsWith('/users') || call.path.endsWith('/groups'))
  t.deepEqual([...new Set(lists.map((call) => call.query.customer))], ['my_customer'])
})

test('a number of deletions that is none is wrong usage', async (t) => {
  const { code, stderr } = await runInside(['sync', '--allow-deletions', 'many'])
  t.is(code, 64)
  t.regex(stderr, /Usage: rollcall sync/)
})

test('a synchronization that failed is kept until one succeeds', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const file = join(place.home.folder, 'last-failure.json')
  place.google.setFaults([{ call: 'users.list', body: { kind: 'admin#directory#users' }, times: 'always' }])
  const { code, document } = await place.answer<ProblemJson>(['sync'])
  t.is(code, 3)
  t.is(JSON.parse(readFileSync(file, 'utf8')).code, document.problem.code)
  place.google.setFaults([])
  t.is((await place.run(['sync'])).code, 0)
  t.throws(() => statSync(file), { code: 'ENOENT' })
})
