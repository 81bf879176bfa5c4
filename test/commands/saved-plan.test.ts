import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { homeAt } from '../../source/store/home.ts'
import { readStore } from '../../source/store/users/user-store.ts'
import { problemOf } from '../store/support/problems.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com', name: { fullName: 'Alex' } }],
  groups: [
    {
      email: 'staff@example.com',
      name: 'Staff',
      members: [{ email: 'admin@example.com' }],
    },
  ],
}

/** A workplace with a saved plan that creates one user and shows that another is gone. */
async function planned(t: ExecutionContext): Promise<Workplace & { file: string }> {
  const place = await workplace(t, {
    organization,
    flags: ['--group', 'staff@example.com', '--exclude', 'none-*'],
    store: { version: 1, revision: 4, users: [user('dan@example.com', { directoryId: '104500099999999999999' })] },
  })
  const file = join(place.folder, 'tonight.plan')
  const { code, stderr } = await place.run(['plan', '--out', file])
  t.is(code, 0, stderr)
  return { ...place, file }
}

/** The document with one value of it changed, once for every value. */
function* changedOnce(value: Json, path = ''): Generator<{ path: string; value: Json }> {
  if (Array.isArray(value)) {
    yield { path: `${path}[+]`, value: [...value, value[0] ?? 'x'] }
    for (const [index, inner] of value.entries())
      for (const change of changedOnce(inner, `${path}[${index}]`))
        yield { path: change.path, value: value.with(index, change.value) }
  } else if (typeof value === 'object' && value !== null) {
    yield { path: `${path}.+`, value: { ...value, added: 1 } }
    for (const [name, inner] of Object.entries(value)) {
      const { [name]: _left, ...rest } = value
      yield { path: `${path}.-${name}`, value: rest }
      for (const change of changedOnce(inner, `${path}.${name}`))
        yield { path: change.path, value: { ...value, [name]: change.value } }
    }
  } else if (typeof value === 'number') yield { path, value: value + 1 }
  else if (typeof value === 'string') yield { path, value: `${value}x` }
  else yield { path, value: value === null ? 'x' : !value }
}

test('where a plan was saved is said, in text and as data, with the command that commits it', async (t) => {
  const { run, answer, file } = await planned(t)
  const { stdout } = await run(['plan', '--out', file])
  t.true(stdout.includes(`Saved as ${file}.`), stdout)
  t.regex(stdout, /^rollcall sync --plan .*tonight\.plan --home \S+$/m)
  const { document } = await answer<{ savedAs: string }>(['plan', '--out', file])
  t.is(document.savedAs, file)
})

test('a saved plan is refused whichever part of the file was changed, taken away or added', async (t) => {
  const { readPlan } = await import('../../source/operations/synchronize/saved-plan.ts')
  const { file, home } = await planned(t)
  const changed = join(file, '..', 'changed.plan')
  let tried = 0
  for (const { path, value } of changedOnce(JSON.parse(readFileSync(file, 'utf8')))) {
    writeFileSync(changed, JSON.stringify(value))
    await t.throwsAsync(readPlan(home, changed), { message: /The plan .* can't be committed/ }, path)
    tried += 1
  }
  t.true(tried > 100, `${tried}`)
})

test('a plan that another home sealed, or nobody, is refused', async (t) => {
  const { savePlan, readPlan } = await import('../../source/operations/synchronize/saved-plan.ts')
  const { file, home, folder } = await planned(t)
  const plan = await readPlan(home, file)
  const stranger = homeAt(join(folder, 'strangers-home'))
  mkdirSync(stranger.folder)
  const forged = join(folder, 'forged.plan')
  await savePlan(stranger, forged, { ...plan, store: await readStore(home) })
  t.deepEqual((await readPlan(stranger, forged)).plan, plan.plan, 'there it is as good as any')
  await problemOf(t, 'savedPlanUnusable', () => readPlan(home, forged))
  rmSync(home.planSeal)
  await problemOf(t, 'savedPlanUnusable', () => readPlan(home, file))
})

test('a saved plan is for the owner alone, whatever stood there', async (t) => {
  const place = await planned(t)
  writeFileSync(join(place.folder, 'laid'), '')
  chmodSync(join(place.folder, 'laid'), 0o666)
  t.is((await place.run(['plan', '--out', join(place.folder, 'laid')])).code, 0)
  t.is(statSync(join(place.folder, 'laid')).mode & 0o777, 0o600)
})

test('a saved plan that was only laid out anew is the same plan', async (t) => {
  const { run, file } = await planned(t)
  writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2))
  const { code, stdout } = await run(['sync', '--plan', file])
  t.is(code, 0)
  t.regex(stdout, /Created 1 user/)
})

test('a plan takes the place of an earlier plan or of an empty file, and of nothing else', async (t) => {
  const place = await planned(t)
  const save = (file: string) => place.answer(['plan', '--out', file])
  const empty = join(place.folder, 'empty')
  writeFileSync(empty, '')
  for (const file of [empty, place.file]) {
    t.is((await save(file)).code, 0)
    t.true(readFileSync(file, 'utf8').startsWith('{"rollcallPlan"'))
  }
  for (const file of [place.home.users, place.home.settings, place.keyFile]) {
    const before = readFileSync(file, 'utf8')
    const { code, document } = await save(file)
    t.deepEqual([code, document.problem?.code], [1, 'planPlaceTaken'], file)
    t.is(readFileSync(file, 'utf8'), before, file)
  }
})

const stale: [what: string, change: (place: Workplace) => unknown][] = [
  ['a store that another commit changed', ({ run }) => run(['users', 'add', 'info'])],
  [
    'a store that was edited by hand, with the revision it had',
    ({ home }) => writeFileSync(home.users, readFileSync(home.users, 'utf8').replace('"login"', '"admin"')),
  ],
  ['a store that is gone', ({ home }) => writeFileSync(home.users, '{"version":1,"revision":4,"users":[]}')],
  ['an option', ({ run }) => run(['setup', '--suspended', 'exclude'])],
  ['the groups', ({ run }) => run(['setup', '--all-users'])],
  ['the exclusions', ({ run }) => run(['setup', '--no-exclude'])],
  ['the default privileges', ({ run }) => run(['setup', '--privileges', 'login,export'])],
  ['the deletion limit', ({ run }) => run(['setup', '--deletion-limit', '50%'])],
  ['automatic deletion', ({ run }) => run(['setup', '--auto-delete'])],
]

for (const [what, change] of stale) {
  test(`a saved plan is stale after a change of ${what}`, async (t) => {
    const place = await planned(t)
    await change(place)
    const before = readFileSync(place.home.users, 'utf8')
    const { code, document } = await place.answer(['sync', '--plan', place.file])
    t.is(code, 1)
    t.is(document.problem?.code, 'planStale')
    t.is(readFileSync(place.home.users, 'utf8'), before)
  })
}

test('a saved plan past the limit is committed with exactly its number of deletions', async (t) => {
  const users = Array.from({ length: 7 }, (_, index) =>
    user(`old${index}@example.com`, { directoryId: `10450009999999999990${index}` }),
  )
  const place = await workplace(t, {
    organization,
    flags: ['--auto-delete'],
    store: { version: 1, revision: 1, users },
  })
  const file = join(place.folder, 'cleanup.plan')
  await place.run(['plan', '--out', file])
  for (const allowed of [[], ['--allow-deletions', '6'], ['--allow-deletions', '8']]) {
    const { code, document } = await place.answer(['sync', '--plan', file, ...allowed])
    t.deepEqual([code, document.problem?.code], [3, 'deletionLimit'])
  }
  const { code, document } = await place.answer(['sync', '--plan', file, '--allow-deletions', '7'])
  t.is(code, 0)
  t.is(document.summary.delete, 7)
})
