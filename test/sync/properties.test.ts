import assert from 'node:assert/strict'
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import { applyPlan, changesSomething } from '../../source/sync/apply/apply.ts'
import type { DirectoryUser, GroupMember, GroupMembers } from '../../source/sync/directory.ts'
import { makePlan } from '../../source/sync/plan/make-plan.ts'
import type { ArchiveFact, Plan } from '../../source/sync/plan.ts'
import type { SyncSettings } from '../../source/sync/settings.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { inputFor } from './builders.ts'

/** Few names and ids, so that renames, swaps, clashes and accounts made anew come up all the time. */
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f').map((letter) => `${letter}@example.com`)
const id = fc.constantFrom('1', '2', '3', '4', '5', '6', '7')
const fullName = fc.constantFrom('Ada', 'Bob')

const accounts: fc.Arbitrary<DirectoryUser[]> = fc.uniqueArray(
  fc.record({
    id,
    primaryEmail: name,
    fullName,
    aliases: fc.uniqueArray(name, { maxLength: 2 }),
    nonEditableAliases: fc.constant([]),
    suspended: fc.boolean(),
    archived: fc.boolean(),
    orgUnitPath: fc.constantFrom('/', '/Sales', '/Sales/EMEA', '/Ops', null),
  }),
  { selector: (account) => account.id, minLength: 1, maxLength: 6 },
)

const users: fc.Arbitrary<User[]> = fc.uniqueArray(
  fc
    .record({
      userName: name,
      fullName,
      synchronized: fc.boolean(),
      directoryId: fc.option(id),
      emailAddresses: fc.uniqueArray(name, { maxLength: 2 }),
      folder: name,
    })
    .map(({ synchronized, directoryId, folder, ...owned }) => ({
      ...owned,
      distinguishedName: null,
      authentication: synchronized ? ('directoryServices' as const) : ('integrated' as const),
      directoryId: synchronized ? directoryId : null,
      pop3UserNames: ['pop'],
      privileges: ['login' as const, 'export' as const],
      privilegesOnFolders: [{ folder, privileges: ['read' as const] }],
    })),
  { selector: (user) => user.userName, maxLength: 6 },
)

const groups: fc.Arbitrary<GroupMembers[]> = fc
  .array(fc.array(fc.tuple(fc.constantFrom('USER', 'USER', 'USER', 'GROUP', 'CUSTOMER'), id), { maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((lists) =>
    lists.map((list, index) => ({
      id: `group-${index}`,
      email: `group-${index}@example.com`,
      name: `Group ${index}`,
      members: list.map(([type, key]): GroupMember => {
        if (type === 'GROUP')
          return { id: `group-${Number(key) % 4}`, email: `group-${Number(key) % 4}@example.com`, type }
        return type === 'CUSTOMER' ? { id: 'C0', email: null, type } : { id: key, email: `x${key}@example.com`, type }
      }),
    })),
  )

const settings: fc.Arbitrary<Partial<SyncSettings>> = fc.record({
  automaticDeletion: fc.boolean(),
  suspended: fc.constantFrom('include', 'exclude'),
  archived: fc.constantFrom('include', 'exclude'),
  exclusions: fc.constantFrom([], ['a@*'], ['?@nowhere.example', 'b']),
  deletionLimit: fc.constantFrom({ users: 100 }, { users: 1 }, { users: 5, percent: 10 }),
  groups: fc.constantFrom([], [{ id: 'group-0', email: 'group-0@example.com', name: 'Group 0' }]),
  orgUnits: fc.constantFrom([], [], ['/Sales'], ['/', '/Ops']),
  excludedGroups: fc.constantFrom([], [], [{ id: 'group-1', email: 'group-1@example.com', name: 'Group 1' }]),
  excludedOrgUnits: fc.constantFrom([], [], ['/Sales/EMEA']),
})

/** The folders that are left behind, each with the account whose mail it holds, if somebody knows. */
const archives = fc.dictionary(name, fc.record({ holdsMail: fc.boolean(), account: fc.option(id) }))

const situation = fc.record({ users: accounts, groups, archives, store: users, settings })
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never

function storeOf({ store: users, archives: left }: Situation): UserStore {
  const owners = Object.entries(left).flatMap(([archive, { account }]) =>
    account === null ? [] : [{ archive, owner: `google:${account}`, since: 1 }],
  )
  return { version: 1, revision: 3, users, archiveOwners: { asOf: 3, made: false, archives: owners } }
}

/** The folders on disk: those left behind, and one for each user of the store. */
function foldersOf({ archives: left, store }: Situation): Map<string, ArchiveFact> {
  const own = store.map((user) => [user.userName, left[user.userName] ?? { holdsMail: false }] as const)
  return new Map([...Object.entries(left), ...own].map(([archive, { holdsMail }]) => [archive, { holdsMail }]))
}

/** Whom a list has as a member of an excluded group, Google calls one. */
const worldOf = ({ users: accounts, groups }: Situation) => ({
  users: accounts,
  groups,
  reallyOut: accounts.map((account) => account.id),
})

function planOf(given: Situation): { store: UserStore; folders: Map<string, ArchiveFact>; plan: Plan } {
  const store = storeOf(given)
  const folders = foldersOf(given)
  const [draft, answers] = inputFor(worldOf(given), store, given.settings)
  return { store, folders, plan: makePlan(draft, { ...answers, archives: { folders } }) }
}

/** What the folders look like after a plan. */
function foldersAfter(
  folders: ReadonlyMap<string, ArchiveFact>,
  plan: Plan,
  before: UserStore,
): Map<string, ArchiveFact> {
  const next = new Map(folders)
  const { archiveWork } = applyPlan(before, plan, { allowDeletions: plan.deletionLimit.deletions })
  for (const work of archiveWork) if (work.kind === 'remove') next.delete(work.archive)
  const renames = archiveWork.filter((work) => work.kind === 'rename')
  for (const { from } of renames) next.delete(from)
  for (const { from, to } of renames) next.set(to, folders.get(from) ?? { holdsMail: false })
  for (const work of archiveWork) {
    if (work.kind === 'create' && !next.has(work.archive)) next.set(work.archive, { holdsMail: false })
  }
  return next
}

const runs = { numRuns: process.env.ROLLCALL_LONG ? 50_000 : 500 }

/** A chosen unit without anybody stops the run, which has its own test. */
function exceptEmptyUnits(check: () => void): void {
  try {
    check()
  } catch (error) {
    fc.pre(!(error instanceof Problem && error.code === 'orgUnitEmpty'))
    throw error
  }
}

function holds(t: ExecutionContext, property: (given: Situation) => void): void {
  t.notThrows(() =>
    fc.assert(
      fc.property(situation, (given) => exceptEmptyUnits(() => property(given))),
      runs,
    ),
  )
}

function expectEqual(actual: unknown, expected: unknown): void {
  assert.deepStrictEqual(actual, expected)
}

test('applying a plan and planning again gives no change', (t) => {
  holds(t, (given) => {
    const { store, folders, plan } = planOf(given)
    const { next } = applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions })
    const [draft, answers] = inputFor(worldOf(given), next, given.settings)
    const again = makePlan(draft, { ...answers, archives: { folders: foldersAfter(folders, plan, store) } })
    expectEqual(
      again.changes.filter(({ action }) => !['unchanged', 'gone', 'conflict'].includes(action)),
      [],
    )
    expectEqual(changesSomething(again), false)
  })
})

test('no integrated user is ever touched, but that rights follow a renamed archive and end where another account has it', (t) => {
  holds(t, (given) => {
    const { store, plan } = planOf(given)
    const renamed = new Map(
      plan.changes.flatMap(({ action, before, after }) =>
        action === 'rename' && before && after ? [[before.userName, after.userName] as const] : [],
      ),
    )
    const owners = new Map(store.archiveOwners?.archives.map(({ archive, owner }) => [archive, owner]))
    const taken = new Set(
      plan.changes.flatMap(({ action, userName, directoryId }) => {
        const isArrival = action === 'create' || action === 'rename'
        return isArrival && owners.get(userName) !== `google:${directoryId}` ? [userName] : []
      }),
    )
    const { next } = applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions })
    for (const user of store.users.filter(({ authentication }) => authentication === 'integrated')) {
      const rights = user.privilegesOnFolders.flatMap((right) => {
        const folder = renamed.get(right.folder) ?? right.folder
        const isEnded = !renamed.has(right.folder) && taken.has(right.folder)
        return isEnded ? [] : [{ ...right, folder }]
      })
      const found = next.users.filter(
        ({ userName, authentication }) => userName === user.userName && authentication === 'integrated',
      )
      expectEqual(found, [{ ...user, privilegesOnFolders: rights }])
      const row = plan.changes.find(({ before, action }) => before === user && action === 'update')
      const loses = rights.length < user.privilegesOnFolders.length
      const isShown = plan.changes.some(({ before }) => before === user)
      assert.ok(!loses || isShown, 'who loses a right has a row')
      assert.ok(row === undefined || (row.reason.code === 'rightsEnd' && loses))
    }
  })
})

test('the order of users, accounts, groups and members never matters', (t) => {
  holds(t, (given) => {
    const turned: Situation = {
      ...given,
      users: given.users.map((account) => ({ ...account, aliases: [...account.aliases].reverse() })).reverse(),
      groups: given.groups.map((group) => ({ ...group, members: [...group.members].reverse() })).reverse(),
      store: [...given.store].reverse(),
    }
    const plain = (plan: Plan): unknown => ({
      ...plan,
      warnings: plan.warnings.map(({ message }) => message).sort(),
      changes: plan.changes.map((change) => ({
        ...change,
        after: change.after && { ...change.after, emailAddresses: [...change.after.emailAddresses].sort() },
      })),
    })
    expectEqual(plain(planOf(turned).plan), plain(planOf(given).plan))
  })
})

test('what the directory does not own is never changed', (t) => {
  holds(t, (given) => {
    const { store, plan } = planOf(given)
    const { next } = applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions })
    const after = new Map(next.users.map((user) => [user.userName, user]))
    for (const change of plan.changes) {
      if (change.before === null || change.after === null || change.action === 'conflict') continue
      const { userName, fullName, emailAddresses, directoryId, privilegesOnFolders, ...kept } = change.before
      expectEqual(
        Object.fromEntries(Object.entries(after.get(change.after.userName) ?? {}).filter(([key]) => key in kept)),
        kept,
      )
    }
  })
})

test('a plan past the limit applies nothing', (t) => {
  holds(t, (given) => {
    const { store, plan } = planOf(given)
    if (!plan.deletionLimit.exceeded) return
    assert.throws(() => applyPlan(store, plan), Problem)
    assert.throws(() => applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions + 1 }), Problem)
  })
})

test('after a plan no two users share a name, and nobody newly shares an address', (t) => {
  holds(t, (given) => {
    const { store, plan } = planOf(given)
    const { next } = applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions })
    const names = next.users.map(({ userName }) => userName)
    expectEqual(new Set(names).size, names.length)
    const claims = (users: User[]): Map<string, number> => {
      const counts = new Map<string, number>()
      for (const address of users.flatMap(({ emailAddresses }) => [...new Set(emailAddresses)])) {
        counts.set(address, (counts.get(address) ?? 0) + 1)
      }
      return counts
    }
    const before = claims(given.store)
    for (const [address, count] of claims(next.users))
      assert.ok(count <= Math.max(1, before.get(address) ?? 0), address)
  })
})

test('nobody is deleted who has an account in scope, and nobody without automatic deletion', (t) => {
  holds(t, (given) => {
    for (const change of planOf(given).plan.changes.filter(({ action }) => action === 'delete')) {
      assert.ok(given.settings.automaticDeletion)
      assert.equal(change.before?.authentication, 'directoryServices')
      const account = given.users.find(({ id }) => id === change.directoryId)
      assert.ok(account === undefined || change.reason.code !== 'deletedInGoogle')
    }
  })
})

test('with deletions held back nobody goes, exactly those wait who would be deleted, and both in turn end as one plan', (t) => {
  holds(t, (given) => {
    const plain = planOf(given).plan
    const { store, folders, plan } = planOf({ ...given, settings: { ...given.settings, holdDeletions: true } })
    const goes = ({ changes }: Plan) => changes.filter(({ action }) => action === 'delete')
    expectEqual(goes(plan), [])
    expectEqual(plan.held ?? [], goes(plain))
    expectEqual(
      plan.changes.filter(({ waits }) => waits).map(({ userName }) => userName),
      goes(plain).map(({ userName }) => userName),
    )
    const { next } = applyPlan(store, plan)
    expectEqual(
      goes(plain).filter(({ before }) => !next.users.some(({ userName }) => userName === before?.userName)),
      [],
    )
    // Once they are gone, nothing is left to do but what they stood in the way of.
    const left = {
      ...next,
      users: next.users.filter(({ userName }) => !plan.held?.some((row) => row.userName === userName)),
    }
    const [draft, answers] = inputFor(worldOf(given), left, given.settings)
    const after = makePlan(draft, { ...answers, archives: { folders: foldersAfter(folders, plan, store) } })
    expectEqual(goes(after), [])
  })
})

const chosenGroups = [0, 1, 2].map((index) => ({
  id: `group-${index}`,
  email: `group-${index}@example.com`,
  name: `Group ${index}`,
}))
const privileges = fc.constantFrom<SyncSettings['privilegesByGroup'][number]['privileges']>(
  ['export'],
  ['archive', 'export'],
  ['admin'],
)
/** Groups and units of every kind, in two orders. */
const inTwoOrders = fc.record({
  groups: fc.shuffledSubarray(chosenGroups),
  orgUnits: fc.shuffledSubarray(['/', '/Sales', '/Sales/EMEA']),
  excludedGroups: fc.shuffledSubarray(chosenGroups, { maxLength: 2 }),
  excludedOrgUnits: fc.shuffledSubarray(['/Sales', '/Sales/EMEA', '/Ops']),
  groupArchives: fc.shuffledSubarray(chosenGroups),
  privilegesByGroup: fc
    .tuple(fc.shuffledSubarray(chosenGroups), privileges, privileges, privileges)
    .map(([found, ...lists]) => found.map((group, index) => ({ ...group, privileges: lists[index] ?? [] }))),
})

test('groups and units in any order give one plan, and after it nothing is left to do', (t) => {
  fc.assert(
    fc.property(
      situation,
      inTwoOrders,
      fc.boolean(),
      fc.constantFrom(0, 14),
      (given, lists, followGroups, deleteAfter) => {
        const settings = { ...given.settings, ...lists, followGroups, deleteAfter, deletionLimit: { users: 100 } }
        const turned = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list].reverse()]))
        const plans = [settings, { ...settings, ...turned }].map((one) => planOrCode({ ...given, settings: one }))
        const [one, other] = plans
        if (typeof one === 'string' || typeof other === 'string') return t.is(one, other)
        t.deepEqual(one?.plan.changes, other?.plan.changes)
        if (one === undefined) return
        const { store, folders, plan } = one
        const { next } = applyPlan(store, plan, { allowDeletions: plan.deletionLimit.deletions })
        const [draft, answers] = inputFor(worldOf(given), next, settings)
        const again = makePlan(draft, { ...answers, archives: { folders: foldersAfter(folders, plan, store) } })
        t.is(changesSomething(again), false, JSON.stringify(again.changes))
      },
    ),
    { numRuns: process.env.ROLLCALL_LONG ? 2000 : 150 },
  )
})

function planOrCode(given: Situation): ReturnType<typeof planOf> | string {
  try {
    return planOf(given)
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
