import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import { archiveOf } from '../../source/store/archives/archive-names.ts'
import type { User, UserStore } from '../../source/sync/user.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'

const admin = { primaryEmail: 'admin@example.com', id: '1' }
const ada = { primaryEmail: 'ada@example.com', id: '2' }
const read = (folder: string) => ({ folder, privileges: ['read' as const] })

/** Ada is in Google and in the store; a clerk may read her archive. */
const stored = [
  user('admin@example.com', { directoryId: '1' }),
  user('ada@example.com', { directoryId: '2' }),
  integrated('clerk', { privilegesOnFolders: [read('clerk'), read('ada@example.com')] }),
]

async function place(t: ExecutionContext, more: Partial<UserStore> = {}): Promise<Workplace> {
  const organization = { domains: ['example.com'], admins: ['admin@example.com'], users: [admin, ada] }
  const store: UserStore = { version: 1, revision: 3, users: stored, ...more }
  const at = await workplace(t, { organization, store, settings: { automaticDeletion: true } })
  deliver(at, 'ada@example.com', 'to-ada')
  return at
}

function deliver({ home }: Workplace, archive: string, name: string): void {
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(home.archives, archive, part), { recursive: true })
  writeFileSync(join(home.archives, archive, 'new', name), name)
}

const become = (at: Workplace, ...users: object[]): void =>
  at.google.update((world) => {
    world.users = [admin, ...users] as OrganizationUser[]
  })

const usersOf = ({ home }: Workplace): User[] => JSON.parse(readFileSync(home.users, 'utf8')).users
const foldersOf = (at: Workplace, name: string): string[] | undefined =>
  usersOf(at)
    .find(({ userName }) => userName === name)
    ?.privilegesOnFolders.map(({ folder }) => folder)
const archivesOf = ({ home }: Workplace): string[] =>
  readdirSync(home.archives)
    .map((folder) => archiveOf(folder) ?? '')
    .sort()

async function refused(t: ExecutionContext, at: Workplace, args: string[], code: string): Promise<void> {
  const before = readFileSync(at.home.users, 'utf8')
  const archives = archivesOf(at)
  const answer = await at.answer([...args, '--yes'])
  t.is(answer.document.problem?.code, code, args.join(' '))
  t.is(readFileSync(at.home.users, 'utf8'), before)
  t.deepEqual(archivesOf(at), archives)
}

async function done(t: ExecutionContext, at: Workplace, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await at.run(args)
  t.is(code, 0, `${args.join(' ')}: ${stdout}${stderr}`)
}

test('a user whom Google still has is not removed by hand', async (t) => {
  const at = await place(t)
  await refused(t, at, ['users', 'remove', 'ada@example.com'], 'notIntegrated')
  become(at)
  await done(t, at, 'users', 'remove', 'ada@example.com', '--yes')
})

test('the deletion limit holds for undo and remove, until exactly the number is allowed', async (t) => {
  const at = await place(t)
  await done(t, at, 'setup', '--deletion-limit', '0')
  await done(t, at, 'users', 'add', '--', '-x')
  const undo = await at.answer(['undo', '--yes'])
  t.is(undo.document.problem?.code, 'deletionLimit')
  t.true(undo.document.problem?.remedy.includes('rollcall undo --yes --allow-deletions 1'))
  const remove = await at.run(['users', 'remove', '--yes', '--', '-x'])
  t.regex(remove.stderr, /^ *rollcall users remove --yes --allow-deletions 1 .*-- -x$/m)
  await done(t, at, 'users', 'remove', '--yes', '--allow-deletions', '1', '--', '-x')
})

test('an archive that is a user’s, or would be mixed with mail of another one, is not given away', async (t) => {
  const at = await place(t)
  deliver(at, 'dan@example.com', 'to-dan')
  await refused(t, at, ['archives', 'assign', 'ada@example.com', 'clerk'], 'archiveNotAssignable')
  await refused(t, at, ['archives', 'assign', 'dan@example.com', 'ada@example.com'], 'archiveNotAssignable')
  await refused(t, at, ['archives', 'adopt', 'ada@example.com'], 'archiveNotAdoptable')
  const aside = await at.answer(['archives', 'set-aside', 'ada@example.com'])
  t.is(aside.document.problem?.code, 'archiveNotSetAside')
  t.deepEqual(archivesOf(at), ['ada@example.com', 'dan@example.com'])
})

test('who may read an archive that is given to a user can’t read that user’s mail for it', async (t) => {
  const at = await place(t)
  deliver(at, 'dan@example.com', 'to-dan')
  await done(t, at, 'users', 'add', 'reader', '--folder', 'dan@example.com=read')
  await done(t, at, 'archives', 'assign', 'dan@example.com', 'clerk', '--yes')
  t.deepEqual(foldersOf(at, 'reader'), ['dan@example.com'])
  t.deepEqual(archivesOf(at), ['ada@example.com', 'clerk', 'reader'])
})

test('mail that is set aside takes along the rights on it, and its undo brings both back', async (t) => {
  const at = await place(t)
  become(at)
  await done(t, at, 'sync')
  await done(t, at, 'archives', 'set-aside', 'ada@example.com')
  const [aside = ''] = archivesOf(at).filter((name) => name.includes('former'))
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk', aside])
  await done(t, at, 'undo', '--yes')
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk', 'ada@example.com'])
  await done(t, at, 'redo', '--yes')
  become(at, { ...ada, id: '3' })
  await done(t, at, 'sync')
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk', aside])
})

test('a user who was another account’s begins as a new user once its mail is set aside', async (t) => {
  const untied = user('ada@example.com', {
    directoryId: null,
    privileges: ['admin'],
    privilegesOnFolders: [read('clerk')],
  })
  const at = await place(t, {
    users: [...stored.filter(({ userName }) => userName !== 'ada@example.com'), untied],
    archiveOwners: { asOf: 3, made: true, archives: [{ archive: 'ada@example.com', owner: 'google:2', since: 2 }] },
  })
  become(at, { ...ada, id: '3' })
  const { changes } = await at.json(['plan'])
  t.is(changes.find(({ userName }) => userName === 'ada@example.com')?.reason.code, 'otherAccount')
  await done(t, at, 'archives', 'set-aside', 'ada@example.com')
  await done(t, at, 'sync')
  t.like(
    usersOf(at).find(({ userName }) => userName === 'ada@example.com'),
    { directoryId: '3', privileges: ['login'], privilegesOnFolders: [read('ada@example.com')] },
  )
  const [aside] = archivesOf(at).filter((name) => name.includes('former'))
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk', aside])
})

test('a take-over lets the next account of the name have the mail, with its readers; nothing else does', async (t) => {
  const at = await place(t)
  become(at, { ...ada, id: '3' })
  const conflict = await at.json(['sync'])
  t.is(conflict.summary.conflict, 1)
  await done(t, at, 'users', 'take-over', 'ada@example.com', '--yes')
  await done(t, at, 'sync')
  t.is(usersOf(at).find(({ userName }) => userName === 'ada@example.com')?.directoryId, '3')
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk', 'ada@example.com'])
  await refused(t, at, ['users', 'take-over', 'nobody'], 'userNotFound')
})

test('a redo takes nothing back that came before another commit', async (t) => {
  const at = await place(t)
  await done(t, at, 'users', 'add', 'one')
  await done(t, at, 'undo', '--yes')
  await done(t, at, 'users', 'add', 'two')
  await refused(t, at, ['redo'], 'nothingToRedo')
})

test('a new user by hand gets neither the mail of a former one nor the rights that others had on it', async (t) => {
  const at = await place(t)
  become(at)
  await done(t, at, 'sync')
  const taken = await at.answer(['users', 'add', 'ada@example.com'])
  t.is(taken.document.problem?.code, 'archiveInTheWay')
  await done(t, at, 'archives', 'adopt', 'ada@example.com', '--yes')
  const added = await at.json(['users', 'add', 'ada@example.com'])
  t.deepEqual(
    added.changes.map(({ action, userName, reason }) => [action, userName, reason.code]),
    [
      ['create', 'ada@example.com', 'byHand'],
      ['update', 'clerk', 'rightsEnd'],
    ],
  )
  t.deepEqual(foldersOf(at, 'clerk'), ['clerk'])
})
