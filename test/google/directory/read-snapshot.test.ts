import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import type { Directory } from '../../../source/google/directory/directory.ts'
import { readGroupTree } from '../../../source/google/directory/group-tree.ts'
import { lookUp } from '../../../source/google/directory/look-up.ts'
import { readSnapshot } from '../../../source/google/directory/read-snapshot.ts'
import type { OrganizationInput } from '../../../source/simulator/organization/organization.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import type { Snapshot } from '../../../source/sync/directory.ts'
import { makePlan } from '../../../source/sync/plan/make-plan.ts'
import { draftPlan, openQuestions } from '../../../source/sync/plan/plan-draft.ts'
import { type ChosenGroup, defaultSyncSettings, type SyncSettings } from '../../../source/sync/settings.ts'
import type { UserStore } from '../../../source/sync/user.ts'
import { storeOf } from '../../store/support/homes.ts'
import { someDay, user } from '../../sync/builders.ts'
import { directoryOf, simulate } from '../support/connect.ts'

const name = (index: number) => `p${String(index).padStart(5, '0')}`
const chosen: ChosenGroup[] = [{ id: 'group-a', email: 'a@example.com', name: 'A' }]

/** People by number; group A holds `members`, the group B inside it holds `nested`, and somebody from outside. */
function organization(count: number, members: number[], nested: number[], everybody = false): OrganizationInput {
  return {
    domains: ['example.com'],
    admins: [`${name(0)}@example.com`],
    users: Array.from({ length: count }, (_, index) => ({
      id: `id-${name(index)}`,
      primaryEmail: `${name(index)}@example.com`,
      name: { givenName: 'Person', familyName: String(index) },
      ...(index > 0 && index % 5 === 0 ? { suspended: true } : {}),
    })),
    groups: [
      {
        id: 'group-a',
        email: 'a@example.com',
        name: 'A',
        members: [
          ...members.map((index) => ({ email: `${name(index)}@example.com` })),
          { email: 'b@example.com', type: 'GROUP' as const },
          { id: 'id-outside', email: 'somebody@elsewhere.org', type: 'USER' as const },
          ...(everybody ? [{ type: 'CUSTOMER' as const }] : []),
        ],
      },
      {
        id: 'group-b',
        email: 'b@example.com',
        name: 'B',
        members: nested.map((index) => ({ email: `${name(index)}@example.com` })),
      },
    ],
  }
}

const count = (requests: readonly { call: string | null }[], call: string) =>
  requests.filter((request) => request.call === call).length

test('Five members of an organization of 10,000 take a few look-ups instead of twenty pages.', async (t) => {
  const simulator = await simulate(t, { organization: organization(10_000, [3, 9000, 9500], [9999]) })
  const details: string[] = []
  const snapshot = await readSnapshot(directoryOf(simulator, { onDetail: (line) => details.push(line) }), chosen)
  t.false(snapshot.wholeOrganization)
  t.deepEqual(
    snapshot.users.map(({ id }) => id),
    ['id-p00003', 'id-p09000', 'id-p09500', 'id-p09999'],
  )
  t.true(count(simulator.requests, 'users.list') <= 6)
  // Whoever is from outside is looked up by id and by address.
  t.true(count(simulator.requests, 'users.get') <= 5)
  t.regex(
    details.join('\n'),
    /the groups have 5 members; after \d pages of the list, looking up the \d who have not come by/,
  )
})

test('Many members, or a group that holds everybody, take the list, and hardly a look-up.', async (t) => {
  const many = Array.from({ length: 300 }, (_, index) => index * 6)
  for (const simulator of [
    await simulate(t, { organization: organization(2000, many, []) }),
    await simulate(t, { organization: organization(2000, [1], [], true) }),
  ]) {
    const details: string[] = []
    const onDetail = (line: string) => details.push(line)
    const snapshot = await readSnapshot(directoryOf(simulator, { onDetail }), chosen)
    t.regex(details.join('\n'), /users: (everybody is listed, with \d requests|the groups have 301 members)/)
    t.true(snapshot.wholeOrganization || many.length === snapshot.users.length)
    // Whoever is from outside may be looked up while the last pages are on their way.
    t.true(count(simulator.requests, 'users.get') <= 2)
  }
})

test('An organization of one page is listed, however small the groups are.', async (t) => {
  const simulator = await simulate(t, { organization: organization(400, [1], []) })
  t.true((await readSnapshot(directoryOf(simulator), chosen)).wholeOrganization)
  t.is(count(simulator.requests, 'users.get'), 0)
})

/** A member is asked for by its id, and by its address when that does not find it. */
const keysOf = (index: number) => [`id-${name(index)}`, `${name(index)}@example.com`]

for (const status of [403, 404, 412]) {
  test(`A member whose look-ups answer ${status} is from outside, as one that is not in the list.`, async (t) => {
    const faults = keysOf(4999).map((key) => ({ call: 'users.get', key, status, times: 'always' }) as const)
    const simulator = await simulate(t, { organization: organization(5000, [4999], []), faults })
    const snapshot = await readSnapshot(directoryOf(simulator), chosen)
    t.false(snapshot.wholeOrganization)
    t.deepEqual(snapshot.users, [])
  })
}

test('A user whose look-ups alone say that the account is gone is looked for in the list of everybody.', async (t) => {
  for (const status of [403, 404, 412]) {
    const faults = keysOf(4999).map((key) => ({ call: 'users.get', key, status, times: 'always' }) as const)
    const simulator = await simulate(t, { organization: organization(5000, [4999], []), faults })
    const snapshot = await readSnapshot(directoryOf(simulator), chosen, { isUser: (id) => id === 'id-p04999' })
    t.true(snapshot.wholeOrganization)
    t.true(snapshot.users.some(({ id }) => id === 'id-p04999'))
  }
})

test('Members that come without an id are known by their address.', async (t) => {
  const withoutIds = (body: unknown) =>
    JSON.parse(JSON.stringify(body, (key, value) => (key === 'id' ? undefined : value)))
  const plain = await simulate(t, { organization: organization(1700, [3, 1600], [7]) })
  const odd = await simulate(t, {
    organization: organization(1700, [3, 1600], [7]),
    faults: [{ call: 'members.list', times: 'always', change: withoutIds }],
  })
  const settings = { ...defaultSyncSettings, groups: chosen, automaticDeletion: true }
  const store = storeOf(1, user(`${name(1600)}@example.com`, { directoryId: `id-${name(1600)}` }))
  const [wanted, plan] = await Promise.all(
    [plain, odd].map(async (simulator) => {
      const directory = directoryOf(simulator)
      return planFrom(directory, await readSnapshot(directory, chosen), store, settings)
    }),
  )
  t.deepEqual(plan, wanted)
  t.is(plan?.summary.create, 2)
})

test('A member whose id is no account of the organization is looked up by its address, primary or alias.', async (t) => {
  const renumbered = (body: unknown) => JSON.parse(JSON.stringify(body).replaceAll(`"id-${name(1600)}"`, '"9999"'))
  const simulator = await simulate(t, {
    organization: organization(5000, [3, 1600], [7]),
    faults: [{ call: 'members.list', times: 'always', change: renumbered }],
  })
  const snapshot = await readSnapshot(directoryOf(simulator), chosen)
  t.false(snapshot.wholeOrganization)
  t.true(snapshot.users.some(({ id }) => id === `id-${name(1600)}`))
})

test('A nested group whose id Google does not know is read by its address.', async (t) => {
  const renumbered = (body: unknown) => JSON.parse(JSON.stringify(body).replaceAll('"group-b"', '"9999"'))
  const simulator = await simulate(t, {
    organization: organization(400, [3], [7]),
    faults: [{ call: 'members.list', key: 'group-a', times: 'always', change: renumbered }],
  })
  const { groups, foreignGroupIds } = await readSnapshot(directoryOf(simulator), chosen)
  t.deepEqual(foreignGroupIds, [])
  t.deepEqual(
    groups.map(({ members }) => members.some(({ id }) => id === `id-${name(7)}`)),
    [false, true],
  )
})

/** The plan that a directory leads to, with every candidate looked up as in a real run. */
async function planFrom(directory: Directory, snapshot: Snapshot, store: UserStore, settings: SyncSettings) {
  const draft = draftPlan(store, snapshot, settings)
  const lookups = await lookUp(directory, settings.groups, openQuestions(draft).candidates, {
    findOutsider: draft.scope.findOutsider,
  })
  return makePlan(draft, { lookups, archives: { folders: new Map() }, today: someDay })
}

test('Looking members up and listing everybody lead to the same plan.', async (t) => {
  const people = 1700
  const numbers = fc.uniqueArray(fc.nat(people - 1), { maxLength: 2 })
  let lookedUp = 0
  await fc.assert(
    fc.asyncProperty(numbers, numbers, numbers, fc.boolean(), async (members, nested, stored, exclude) => {
      const simulator = await startSimulator({ organization: organization(people, members, nested) })
      try {
        const settings: SyncSettings = {
          ...defaultSyncSettings,
          groups: chosen,
          automaticDeletion: true,
          suspended: exclude ? 'exclude' : 'include',
        }
        const store = storeOf(
          1,
          ...[...new Set([...stored, ...members.slice(0, 1)])].map((index) =>
            user(`${name(index)}@example.com`, { directoryId: `id-${name(index)}` }),
          ),
          user('ghost@example.com'),
        )
        const quick = directoryOf(simulator)
        const few = await readSnapshot(quick, chosen)
        if (!few.wholeOrganization) lookedUp += 1
        const thorough = directoryOf(simulator)
        const [users, tree] = await Promise.all([thorough.listUsers(), readGroupTree(thorough, chosen)])
        const everybody = { users, wholeOrganization: true, otherDomains: [], ...tree }
        t.deepEqual(await planFrom(quick, few, store, settings), await planFrom(thorough, everybody, store, settings))
      } finally {
        await simulator.close()
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 200 : 5 },
  )
  t.true(lookedUp > 1, `${lookedUp} of the plans were made from look-ups`)
})

test('A directory of 6,000 users is read whole from both ends, by the real libraries.', async (t) => {
  const simulator = await simulate(t, { organization: { users: 6000, groups: 0 } })
  const users = await directoryOf(simulator).listUsers()
  t.is(new Set(users.map(({ id }) => id)).size, 6000)
  const pages = simulator.requests.filter(({ call }) => call === 'users.list')
  t.true(pages.some(({ query }) => query.sortOrder === 'DESCENDING'))
  t.true(pages.length <= 15)
})
