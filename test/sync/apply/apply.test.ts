import test from 'ava'
import { applyPlan, changesSomething } from '../../../source/sync/apply/apply.ts'
import { Problem } from '../../../source/text/problem.ts'
import { account, integrated, planFor, storeOf, user } from '../builders.ts'

const six = Array.from({ length: 6 }, (_, index) => user(`gone${index}@example.com`))

test('a plan becomes the next store and the work on its archives', (t) => {
  const carol = account('carol.king@example.com', { id: 'id-carol' })
  const secretary = integrated('secretary', {
    privilegesOnFolders: [{ folder: 'carol@example.com', privileges: ['read', 'write'] }],
  })
  const store = storeOf(user('carol@example.com', { directoryId: 'id-carol' }), user('dan@example.com'), secretary)
  const archives = { 'dan@example.com': { holdsMail: false }, 'carol@example.com': { holdsMail: true } }
  const plan = planFor({ users: [carol, account('new@example.com')], archives }, store)
  const { next, archiveWork } = applyPlan(store, plan)
  t.is(next.revision, 8)
  t.deepEqual(
    next.users.map(({ userName }) => userName),
    ['carol.king@example.com', 'new@example.com', 'secretary'],
  )
  t.deepEqual(next.users[2]?.privilegesOnFolders, [{ folder: 'carol.king@example.com', privileges: ['read', 'write'] }])
  t.deepEqual(archiveWork, [
    { kind: 'remove', archive: 'dan@example.com' },
    { kind: 'rename', from: 'carol@example.com', to: 'carol.king@example.com' },
    { kind: 'create', archive: 'new@example.com' },
  ])
})

test('rights follow both archives of a swap', (t) => {
  const swapped = [
    account('b@example.com', { id: 'id-a@example.com' }),
    account('a@example.com', { id: 'id-b@example.com' }),
  ]
  const reader = integrated('reader', {
    privilegesOnFolders: [
      { folder: 'a@example.com', privileges: ['read'] },
      { folder: 'b@example.com', privileges: ['write'] },
    ],
  })
  const store = storeOf(user('a@example.com'), user('b@example.com'), reader)
  const { next } = applyPlan(store, planFor({ users: swapped }, store))
  t.deepEqual(next.users[2]?.privilegesOnFolders, [
    { folder: 'b@example.com', privileges: ['read'] },
    { folder: 'a@example.com', privileges: ['write'] },
  ])
  t.deepEqual(
    next.users.slice(0, 2).map(({ directoryId, privilegesOnFolders }) => [directoryId, privilegesOnFolders[0]?.folder]),
    [
      ['id-b@example.com', 'a@example.com'],
      ['id-a@example.com', 'b@example.com'],
    ],
  )
})

test('a plan past the limit applies nothing, unless exactly its number of deletions is allowed', (t) => {
  const store = storeOf(...six)
  const plan = planFor({ users: [account('ada@example.com')] }, store)
  for (const allowed of [undefined, 0, 5, 7]) {
    const error = t.throws(() => applyPlan(store, plan, { allowDeletions: allowed }), { instanceOf: Problem })
    t.is(error.code, 'deletionLimit')
    t.is(error.kind, 'stopped')
  }
  t.is(applyPlan(store, plan, { allowDeletions: 6 }).next.users.length, 1)
})

test('a plan that was made from another revision is stale', (t) => {
  const store = storeOf()
  const plan = planFor({ users: [account('ada@example.com')] }, store)
  const error = t.throws(() => applyPlan({ ...store, revision: 8 }, plan), { instanceOf: Problem })
  t.is(error.code, 'planStale')
})

test('fields that the program does not know are kept, in the store and in users that change', (t) => {
  const stored = Object.assign(user('ada@example.com', { fullName: 'Old' }), { quota: 5 })
  const store = Object.assign(storeOf(stored), { comment: 'kept' })
  const { next } = applyPlan(store, planFor({ users: [account('ada@example.com')] }, store))
  t.like(next, { comment: 'kept' })
  t.like(next.users[0], { quota: 5, fullName: 'Name of ada@example.com' })
})

test('gone users, conflicts and unchanged users change nothing', (t) => {
  const store = storeOf(integrated('ada@example.com'), user('bob@example.com'), user('dan@example.com'))
  const world = { users: [account('ada@example.com'), account('bob@example.com')] }
  const plan = planFor(world, store, { automaticDeletion: false })
  t.false(changesSomething(plan))
  t.deepEqual(applyPlan(store, plan).next.users, store.users)
})
