import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { applyPlan } from '../../../source/sync/apply/apply.ts'
import type { GroupMembers } from '../../../source/sync/directory.ts'
import { withoutGroupRights } from '../../../source/sync/plan/group-rights.ts'
import type { SyncSettings } from '../../../source/sync/settings.ts'
import type { FolderRight, User, UserStore } from '../../../source/sync/user.ts'
import { account, group, member, planFor, rows, storeOf, user } from '../builders.ts'

const ada = account('ada@example.com')
const chosen = { id: 'id-Sales', email: 'sales@example.com', name: 'Sales' }
const settings: Partial<SyncSettings> = { groupArchives: [chosen] }
const sales = (...members: GroupMembers['members']): GroupMembers => group('Sales', members)

function run(store: UserStore, groups: GroupMembers[], given = settings) {
  const plan = planFor({ users: [ada], groups }, store, given)
  const { next } = applyPlan(store, plan)
  const found = next.users.find(({ userName }) => userName === ada.primaryEmail) as User
  return { plan, store: next, rights: found.privilegesOnFolders.filter(({ folder }) => folder !== found.userName) }
}
const withRights = (...rights: FolderRight[]): UserStore => {
  const own = { folder: ada.primaryEmail, privileges: ['read' as const] }
  return storeOf(user(ada.primaryEmail, { privilegesOnFolders: [own, ...rights] }))
}
const isIn = [sales(member(ada))]

test('a right that was there before stays when the membership ends, and one that was denied is not given', (t) => {
  const first = run(storeOf(user(ada.primaryEmail)), [sales()])
  for (const privileges of [['read', 'write'], ['none']] as FolderRight['privileges'][]) {
    const right = { folder: 'sales@example.com', privileges }
    const [adaBefore, ...others] = first.store.users as [User, ...User[]]
    const edited = { ...adaBefore, privilegesOnFolders: [...adaBefore.privilegesOnFolders, right] }
    const joined = run({ ...first.store, users: [edited, ...others] }, isIn)
    t.deepEqual(joined.rights, [right])
    t.deepEqual(run(joined.store, [sales()]).rights, [right])
  }
})

test('what was added by hand to a right that a membership gave stays, and what was taken is not given again', (t) => {
  const { store } = run(storeOf(user(ada.primaryEmail)), isIn)
  const edited = (rights: FolderRight[]): UserStore => ({
    ...store,
    users: store.users.map((one) => (one.isGroup ? one : { ...one, privilegesOnFolders: rights })),
  })
  const more = edited([{ folder: 'sales@example.com', privileges: ['read', 'write'] }])
  t.deepEqual(run(more, [sales()]).rights, [{ folder: 'sales@example.com', privileges: ['write'] }])
  t.deepEqual(rows(run(edited([]), isIn).plan), [])
})

test('nobody reads an archive of which nobody can say that it is the group’s', (t) => {
  const holder = user('sales@example.com')
  const store = { ...withRights(), users: [...withRights().users, holder] }
  const plan = planFor({ users: [ada, account('sales@example.com')], groups: isIn }, store, settings)
  t.false(plan.changes.some(({ after }) => after?.readsByGroups !== undefined))
})

test('rights of others on the name end when the group takes it, and its members get theirs', (t) => {
  const store = {
    ...withRights({ folder: 'sales@example.com', privileges: ['read', 'write'] }),
    archiveOwners: {
      asOf: 7,
      made: true,
      archives: [{ archive: 'sales@example.com', owner: 'google:gone', since: 1 }],
    },
  }
  t.deepEqual(run(store, [sales()]).rights, [])
  t.deepEqual(run(store, isIn).rights, [{ folder: 'sales@example.com', privileges: ['read'] }])
})

test('after any memberships a second run changes nothing, and with none everything is as at first', (t) => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 6 }), fc.boolean(), (steps, ends) => {
      const begin = run(storeOf(user(ada.primaryEmail)), [sales()]).store
      let store = begin
      for (const joins of [...steps, false]) {
        const groups = joins ? isIn : [sales()]
        store = run(store, groups).store
        t.deepEqual(rows(run(store, groups).plan), [])
        const reads = store.users[0]?.privilegesOnFolders.some(({ folder }) => folder === 'sales@example.com')
        t.is(reads, joins)
      }
      t.deepEqual(store.users, begin.users)
      if (ends) t.deepEqual(run(store, [sales()], {}).store.users, [user(ada.primaryEmail)])
    }),
  )
})

test('who is no longer the account loses what its memberships gave, and keeps what was given by hand', (t) => {
  const byHand = { folder: 'desk@example.com', privileges: ['read' as const] }
  const { store } = run(withRights(byHand), isIn)
  const before = store.users.find(({ userName }) => userName === ada.primaryEmail) as User
  t.true(before.privilegesOnFolders.some(({ folder }) => folder === 'sales@example.com'))
  const after = withoutGroupRights(before, store.users)
  t.deepEqual(
    after.privilegesOnFolders.map(({ folder }) => folder),
    [ada.primaryEmail, byHand.folder],
  )
  t.is(after.readsByGroups, undefined)
})
