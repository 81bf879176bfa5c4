import test from 'ava'
import type { GroupMembers, Snapshot } from '../../../source/sync/directory.ts'
import { makePlan } from '../../../source/sync/plan/make-plan.ts'
import { scopeOf } from '../../../source/sync/scope/scope.ts'
import { defaultSyncSettings, type SyncSettings } from '../../../source/sync/settings.ts'
import { account, group, groupMember, inputFor, member, planFor, rows, storeOf, user } from '../builders.ts'

const ada = account('ada@example.com')
const bob = account('bob@example.com')
const eve = account('eve@example.com')

function scope(
  groups: GroupMembers[],
  chosen: GroupMembers[],
  settings: Partial<SyncSettings> = {},
  users = [ada, bob, eve],
) {
  const snapshot: Snapshot = { users, wholeOrganization: true, groups, foreignGroupIds: [], otherDomains: [] }
  return scopeOf(snapshot, { ...defaultSyncSettings, groups: chosen, ...settings })
}

const reasons = (result: ReturnType<typeof scope>): Record<string, unknown> =>
  Object.fromEntries([...result.accounts].map(({ account, reason }) => [account.primaryEmail, reason]))

test('with no group chosen everybody is in scope', (t) => {
  t.deepEqual(reasons(scope([], [], {}, [ada])), { 'ada@example.com': { code: 'everyone' } })
})

test('members of the chosen groups are in scope, with the path that leads to them', (t) => {
  const staff = group('Staff', [member(bob)])
  const archive = group('Archive', [member(ada), groupMember(staff)])
  t.deepEqual(reasons(scope([archive, staff], [archive])), {
    'ada@example.com': { code: 'memberOf', path: ['Archive'] },
    'bob@example.com': { code: 'memberOf', path: ['Archive', 'Staff'] },
  })
})

test('groups that contain one another end', (t) => {
  const staff: GroupMembers = group('Staff', [member(bob)])
  const archive = group('Archive', [groupMember(staff)])
  staff.members.push(groupMember(archive))
  t.deepEqual(Object.keys(reasons(scope([archive, staff], [archive]))), ['bob@example.com'])
})

test('the shortest path is given, whatever the order of groups and members', (t) => {
  const staff = group('Staff', [member(ada)])
  const deep = group('Deep', [groupMember(staff)])
  const archive = group('Archive', [groupMember(deep), groupMember(staff)])
  const turned = { ...archive, members: [...archive.members].reverse() }
  const expected = { 'ada@example.com': { code: 'memberOf', path: ['Archive', 'Staff'] } }
  t.deepEqual(reasons(scope([archive, deep, staff], [archive])), expected)
  t.deepEqual(reasons(scope([staff, deep, turned], [turned])), expected)
})

test('a member of type CUSTOMER is everybody', (t) => {
  const all = group('All', [{ id: 'C01', email: null, type: 'CUSTOMER' }])
  t.is(scope([all], [all]).accounts.length, 3)
})

test('members from outside and groups of others are skipped, each once', (t) => {
  const outside = account('x@elsewhere.org')
  const foreign = group('Foreign', [])
  const one = group('One', [member(outside), groupMember(foreign), member(ada)])
  const two = group('Two', [member(outside)])
  const result = scope([one, two], [one, two])
  t.deepEqual(result.skipped, [
    { email: 'foreign@example.com', reason: 'externalGroup', group: 'one@example.com' },
    { email: 'x@elsewhere.org', reason: 'externalMember', group: 'one@example.com' },
  ])
  t.deepEqual(
    result.accounts.map(({ account }) => account.id),
    [ada.id],
  )
})

test('suspended and archived users are each included or excluded by their own setting', (t) => {
  const users = [ada, { ...bob, suspended: true }, { ...eve, archived: true }]
  const names = (settings: Partial<SyncSettings>): string[] => Object.keys(reasons(scope([], [], settings, users)))
  t.is(names({}).length, 3)
  t.deepEqual(names({ suspended: 'exclude' }), ['ada@example.com', 'eve@example.com'])
  t.deepEqual(names({ archived: 'exclude' }), ['ada@example.com', 'bob@example.com'])
  t.like(scope([], [], { suspended: 'exclude', archived: 'exclude' }, users).excluded, { suspended: 1, archived: 1 })
})

test('exclusions are globs on the primary address, without case, and each tells its hits', (t) => {
  const users = [
    ada,
    account('SVC-backup@example.com', { aliases: ['ada2@example.com'] }),
    account('a+b/c@lab.example'),
  ]
  const result = scope(
    [],
    [],
    { exclusions: ['svc-*', '*@LAB.example', 'a+b/c@*', 'nobody', 'ada2@example.com'] },
    users,
  )
  t.deepEqual(Object.keys(reasons(result)), ['ada@example.com'])
  t.deepEqual(
    result.excluded.rules.map(({ hits }) => hits),
    [1, 1, 1, 0, 0],
  )
})

test('a plan warns of exclusions that match nobody', (t) => {
  const plan = planFor({ users: [ada, bob] }, storeOf(), { exclusions: ['bob', '*@lab', 'nothing@@'] })
  t.deepEqual(
    plan.warnings.map(({ code, message }) => [code, /exclusion (\S+) matches nobody/.exec(message)?.[1]]),
    [
      ['exclusionMatchesNobody', '*@lab'],
      ['exclusionMatchesNobody', 'nothing@@'],
    ],
  )
})

test('a user who left the chosen groups is deleted for that reason, one that a rule excludes for the other', (t) => {
  const archive = group('Archive', [member(ada), member(eve)])
  const store = storeOf(user('ada@example.com'), user('bob@example.com'), user('eve@example.com'))
  const plan = planFor({ users: [ada, bob, eve], groups: [archive] }, store, {
    groups: [archive],
    exclusions: ['eve@*'],
  })
  t.deepEqual(rows(plan), [
    ['delete', 'bob@example.com', 'leftGroups'],
    ['delete', 'eve@example.com', 'excludedByRule'],
  ])
})

test('a member list that leaves out somebody whom Google counts in stops the run', (t) => {
  const archive = group('Archive', [member(ada)])
  const world = { users: [ada, bob], groups: [archive], reallyIn: [bob.id] }
  t.throws(() => planFor(world, storeOf(user('bob@example.com')), { groups: [archive] }), { message: /group members/ })
})

test('a user list that leaves out a member of the chosen groups stops the run', (t) => {
  const archive = group('Archive', [member(ada), member(bob)])
  const world = { users: [ada], unlisted: [bob], groups: [archive] }
  t.throws(() => planFor(world, storeOf(user('bob@example.com')), { groups: [archive] }), { message: /list of users/ })
})

test('the direct look-up is believed where it is fresher than the list', (t) => {
  const listed = { ...bob, suspended: true }
  const [draft, answers] = inputFor({ users: [listed] }, storeOf(user('bob@example.com')), { suspended: 'exclude' })
  t.deepEqual(rows(makePlan(draft, answers)), [['delete', 'bob@example.com', 'suspended']])
  const lookups = new Map([
    ['bob@example.com', { state: 'exists', user: bob, inChosenGroups: null, inExcludedGroups: null } as const],
  ])
  t.deepEqual(rows(makePlan(draft, { ...answers, lookups })), [])
})
