import test from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import type { Directory } from '../../source/google/directory/directory.ts'
import { lookUp } from '../../source/google/directory/look-up.ts'
import { readSnapshot } from '../../source/google/directory/read-snapshot.ts'
import type { OrganizationInput } from '../../source/simulator/organization/organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { makePlan } from '../../source/sync/plan/make-plan.ts'
import { draftPlan, openQuestions } from '../../source/sync/plan/plan-draft.ts'
import type { Plan } from '../../source/sync/plan.ts'
import { defaultSyncSettings, type SyncSettings } from '../../source/sync/settings.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { integrated, someDay, storeOf, user } from '../sync/builders.ts'
import { directoryOf } from './support/connect.ts'

const seldom = (weight = 4) => fc.nat(weight).map((drawn) => drawn === 0)
const days = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()

const person = fc.record({
  name: fc.constantFrom({ fullName: 'Ada King' }, { givenName: 'Ada', familyName: 'King' }, {}),
  capitals: seldom(),
  aliases: fc.nat(2),
  suspended: seldom(),
  archived: seldom(),
  deleted: fc.constantFrom('no', 'no', 'no', 'no', 'lately', 'longAgo'),
})

/** How a group names a member; a number is a place in the list of people, or of groups. */
const memberOf = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: fc.constantFrom('address', 'alias', 'id'), who: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('group'), who: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constantFrom('stranger', 'strangeGroup'), who: fc.nat(3) }) },
)

/** How the store came to hold somebody. */
const stored = fc.record({
  who: fc.nat(30),
  how: fc.constantFrom('inStep', 'otherName', 'withoutId', 'underAnAlias', 'integrated', 'stranger'),
})

const world = fc.record({
  people: fc.array(person, { minLength: 1, maxLength: 20 }),
  groups: fc.array(fc.uniqueArray(memberOf, { maxLength: 8, selector: JSON.stringify }), {
    minLength: 1,
    maxLength: 5,
  }),
  chosen: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
  store: fc.uniqueArray(stored, { maxLength: 12, selector: ({ who }) => who }),
  settings: fc.record({
    automaticDeletion: fc.boolean(),
    suspended: fc.constantFrom('include', 'exclude'),
    archived: fc.constantFrom('include', 'exclude'),
    exclusions: fc.constantFrom<string[][]>([], ['p1*@example.com']),
  }),
  /** So many have come by in the list before the others are looked up. */
  cameBy: fc.nat(12),
})
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never

const addressOf = (who: number, capitals = false) => `${capitals ? 'P' : 'p'}${who}@example.com`

type Reference = World['groups'][number][number]

const identityOf = ({ by, who }: Reference, people: number, groups: number): string => {
  if (by === 'group') return `group ${who % groups}`
  return by === 'stranger' || by === 'strangeGroup' ? `${by} ${who}` : `person ${who % people}`
}

function organizationOf({ people, groups }: World): OrganizationInput {
  const memberFor = ({ by, who }: Reference) => {
    const place = who % people.length
    if (by === 'group') return { email: `g${who % groups.length}@example.com`, type: 'GROUP' as const }
    if (by === 'stranger') return { id: `stranger-${who}`, email: `s${who}@elsewhere.org`, type: 'USER' as const }
    if (by === 'strangeGroup') return { id: `strange-${who}`, email: `g${who}@elsewhere.org`, type: 'GROUP' as const }
    if (by === 'id') return { id: `id-${place}`, type: 'USER' as const }
    return { email: by === 'alias' && people[place]?.aliases ? `a${place}-1@example.com` : addressOf(place) }
  }
  return {
    domains: ['example.com'],
    allowCycles: true,
    admins: ['admin@example.com'],
    users: [
      { id: 'id-admin', primaryEmail: 'admin@example.com' },
      ...people.map(({ name, capitals, aliases, suspended, archived, deleted }, place) => ({
        id: `id-${place}`,
        primaryEmail: addressOf(place, capitals),
        name,
        aliases: Array.from({ length: aliases }, (_, number) => `a${place}-${number + 1}@example.com`),
        nonEditableAliases: [`p${place}@example.com.test-google-a.com`],
        suspended,
        archived,
        ...(deleted === 'no' ? {} : { deletionTime: days(deleted === 'lately' ? 3 : 40) }),
      })),
    ],
    groups: groups.map((members, group) => ({
      id: `id-g${group}`,
      email: `g${group}@example.com`,
      name: `Group ${group}`,
      // A group has each member once, by whatever address it was added.
      members: [
        ...new Map(members.map((member) => [identityOf(member, people.length, groups.length), member])).values(),
      ].map(memberFor),
    })),
  }
}

function storeFor({ people, store }: World): UserStore {
  return storeOf(
    ...store.map(({ who, how }): User => {
      const place = who % people.length
      const id = `id-${place}`
      if (how === 'integrated') return integrated(addressOf(who))
      if (how === 'withoutId') return user(addressOf(who), { directoryId: null })
      if (how === 'stranger') return user(`nobody${who}@example.com`)
      if (who !== place) return user(`other${who}@example.com`, { directoryId: null })
      if (how === 'otherName') return user(`old${who}@example.com`, { directoryId: id })
      if (how === 'underAnAlias') return user(`a${who}-1@example.com`, { directoryId: id })
      return user(addressOf(who), { directoryId: id, fullName: 'Ada King' })
    }),
  )
}

/** The plan, or the code of the problem that there is instead. */
async function planFrom(directory: Directory, store: UserStore, settings: SyncSettings): Promise<Plan | string> {
  try {
    const draft = draftPlan(store, await readSnapshot(directory, settings.groups), settings)
    const lookups = await lookUp(directory, settings.groups, openQuestions(draft).candidates, {
      findOutsider: draft.scope.findOutsider,
    })
    return makePlan(draft, { lookups, archives: { folders: new Map() }, today: someDay })
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

/** Lists everybody, whatever takes fewer requests. */
const listing = (directory: Directory): Directory => ({
  ...directory,
  walkUsers: () => directory.walkUsers(() => false),
})

/** Looks the members up, but for the first so many of the list. */
const lookingUp = (directory: Directory, cameBy: number): Directory => ({
  ...directory,
  walkUsers: async () => {
    const users = (await directory.listUsers()).slice(0, cameBy)
    const ids = new Set(users.map(({ id }) => id))
    return { complete: false, walked: { pages: 1, has: (id) => ids.has(id), users: () => users } }
  },
})

test('Whether members are looked up or everybody is listed, the plan is the same.', async (t) => {
  const seen = { changes: 0, skipped: 0, problems: 0 }
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const simulator = await startSimulator({ organization: organizationOf(given) })
      try {
        const groups = [...new Set(given.chosen.map((number) => number % given.groups.length))]
        const settings: SyncSettings = {
          ...defaultSyncSettings,
          ...given.settings,
          groups: groups.map((number) => ({
            id: `id-g${number}`,
            email: `g${number}@example.com`,
            name: `Group ${number}`,
          })),
        }
        const store = storeFor(given)
        const listed = await planFrom(listing(directoryOf(simulator)), store, settings)
        const lookedUp = await planFrom(lookingUp(directoryOf(simulator), given.cameBy), store, settings)
        t.deepEqual(lookedUp, listed)
        if (typeof listed === 'string') {
          seen.problems += 1
          return
        }
        seen.changes += listed.changes.length
        seen.skipped += listed.skipped.length
      } finally {
        await simulator.close()
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 1000 : 15 },
  )
  t.log(seen)
  t.true(seen.changes > 30)
  t.true(seen.skipped > 5)
})
