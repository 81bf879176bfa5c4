import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { applyPlan } from '../../../source/sync/apply/apply.ts'
import type { GroupMembers } from '../../../source/sync/directory.ts'
import { privilegeFaults } from '../../../source/sync/privileges.ts'
import type { SyncSettings } from '../../../source/sync/settings.ts'
import { type Privilege, privilegeNames, type User, type UserStore } from '../../../source/sync/user.ts'
import { account, group, groupMember, member, planFor, rows, storeOf, user } from '../builders.ts'

const ada = account('ada@example.com')
const exporters = (...members: GroupMembers['members']): GroupMembers => group('Exporters', members)
const chosen = { id: 'id-Exporters', email: 'exporters@example.com', name: 'Exporters' }
const follow: Partial<SyncSettings> = {
  privilegesByGroup: [{ ...chosen, privileges: ['export'] }],
  followGroups: true,
}

/** A run with these members, and the store afterwards. */
function run(store: UserStore, groups: GroupMembers[], settings: Partial<SyncSettings> = follow) {
  const plan = planFor({ users: [ada], groups }, store, settings)
  return { plan, store: applyPlan(store, plan).next, user: applyPlan(store, plan).next.users[0] as User }
}
const isIn = [exporters(member(ada))]
const isOut = [exporters()]

test('a new user gets the default privileges and those of its groups, nested ones too', (t) => {
  const inner = group('Inner', [member(ada)])
  const settings = { ...follow, followGroups: false }
  const { user: made } = run(storeOf(), [exporters(groupMember(inner)), inner], settings)
  t.deepEqual(made.privileges, ['login', 'export'])
  t.deepEqual(run(storeOf(), isOut, settings).user.privileges, ['login'])
})

test('without following, users who are there keep their privileges whatever their groups', (t) => {
  const settings = { ...follow, followGroups: false }
  t.deepEqual(rows(run(storeOf(user('ada@example.com')), isIn, settings).plan), [])
  const { store } = run(storeOf(), isIn, settings)
  t.deepEqual(rows(run(store, isOut, settings).plan), [])
  // Turned on later, it takes back what the group gave at the beginning.
  t.deepEqual(run(store, isOut).user.privileges, ['login'])
})

test('who joins is given the privilege, and who leaves loses that one alone, each by a row with the reason', (t) => {
  const joined = run(storeOf(user('ada@example.com', { privileges: ['login', 'archive'] })), isIn)
  t.like(joined.plan.changes[0], {
    action: 'update',
    fields: ['privileges'],
    reason: { code: 'privilegesByGroup', given: [{ privilege: 'export', group: 'Exporters' }], taken: [] },
  })
  t.deepEqual(joined.user.privileges, ['login', 'archive', 'export'])
  t.deepEqual(rows(run(joined.store, isIn).plan), [])
  const left = run(joined.store, isOut)
  t.like(left.plan.changes[0], { reason: { code: 'privilegesByGroup', given: [], taken: ['export'] } })
  t.deepEqual(left.user, user('ada@example.com', { privileges: ['login', 'archive'] }))
})

test('a group that no setting names any more gives nothing', (t) => {
  const { store } = run(storeOf(user('ada@example.com')), isIn)
  t.deepEqual(run(store, isIn, { followGroups: true }).user.privileges, ['login'])
})

test('what a user had before the group stays when the membership ends', (t) => {
  const had = run(storeOf(user('ada@example.com', { privileges: ['login', 'export'] })), isIn)
  t.deepEqual(had.user.privileges, ['login', 'export'])
  t.deepEqual(run(had.store, isOut).user.privileges, ['login', 'export'])
})

test('what an admin takes away by hand stays away while the membership lasts', (t) => {
  const { user: given } = run(storeOf(user('ada@example.com')), isIn)
  const store = storeOf({ ...given, privileges: ['login'] })
  t.deepEqual(rows(run(store, isIn).plan), [])
  const again = run(run(store, isOut).store, isIn)
  t.deepEqual(again.user.privileges, ['login', 'export'])
})

test('administrators by a group get back what they had', (t) => {
  const settings = { ...follow, privilegesByGroup: [{ ...chosen, privileges: ['admin'] as Privilege[] }] }
  const admin = run(storeOf(user('ada@example.com', { privileges: ['login', 'archive'] })), isIn, settings)
  t.deepEqual(admin.user.privileges, ['admin'])
  t.deepEqual(run(admin.store, isOut, settings).user, user('ada@example.com', { privileges: ['login', 'archive'] }))
  const byHand = run(storeOf(user('ada@example.com', { privileges: ['admin'] })), isIn, settings)
  t.deepEqual(run(byHand.store, isOut, settings).user.privileges, ['admin'])
})

test('nothing is taken back while a group inside cannot be read, or lists an address under another id', (t) => {
  const { store } = run(storeOf(user('ada@example.com')), isIn)
  const unread = exporters({ id: 'foreign', email: 'all@elsewhere.org', type: 'GROUP' })
  t.deepEqual(rows(run(store, [unread]).plan), [])
  const bob = account('bob@example.com')
  const unclear = exporters({ id: bob.id, email: 'ada@example.com', type: 'USER' })
  const plan = planFor({ users: [ada, bob], groups: [unclear] }, store, follow)
  t.deepEqual(rows(plan), [['create', 'bob@example.com', 'everyone']])
})

test('who is out of scope and stays loses what the groups gave', (t) => {
  const { store } = run(storeOf(user('ada@example.com')), isIn)
  const settings = { ...follow, exclusions: ['ada'], deleteAfter: 14 }
  t.deepEqual(run(store, isOut, settings).user.privileges, ['login'])
  t.deepEqual(run(store, isIn, settings).user.privileges, ['login', 'export'])
})

const privilege = fc.constantFrom<Privilege>('login', 'archive', 'export', 'admin', 'delete')
const step = fc.record({ first: fc.boolean(), second: fc.boolean() })

test('after any memberships privileges are valid, a second run changes nothing, and with none all is as at first', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom<Privilege[]>(['none'], ['login'], ['login', 'archive'], ['admin']),
      fc.tuple(privilege, privilege),
      fc.array(step, { maxLength: 6 }),
      (privileges, [one, two], steps) => {
        const settings: Partial<SyncSettings> = {
          followGroups: true,
          privilegesByGroup: [
            { ...chosen, privileges: [one] },
            { id: 'id-Second', email: 'second@example.com', name: 'Second', privileges: [two] },
          ],
        }
        const begin = user('ada@example.com', {
          privileges: privilegeNames.filter((name) => privileges.includes(name)),
        })
        let store = storeOf(begin)
        for (const { first, second } of [...steps, { first: false, second: false }]) {
          const groups = [exporters(...(first ? [member(ada)] : [])), group('Second', second ? [member(ada)] : [])]
          store = run(store, groups, settings).store
          t.deepEqual(rows(run(store, groups, settings).plan), [])
          t.deepEqual(privilegeFaults(store.users[0] as User), [])
        }
        t.deepEqual(store.users[0], begin)
      },
    ),
  )
})
