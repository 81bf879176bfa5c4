import fs, { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import { archivePath } from '../../source/store/archives/archives.ts'
import type { Change } from '../../source/sync/plan.ts'
import type { Run } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', id: '1' },
    { primaryEmail: 'ada@example.com', id: '100' },
  ],
}
const open = (t: ExecutionContext): Promise<Workplace> =>
  workplace(t, { organization, settings: { automaticDeletion: true, deletionLimit: { percent: 100 } } })
const change = (at: Workplace, id: string, fields: Partial<OrganizationUser> | null): void =>
  at.google.update((world) => {
    world.users = world.users.flatMap((one) => (one.id !== id ? [one] : fields === null ? [] : [{ ...one, ...fields }]))
  })

/** Runs the program with a system call that refuses some paths, as it does to an account without the right. */
async function refusing(
  at: Workplace,
  args: string[],
  name: 'readdirSync' | 'accessSync',
  code: string,
  isRefused: (path: string) => boolean,
): Promise<Run> {
  const real = fs[name] as (path: string, ...more: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (path: string, ...more: unknown[]) => {
      if (isRefused(String(path))) throw Object.assign(new Error(`${code}: ${name}`), { code, syscall: name, path })
      return real(path, ...more)
    },
  })
  try {
    return await at.run(args)
  } finally {
    Object.assign(fs, { [name]: real })
  }
}

const row = ({ stdout }: Run, userName: string): Change =>
  JSON.parse(stdout).changes.find((one: Change) => one.userName === userName)

test.serial(
  'a folder that may not be read is a conflict in the row, whether the archive would be made or moved',
  async (t) => {
    const at = await open(t)
    const hidden = (path: string): boolean => path === archivePath(at.home, 'ada@example.com')
    mkdirSync(archivePath(at.home, 'ada@example.com'), { recursive: true })
    const plan = await refusing(at, ['plan', '--json'], 'readdirSync', 'EACCES', hidden)
    t.like(row(plan, 'ada@example.com'), { action: 'conflict', reason: { code: 'archiveUnusable', fault: 'noAccess' } })
    t.regex(
      (await refusing(at, ['plan'], 'readdirSync', 'EACCES', hidden)).stdout,
      /! ada@.*may not be read by your account/,
    )
    await at.run(['sync'])
    change(at, '100', { primaryEmail: 'bea@example.com' })
    const moved = await refusing(at, ['sync', '--json'], 'readdirSync', 'EACCES', hidden)
    t.like(row(moved, 'bea@example.com'), {
      action: 'conflict',
      reason: { code: 'archiveUnusable', fault: 'noAccess' },
    })
    const byHand = await refusing(at, ['users', 'add', 'desk'], 'readdirSync', 'EACCES', (path) =>
      path.startsWith(archivePath(at.home, 'desk')),
    )
    t.is(byHand.code, 0, 'a folder that is not there can be made')
  },
)

test.serial('an archive that may not be read stays when its user goes, by every way to go', async (t) => {
  const at = await open(t)
  const hidden = (path: string): boolean => path === archivePath(at.home, 'ada@example.com')
  await at.run(['sync'])
  for (const [name, code] of [
    ['readdirSync', 'EACCES'],
    ['accessSync', 'EPERM'],
  ] as const) {
    const undone = await refusing(at, ['undo', '--yes', '--json'], name, code, hidden)
    t.like(row(undone, 'ada@example.com'), { action: 'delete', archive: 'keep' })
    t.is(undone.code, 0, undone.stdout)
    t.true(fs.existsSync(archivePath(at.home, 'ada@example.com')))
    await at.run(['redo', '--yes'])
  }
  change(at, '100', null)
  const planned = await refusing(at, ['plan', '--json'], 'accessSync', 'EACCES', hidden)
  t.like(row(planned, 'ada@example.com'), { action: 'delete', archive: 'keep' })
  const removed = await refusing(
    at,
    ['users', 'remove', 'ada@example.com', '--yes', '--json'],
    'accessSync',
    'EACCES',
    hidden,
  )
  t.like(row(removed, 'ada@example.com'), { action: 'delete', archive: 'keep' })
})

for (const [code, words] of [
  ['EROFS', 'It is mounted read-only.'],
  ['EACCES', 'Your account may not write there.'],
] as const) {
  test.serial(
    `where archives can't be made or moved (${code}), every command says so before it changes anything`,
    async (t) => {
      const at = await open(t)
      await at.run(['sync'])
      await at.run(['users', 'add', 'info'])
      change(at, '100', { primaryEmail: 'bea@example.com' })
      const before = readFileSync(at.home.users, 'utf8')
      for (const args of [
        ['plan'],
        ['sync'],
        ['undo', '--yes'],
        ['restore', '1', '--yes'],
        ['users', 'add', 'desk'],
        ['users', 'remove', 'info', '--yes'],
      ]) {
        const refused = await refusing(at, args, 'accessSync', code, (path) => path === at.home.archives)
        t.is(refused.code, 1, args.join(' '))
        t.true(refused.stderr.replace(/\s+/g, ' ').includes(`${words} Nothing was changed.`), refused.stderr)
        t.is(readFileSync(at.home.users, 'utf8'), before)
      }
    },
  )
}

test.serial('of two folders that differ in case only, the row has its own, and the other is named', async (t) => {
  const at = await open(t)
  mkdirSync(join(at.home.archives, 'Ada@example.com', 'new'), { recursive: true })
  writeFileSync(join(at.home.archives, 'Ada@example.com', 'new', 'mail'), 'old')
  const { stdout } = await at.run(['sync', '--json'])
  const document = JSON.parse(stdout)
  t.like(row({ stdout } as Run, 'ada@example.com'), { action: 'create', archive: 'create' })
  t.deepEqual(
    document.warnings
      .filter(({ code }: { code: string }) => code === 'similarFolder')
      .map(({ message }: { message: string }) => message),
    [
      'Beside the archive ada@example.com there is a folder Ada@example.com, which differs in case or form only. Its mail stays where it is.',
    ],
  )
  t.deepEqual(fs.readdirSync(join(at.home.archives, 'ada@example.com', 'new')), [])
  t.is(readFileSync(join(at.home.archives, 'Ada@example.com', 'new', 'mail'), 'utf8'), 'old')
})

test.serial('what would be moved aside is a conflict in the row and never moved by itself', async (t) => {
  const at = await open(t)
  await at.run(['sync'])
  for (const archive of ['bea@example.com', 'ada@example.com']) {
    mkdirSync(join(archivePath(at.home, archive), 'new'), { recursive: true })
    writeFileSync(join(archivePath(at.home, archive), 'new', 'mail'), archive)
  }
  change(at, '100', { primaryEmail: 'bea@example.com' })
  const { stdout, code } = await at.run(['sync', '--json'])
  t.is(code, 0)
  t.like(row({ stdout } as Run, 'bea@example.com'), { action: 'conflict', reason: { folder: 'bea@example.com' } })
  t.is(readFileSync(join(archivePath(at.home, 'bea@example.com'), 'new', 'mail'), 'utf8'), 'bea@example.com')
})
