import test from 'ava'
import { applyPlan } from '../../../source/sync/apply/apply.ts'
import { planRestore } from '../../../source/sync/by-hand/restore.ts'
import { planUndo } from '../../../source/sync/by-hand/undo.ts'
import type { ArchiveFacts } from '../../../source/sync/plan.ts'
import type { UserStore } from '../../../source/sync/user.ts'
import { account, integrated, planFor, rows, storeOf, user } from '../builders.ts'

const folders = (...names: string[]): ArchiveFacts => ({
  folders: new Map(names.map((name) => [name, { holdsMail: false }])),
})

const before = storeOf(
  user('a@example.com'),
  user('b@example.com'),
  user('gone@example.com'),
  user('old@example.com', { fullName: 'Old name' }),
  integrated('reader', { password: 'hash', privilegesOnFolders: [{ folder: 'a@example.com', privileges: ['read'] }] }),
)
const directory = [
  account('b@example.com', { id: 'id-a@example.com' }),
  account('a@example.com', { id: 'id-b@example.com' }),
  account('new@example.com'),
  account('old@example.com'),
]

function synchronized(): { plan: ReturnType<typeof planFor>; after: UserStore } {
  const plan = planFor({ users: directory }, before)
  return { plan, after: applyPlan(before, plan).next }
}

const all = folders('a@example.com', 'b@example.com', 'new@example.com', 'old@example.com')

test('undoing a commit gives back the store before it: swap, create, delete and update', (t) => {
  const { plan, after } = synchronized()
  const commit = { revision: 8, changes: plan.changes, storeBefore: before }
  const undo = planUndo(after, commit, all)
  t.like(undo.summary, { create: 1, rename: 2, delete: 1, update: 1, conflict: 0 })
  const { next, archiveWork } = applyPlan(after, undo)
  t.deepEqual(next.users, before.users)
  t.deepEqual(
    archiveWork.filter(({ kind }) => kind === 'remove'),
    [{ kind: 'remove', archive: 'new@example.com' }],
  )
})

test('what has changed since is a conflict and stays', (t) => {
  const { plan, after } = synchronized()
  const edited = {
    ...after,
    users: after.users.map((one) => (one.userName === 'new@example.com' ? { ...one, fullName: 'Mine' } : one)),
  }
  const undo = planUndo(edited, { revision: 8, changes: plan.changes, storeBefore: before }, all)
  t.deepEqual(
    rows(undo).find(([, name]) => name === 'new@example.com'),
    ['conflict', 'new@example.com', 'changedSince'],
  )
  t.is(applyPlan(edited, undo).next.users.find(({ userName }) => userName === 'new@example.com')?.fullName, 'Mine')
})

test('a deleted user whose name somebody else has by now is not put back', (t) => {
  const { plan, after } = synchronized()
  const taken = { ...after, users: [...after.users, integrated('gone@example.com')] }
  const undo = planUndo(taken, { revision: 8, changes: plan.changes, storeBefore: before }, all)
  t.deepEqual(
    rows(undo).find(([, name]) => name === 'gone@example.com'),
    ['conflict', 'gone@example.com', 'integratedUser'],
  )
})

test('restoring an earlier revision gives back all of its users', (t) => {
  const { after } = synchronized()
  const restore = planRestore(after, before, all)
  t.deepEqual(applyPlan(after, restore).next.users, before.users)
  t.is(planRestore(before, before, all).changes.length, 0)
})

test('a password hash that the record leaves out comes back from the backup', (t) => {
  const holder = integrated('mia', { password: 'hash' })
  const { password: _hash, ...shown } = holder
  const changes = [{ action: 'delete' as const, before: shown, after: null }]
  const undo = planUndo(storeOf(), { revision: 8, changes, storeBefore: storeOf(holder) }, folders())
  t.is(undo.changes[0]?.after?.password, 'hash')
})

test('an undo that ties a user to somebody else gives no mail along, unless it takes back an admin’s word', (t) => {
  const local = integrated('ada@example.com')
  const tied = user('ada@example.com')
  const mail: ArchiveFacts = { folders: new Map([['ada@example.com', { holdsMail: true }]]) }
  const restored = { action: 'update' as const, before: local, after: tied }
  const commit = { revision: 8, changes: [restored], storeBefore: storeOf(local) }
  const now = { ...storeOf(tied), revision: 8 }
  t.deepEqual(rows(planUndo(now, commit, mail)), [['conflict', 'ada@example.com', 'archiveInTheWay']])
  t.deepEqual(rows(planUndo(now, commit, folders('ada@example.com'))), [['update', 'ada@example.com', 'undone']])
  t.deepEqual(rows(planUndo(now, { ...commit, isWord: true }, mail)), [['update', 'ada@example.com', 'undone']])
})
