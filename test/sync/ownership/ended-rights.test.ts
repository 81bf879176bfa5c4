import test from 'ava'
import { applyPlan } from '../../../source/sync/apply/apply.ts'
import { planByHand } from '../../../source/sync/by-hand/plan-by-hand.ts'
import { planRestore } from '../../../source/sync/by-hand/restore.ts'
import { planUndo } from '../../../source/sync/by-hand/undo.ts'
import type { Proposal } from '../../../source/sync/plan/proposal.ts'
import type { Plan } from '../../../source/sync/plan.ts'
import type { FolderRight, User, UserStore } from '../../../source/sync/user.ts'
import { account, integrated, planFor, rows, storeOf, user } from '../builders.ts'

const read = (folder: string): FolderRight => ({ folder, privileges: ['read'] })
const boss = user('boss@example.com', { privilegesOnFolders: [read('boss@example.com'), read('ada@example.com')] })
const clerk = integrated('clerk', { privilegesOnFolders: [read('clerk'), read('ada@example.com')] })
const bossAccount = account('boss@example.com')
const noFolders = { folders: new Map() }

/** A store in which it is written down whose the archive of Ada is. */
const leftBy = (owner: string, ...users: User[]): UserStore => ({
  ...storeOf(...users),
  archiveOwners: { asOf: 7, made: true, archives: [{ archive: 'ada@example.com', owner, since: 3 }] },
})

const foldersOf = ({ users }: UserStore, name: string): string[] =>
  users.find(({ userName }) => userName === name)?.privilegesOnFolders.map(({ folder }) => folder) ?? []

const codes = ({ warnings }: Plan): string[] => warnings.map(({ code }) => code)

test('rights on a name end when another account gets it, with a row and a warning for each', (t) => {
  const store = leftBy('google:id-former', boss, clerk)
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, store)
  t.deepEqual(rows(plan), [
    ['create', 'ada@example.com', 'everyone'],
    ['update', 'boss@example.com', 'rightsEnd'],
    ['update', 'clerk', 'rightsEnd'],
  ])
  t.deepEqual(codes(plan), ['rightsEnd', 'rightsEnd'])
  const { next } = applyPlan(store, plan)
  t.deepEqual(foldersOf(next, 'boss@example.com'), ['boss@example.com'])
  t.deepEqual(foldersOf(next, 'clerk'), ['clerk'])
  t.deepEqual(foldersOf(next, 'ada@example.com'), ['ada@example.com'])
})

test('rights on a name that nobody ever had end, too: they were given for nobody’s mail', (t) => {
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, storeOf(boss))
  t.deepEqual(rows(plan)[1], ['update', 'boss@example.com', 'rightsEnd'])
})

test('rights stay when the same account comes back', (t) => {
  const store = leftBy('google:id-ada@example.com', boss)
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, store)
  t.deepEqual(rows(plan), [['create', 'ada@example.com', 'everyone']])
  t.deepEqual(foldersOf(applyPlan(store, plan).next, 'boss@example.com'), ['boss@example.com', 'ada@example.com'])
})

test('rights on the archive of a user who leaves end when another archive takes its name, and follow the other one', (t) => {
  const both = { ...boss, privilegesOnFolders: [read('ada@example.com')] }
  const helper = user('helper@example.com', { privilegesOnFolders: [read('bob@example.com')] })
  const store = storeOf(both, user('ada@example.com'), user('bob@example.com'), helper)
  const users = [account('ada@example.com', { id: 'id-bob@example.com' }), bossAccount, account('helper@example.com')]
  const plan = planFor({ users }, store)
  const { next } = applyPlan(store, plan)
  t.deepEqual(foldersOf(next, 'boss@example.com'), [])
  t.deepEqual(foldersOf(next, 'helper@example.com'), ['ada@example.com'])
})

test('a user who has another row loses the right in that row', (t) => {
  const store = leftBy('google:id-former', boss)
  const renamed = account('boss@example.com', { fullName: 'Another name' })
  const plan = planFor({ users: [account('ada@example.com'), renamed] }, store)
  const row = plan.changes.find(({ userName }) => userName === 'boss@example.com')
  t.deepEqual(row?.fields, ['fullName', 'privilegesOnFolders'])
  t.deepEqual(foldersOf(applyPlan(store, plan).next, 'boss@example.com'), ['boss@example.com'])
})

test('a user who is shown as gone loses the right as well', (t) => {
  const store = leftBy('google:id-former', boss)
  const plan = planFor({ users: [account('ada@example.com')] }, store, { automaticDeletion: false })
  t.deepEqual(rows(plan)[1]?.[0], 'gone')
  t.deepEqual(codes(plan), ['rightsEnd'])
  t.deepEqual(foldersOf(applyPlan(store, plan).next, 'boss@example.com'), ['boss@example.com'])
})

test('a user who is tied to another account than before is a conflict: rights and privileges were the other’s', (t) => {
  const untied = user('ada@example.com', { directoryId: null, privileges: ['admin'] })
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, leftBy('google:id-former', untied, boss))
  t.deepEqual(rows(plan), [['conflict', 'ada@example.com', 'otherAccount']])
})

test('rights stay where an admin lets a user go on as another account', (t) => {
  const untied = user('ada@example.com', { directoryId: null })
  const store = leftBy('next', untied, boss)
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, store)
  t.deepEqual(rows(plan), [['update', 'ada@example.com', 'everyone']])
  t.deepEqual(foldersOf(applyPlan(store, plan).next, 'boss@example.com'), ['boss@example.com', 'ada@example.com'])
})

test('a user made by hand gets a name without the rights that others have on it', (t) => {
  const after = integrated('ada@example.com')
  const wanted: Proposal = {
    action: 'create',
    before: null,
    after,
    reason: { code: 'byHand' },
    archive: 'create',
    conflict: null,
  }
  const store = leftBy('user:3:ada@example.com', boss)
  const plan = planByHand(store, [wanted])
  t.deepEqual(rows(plan)[1], ['update', 'boss@example.com', 'rightsEnd'])
  t.deepEqual(foldersOf(applyPlan(store, plan).next, 'boss@example.com'), ['boss@example.com'])
})

test('an undo gives rights back only on archives that have the owner of then', (t) => {
  const without = { ...boss, privilegesOnFolders: [read('boss@example.com')] }
  const edit = { action: 'update', before: boss, after: without } as const
  const then = storeOf(user('ada@example.com'), boss)
  const commit = { revision: 8, changes: [edit], storeBefore: then }
  const same = { ...storeOf(user('ada@example.com'), without), revision: 8 }
  t.deepEqual(foldersOf(applyPlan(same, planUndo(same, commit, noFolders)).next, 'boss@example.com'), [
    'boss@example.com',
    'ada@example.com',
  ])
  const other = { ...storeOf(user('ada@example.com', { directoryId: 'id-other' }), without), revision: 12 }
  const undo = planUndo(other, commit, noFolders)
  t.deepEqual(rows(undo), [])
  t.deepEqual(codes(undo), ['rightsEnd'])
  const forgotten = planUndo(same, { ...commit, storeBefore: null }, noFolders)
  t.deepEqual(rows(forgotten), [])
})

test('the undo of a new user does not give rights on its mail to who had them on the name', (t) => {
  const store = leftBy('google:id-former', boss)
  const plan = planFor({ users: [account('ada@example.com'), bossAccount] }, store)
  const { next } = applyPlan(store, plan)
  const mail = { folders: new Map([['ada@example.com', { holdsMail: true }]]) }
  const undo = planUndo(next, { revision: next.revision, changes: plan.changes, storeBefore: store }, mail)
  const undone = applyPlan(next, undo).next
  t.is(
    undone.users.some(({ userName }) => userName === 'ada@example.com'),
    false,
  )
  t.deepEqual(foldersOf(undone, 'boss@example.com'), ['boss@example.com'])
})

test('a restore gives rights back only on archives that have the owner of then', (t) => {
  const without = { ...boss, privilegesOnFolders: [read('boss@example.com')] }
  const earlier = storeOf(user('ada@example.com'), boss)
  const now = { ...storeOf(user('ada@example.com', { directoryId: 'id-other' }), without), revision: 9 }
  const mail = { folders: new Map([['ada@example.com', { holdsMail: true }]]) }
  const plan = planRestore(now, earlier, mail)
  t.deepEqual(rows(plan), [['conflict', 'ada@example.com', 'archiveInTheWay']])
  t.deepEqual(foldersOf(applyPlan(now, plan).next, 'boss@example.com'), ['boss@example.com'])
  const free = planRestore(now, earlier, noFolders)
  t.deepEqual(foldersOf(applyPlan(now, free).next, 'boss@example.com'), ['boss@example.com', 'ada@example.com'])
})
