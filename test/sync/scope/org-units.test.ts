import test from 'ava'
import { makePlan } from '../../../source/sync/plan/make-plan.ts'
import { isInOrgUnit, orgUnitFault } from '../../../source/sync/scope/org-units.ts'
import { scopeOf } from '../../../source/sync/scope/scope.ts'
import { defaultSyncSettings, type SyncSettings } from '../../../source/sync/settings.ts'
import { account, group, groupMember, inputFor, member, planFor, rows, storeOf, user } from '../builders.ts'

const ada = account('ada@example.com', { orgUnitPath: '/Sales' })
const bob = account('bob@example.com', { orgUnitPath: '/Sales/EMEA' })
const carol = account('carol@example.com', { orgUnitPath: '/Salesforce' })
const dan = account('dan@example.com', { orgUnitPath: '/' })
const users = [ada, bob, carol, dan]

const inScope = (settings: Partial<SyncSettings>, groups = [group('None', [])]) =>
  scopeOf(
    { users, groups, wholeOrganization: true, foreignGroupIds: [], otherDomains: [] },
    { ...defaultSyncSettings, ...settings },
  ).accounts.map(({ account: { primaryEmail }, reason }) => [primaryEmail.split('@')[0], reason.code])

test('a chosen unit takes in everybody in it and below it, and nobody whose unit only begins like it', (t) => {
  t.deepEqual(inScope({ orgUnits: ['/Sales'] }), [
    ['ada', 'inOrgUnit'],
    ['bob', 'inOrgUnit'],
  ])
  t.is(inScope({ orgUnits: ['/'] }).length, 4)
  t.true(isInOrgUnit('/SALES/emea', '/Sales'))
})

test('groups and units together are a union, and the reason names which one', (t) => {
  const staff = group('Staff', [member(dan), member(bob)])
  t.deepEqual(inScope({ orgUnits: ['/Sales'], groups: [staff] }, [staff]), [
    ['ada', 'inOrgUnit'],
    ['bob', 'memberOf'],
    ['dan', 'memberOf'],
  ])
})

test('whoever is in an excluded unit or an excluded group, nested too, is out, whatever brought them in', (t) => {
  const inner = group('Inner', [member(ada)])
  const outer = group('Outer', [groupMember(inner)])
  const all = group('All', users.map(member))
  const settings = { groups: [all], excludedGroups: [outer], excludedOrgUnits: ['/Sales/EMEA'] }
  t.deepEqual(
    inScope(settings, [all, outer, inner]).map(([name]) => name),
    ['carol', 'dan'],
  )
  const plan = planFor({ users, groups: [all, outer, inner] }, storeOf(), settings)
  t.deepEqual(plan.excluded.groups, [{ group: 'outer@example.com', hits: 1 }])
  t.deepEqual(plan.excluded.orgUnits, [{ orgUnit: '/Sales/EMEA', hits: 1 }])
})

test('a chosen unit in which nobody is stops the run', (t) => {
  t.throws(() => inScope({ orgUnits: ['/Sales', '/Renamed'] }), { message: /\/Renamed/ })
})

test('whoever leaves the chosen units is deleted for that reason, from groups and units for the other', (t) => {
  const staff = group('Staff', [member(ada)])
  const moved = { users: [ada, { ...bob, orgUnitPath: '/Ops' }], groups: [staff] }
  const store = storeOf(user('ada@example.com'), user('bob@example.com'))
  t.deepEqual(rows(planFor(moved, store, { orgUnits: ['/Sales'] })), [['delete', 'bob@example.com', 'leftOrgUnits']])
  t.deepEqual(rows(planFor(moved, store, { orgUnits: ['/Sales'], groups: [staff] })), [
    ['delete', 'bob@example.com', 'leftGroupsAndOrgUnits'],
  ])
})

test('nobody is deleted, or becomes a user, because Google left out the unit', (t) => {
  const silent = { ...bob, orgUnitPath: null }
  for (const settings of [{ orgUnits: ['/Sales'] }, { excludedOrgUnits: ['/Sales/EMEA'] }]) {
    const gone = planFor({ users: [ada, silent] }, storeOf(user('ada@example.com'), user('bob@example.com')), settings)
    t.deepEqual(rows(gone), [['conflict', 'bob@example.com', 'orgUnitUnknown']], JSON.stringify(settings))
    const newcomer = planFor({ users: [ada, silent] }, storeOf(user('ada@example.com')), settings)
    t.deepEqual(rows(newcomer), [])
    t.regex(newcomer.warnings.map(({ message }) => message).join(), /organizational unit 1 account is/)
  }
})

test('a member of an excluded group is deleted only when Google says so itself', (t) => {
  const outer = group('Outer', [member(bob)])
  const world = { users: [ada, bob], groups: [outer] }
  const store = storeOf(user('ada@example.com'), user('bob@example.com'))
  const settings = { excludedGroups: [outer] }
  t.deepEqual(rows(planFor({ ...world, reallyOut: [bob.id] }, store, settings)), [
    ['delete', 'bob@example.com', 'excludedByGroup'],
  ])
  t.throws(() => planFor(world, store, settings), { message: /incomplete/ })
  const [draft, answers] = inputFor(world, store, settings)
  const silent = new Map(
    [...answers.lookups].map(([name, lookup]) => [name, { ...lookup, inExcludedGroups: null }] as const),
  )
  t.deepEqual(rows(makePlan(draft, { ...answers, lookups: silent })), [
    ['conflict', 'bob@example.com', 'membershipUnknown'],
  ])
})

test('a path of a unit is refused with the reason, unless it is one', (t) => {
  for (const path of ['/', '/Sales', '/Sales/EMEA North', '/a+b']) t.is(orgUnitFault(path), null, path)
  for (const path of ['', 'Sales', '/Sales/', '//', '/a//b']) t.not(orgUnitFault(path), null, path)
})
