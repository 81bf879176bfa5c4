import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import type { OperationContext, Progress } from '../../source/operations/context.ts'
import { synchronize } from '../../source/operations/synchronize/synchronize.ts'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import type { Fault } from '../../source/simulator/server/faults.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { Problem, type ProblemKind } from '../../source/text/problem.ts'
import { quickLimits } from '../google/support/connect.ts'
import { calls, type End, endsOf, rows } from '../google/support/faults.ts'
import { archiveGroup, smallOrganization } from '../google/support/small-organization.ts'
import { storeOf, temporaryHome } from '../store/support/homes.ts'
import { user } from '../sync/builders.ts'

/** In scope and unchanged; left the group; deleted in Google; made by hand. */
const before = storeOf(
  3,
  account('person0'),
  account('person5'),
  account('ghost'),
  user('hand', { authentication: 'integrated', directoryId: null }),
)

function account(name: string) {
  const number = name.replace('person', '')
  return user(`${name}@example.com`, { directoryId: `id-${name}`, fullName: `Person ${number}` })
}

type Run = { end: 'done' | Problem; store: UserStore; bytes: string; waited: boolean; archives: boolean }

async function runWith(t: { teardown: (work: () => void) => void }, faults: Fault[]): Promise<Run> {
  const simulator = await startSimulator({ organization: smallOrganization, faults })
  const home = temporaryHome(t)
  await saveServiceAccountKey(home, JSON.stringify(simulator.key), 'key.json')
  await writeSettings(home, {
    administrator: simulator.admin,
    groups: [archiveGroup],
    automaticDeletion: true,
    deletionLimit: { percent: 100 },
  })
  writeFileSync(home.users, JSON.stringify(before), { mode: 0o600 })
  const progress: Progress[] = []
  const limits = faults.some(({ hang }) => hang) ? { ...quickLimits, timeout: 1500 } : quickLimits
  const context: OperationContext = {
    home,
    google: { origin: simulator.url, limits },
    signal: new AbortController().signal,
    onProgress: (step) => progress.push(step),
    onDetail: () => {},
  }
  const end = await synchronize(context).then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof Problem) return error
      throw error
    },
  )
  await simulator.close()
  const bytes = readFileSync(home.users, 'utf8')
  const waited = progress.some(({ stage }) => stage === 'waiting')
  return { end, bytes, store: JSON.parse(bytes), waited, archives: existsSync(home.archives) }
}

const namesOf = (store: UserStore) => store.users.map(({ userName }) => userName).sort()
const after = ['hand', 'person0@example.com', 'person1@example.com', 'person2@example.com']
const kinds: ProblemKind[] = ['failed', 'stopped', 'refused']

test('Without a fault two users are created and two are deleted.', async (t) => {
  const run = await runWith(t, [])
  t.is(run.end, 'done')
  t.deepEqual(namesOf(run.store), after)
})

let runs = 0
for (const call of calls) {
  test(`A synchronization that meets a fault at ${call} commits the right result or changes nothing.`, async (t) => {
    for (const row of rows) {
      for (const times of process.env.ROLLCALL_LONG === '1' ? ([1, 'always'] as const) : ([1] as const)) {
        const expected: End = endsOf(row, call)[times === 1 ? 'once' : 'always']
        const run = await runWith(t, [{ ...row.fault, call, times }])
        const name = `${row.name}, ${times}`
        runs += 1
        if (run.end === 'done') {
          // A synchronization asks for the names of nested groups only, where not knowing one does no harm.
          t.true(['recovered', 'answeredAnotherWay', 'understood'].includes(expected) || call === 'groups.get', name)
          // Somebody whom Google does not show stays.
          const isHidden = call === 'users.get' && row.name === 'status 403 forbidden'
          t.deepEqual(
            namesOf(run.store).filter((one) => !isHidden || after.includes(one)),
            after,
            name,
          )
          t.is(run.store.users.length, isHidden ? after.length + 1 : after.length, name)
          t.is(run.store.revision, 4, name)
          // A fresh token, and another connection in place of one that broke, are had without a wait.
          const { status, reset, truncate } = row.fault
          const atOnce = status === 401 || reset === true || truncate !== undefined
          if (expected === 'recovered' && !atOnce) t.true(run.waited, `${name}: the wait is shown`)
        } else {
          t.is(run.end.code, expected, name)
          t.true(kinds.includes(run.end.kind), `${name}: ${run.end.kind}`)
          t.is(run.bytes, JSON.stringify(before), `${name}: the store is as it was`)
          t.false(run.archives, `${name}: no archive folder was made`)
        }
      }
    }
  })
}

test.after((t) => t.log(`${runs} synchronizations: ${rows.length} faults at ${calls.length} calls`))

for (const [what, fault] of [
  ['users', { call: 'users.list', page: 1, nextPage: 'drop' }],
  ['members', { call: 'members.list', page: 1, nextPage: 'drop' }],
] as const) {
  test(`A list of ${what} that ends early without saying so deletes nobody.`, async (t) => {
    const people = Array.from({ length: 620 }, (_, index) => `p${String(index).padStart(3, '0')}`)
    const organization = {
      domains: ['example.com'],
      admins: ['p000@example.com'],
      users: people.map((name) => ({ id: `id-${name}`, primaryEmail: `${name}@example.com` })),
      groups: [{ ...archiveGroup, members: people.map((name) => ({ email: `${name}@example.com` })) }],
    }
    const simulator = await startSimulator({ organization, faults: [{ ...fault, times: 'always' }] })
    const home = temporaryHome(t)
    await saveServiceAccountKey(home, JSON.stringify(simulator.key), 'key.json')
    const groups = [archiveGroup]
    await writeSettings(home, {
      administrator: simulator.admin,
      groups,
      automaticDeletion: true,
      deletionLimit: { percent: 100 },
    })
    const store = JSON.stringify(storeOf(1, ...people.map((name) => account(name))))
    writeFileSync(home.users, store, { mode: 0o600 })
    const problem = await t.throwsAsync(
      synchronize({
        home,
        google: { origin: simulator.url, limits: quickLimits },
        signal: new AbortController().signal,
        onProgress: () => {},
        onDetail: () => {},
      }),
      { instanceOf: Problem },
    )
    await simulator.close()
    t.is(problem?.code, 'listingIncomplete')
    t.is(problem?.kind, 'stopped')
    t.is(readFileSync(home.users, 'utf8'), store)
  })
}
