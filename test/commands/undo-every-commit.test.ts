import fs, { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import { archivePath } from '../../source/store/archives/archives.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const [ada, bea, old] = ['ada@example.com', 'bea@example.com', 'old@example.com']
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', id: '1' },
    { primaryEmail: ada, id: '100' },
  ],
}

const deliver = (at: Workplace, archive: string): void => {
  mkdirSync(join(archivePath(at.home, archive), 'new'), { recursive: true })
  writeFileSync(join(archivePath(at.home, archive), 'new', 'mail'), archive)
  // What was there before a commit was not delivered after it.
  utimesSync(join(archivePath(at.home, archive), 'new', 'mail'), 1, 1)
}
const change = (at: Workplace, id: string, fields: Partial<OrganizationUser> | null): void =>
  at.google.update((world) => {
    world.users = world.users.flatMap((one) => (one.id !== id ? [one] : fields === null ? [] : [{ ...one, ...fields }]))
  })
const add = (at: Workplace) => at.run(['users', 'add', 'info', '--address', 'info@example.com'])

/** Each command that commits, and what goes before it. */
const commits: Readonly<Record<string, { args: string[]; before?: (at: Workplace) => unknown }>> = {
  'sync, new users': { args: ['sync'], before: (at) => change(at, '1', { primaryEmail: 'boss@example.com' }) },
  'sync, a rename': { args: ['sync'], before: (at) => change(at, '100', { primaryEmail: bea }) },
  'sync, a deletion': { args: ['sync'], before: (at) => change(at, '100', null) },
  'users add': { args: ['users', 'add', 'info'] },
  'users edit': { args: ['users', 'edit', 'info', '--privileges', 'login,export'], before: add },
  'users remove': { args: ['users', 'remove', 'info', '--yes'], before: add },
  'users take-over': { args: ['users', 'take-over', 'info', '--yes'], before: add },
  'users release': { args: ['users', 'release', ada, '--yes'] },
  'archives assign': { args: ['archives', 'assign', old, ada, '--yes'], before: (at) => deliver(at, old) },
  'archives set-aside': { args: ['archives', 'set-aside', old], before: (at) => deliver(at, old) },
  'archives adopt': { args: ['archives', 'adopt', old, '--yes'], before: (at) => deliver(at, old) },
  restore: { args: ['restore', '1', '--yes'], before: add },
}

/** The users, and the archives with what they hold. */
function state(at: Workplace): unknown {
  const { users } = JSON.parse(readFileSync(at.home.users, 'utf8')) as UserStore
  const archives = fs.readdirSync(at.home.archives).filter((name) => !name.startsWith('.'))
  return { users, archives: archives.map((name) => [name, fs.readdirSync(join(at.home.archives, name, 'new'))]) }
}

const open = (t: ExecutionContext): Promise<Workplace> =>
  workplace(t, { organization, settings: { automaticDeletion: true, deletionLimit: { percent: 100 } } })

for (const [name, { args, before }] of Object.entries(commits)) {
  test(`undo takes back ${name}, redo does it again, and each can be taken back`, async (t) => {
    const at = await open(t)
    await at.run(['sync'])
    await before?.(at)
    const earlier = state(at)
    t.is((await at.run(args)).code, 0)
    const later = state(at)
    for (const [command, wanted] of [
      ['undo', earlier],
      ['redo', later],
      ['undo', earlier],
    ] as const) {
      const done = await at.run([command, '--yes'])
      t.is(done.code, 0, done.stderr)
      t.regex(done.stdout, /\w/, `${command} says what it did`)
      t.deepEqual(state(at), wanted, command)
    }
  })
}

/** Commits that can't be taken back, each with what is said, and what the commands that are named come to. */
const refused: Readonly<Record<string, { before: (at: Workplace) => Promise<unknown>; args?: string[]; why: RegExp }>> =
  {
    'one that only made empty archives': {
      before: async (at) => {
        rmSync(archivePath(at.home, ada), { recursive: true })
        await at.run(['archives', 'create', '--yes'])
      },
      why: /It only made or removed empty archives/,
    },
    'one that only removed an empty archive': {
      before: async (at) => {
        mkdirSync(join(at.home.archives, old, 'new'), { recursive: true })
        await at.run(['archives', 'set-aside', old])
      },
      why: /It only made or removed empty archives/,
    },
    'an archive that got more mail since': {
      before: async (at) => {
        deliver(at, old)
        await at.run(['archives', 'assign', old, ada, '--yes'])
        writeFileSync(join(archivePath(at.home, ada), 'new', 'newer'), 'newer')
      },
      why: /Mail has come to the archive ada@example\.com/,
    },
    'an archive that is gone': {
      before: async (at) => {
        deliver(at, old)
        await at.run(['archives', 'assign', old, ada, '--yes'])
        rmSync(archivePath(at.home, ada), { recursive: true })
      },
      why: /The archive ada@example\.com is not there any more/,
    },
    'an archive whose name somebody else has by now': {
      before: async (at) => {
        deliver(at, old)
        await at.run(['archives', 'assign', old, ada, '--yes'])
        await at.run(['users', 'add', old])
      },
      args: ['undo', '2', '--yes'],
      why: /The user old@example\.com has the name/,
    },
    'an archive under whose name mail came since': {
      before: async (at) => {
        deliver(at, old)
        await at.run(['archives', 'set-aside', old])
        deliver(at, old)
      },
      why: /Mail has come to the archive old@example\.com since/,
    },
    'mail that was joined': {
      before: async (at) => {
        const aside = `${ada} (former, revision 1)`
        deliver(at, aside)
        deliver(at, ada)
        await at.run(['archives', 'assign', aside, ada, '--yes'])
      },
      why: /can't be told apart any more/,
    },
    'an undo': {
      before: async (at) => {
        await at.run(['users', 'add', 'info'])
        await at.run(['undo', '--yes'])
      },
      args: ['undo', '3', '--yes'],
      why: /Revision 3 is an undo/,
    },
    'a redo': {
      before: async (at) => {
        await at.run(['users', 'add', 'info'])
        await at.run(['undo', '--yes'])
        await at.run(['redo', '--yes'])
      },
      args: ['undo', '4', '--yes'],
      why: /Revision 4 is a redo/,
    },
  }

for (const [name, { before, args = ['undo', '--yes'], why }] of Object.entries(refused)) {
  test(`undo says why it can't take back ${name}, and names commands that work`, async (t) => {
    const at = await open(t)
    await at.run(['sync'])
    await before(at)
    const kept = state(at)
    const { code, stdout } = await at.run([...args, '--json'])
    t.is(code, 1)
    const { problem } = JSON.parse(stdout)
    t.regex(`${problem.title}. ${problem.cause}`, why)
    t.deepEqual(state(at), kept)
    const commands = (problem.remedy as string).split('\n').filter((line) => line.startsWith('rollcall '))
    t.true(commands.length > 0)
    for (const line of commands) {
      const [, ...words] = line.split(' ')
      const done = await at.run(/^(undo|redo)/.test(words[0] ?? '') ? [...words, '--yes'] : words)
      t.is(done.code, 0, `${line}: ${done.stderr}`)
    }
  })
}
