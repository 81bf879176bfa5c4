import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folderOf } from '../../source/store/archives/archive-names.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'

const admin = { primaryEmail: 'admin@example.com', id: '1' }
const ada = 'ada@example.com'

/** Mail lies under a name that nobody has. */
async function place(t: ExecutionContext): Promise<Workplace> {
  const organization = { domains: ['example.com'], admins: ['admin@example.com'], users: [admin] }
  const store = { version: 1 as const, revision: 3, users: [user('admin@example.com', { directoryId: '1' })] }
  const at = await workplace(t, { organization, store, settings: { automaticDeletion: true } })
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(at.home.archives, ada, part), { recursive: true })
  writeFileSync(join(at.home.archives, ada, 'new', 'early'), 'for nobody knows whom')
  return at
}

async function done(t: ExecutionContext, at: Workplace, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await at.run(args)
  t.is(code, 0, `${args.join(' ')}: ${stdout}${stderr}`)
}

const become = (at: Workplace, ...users: { primaryEmail: string; id: string }[]): void =>
  at.google.update((world) => {
    world.users = [admin, ...users]
  })

/** An account gets the name and gives it up again. */
async function comeAndGo(t: ExecutionContext, at: Workplace): Promise<void> {
  become(at, { primaryEmail: ada, id: '2' })
  await done(t, at, 'sync')
  become(at)
  await done(t, at, 'sync')
}

const namesIn = (at: Workplace): string[] =>
  JSON.parse(readFileSync(at.home.users, 'utf8')).users.map(({ userName }: { userName: string }) => userName)

const ways: Readonly<Record<string, string[]>> = {
  'archives set-aside': ['archives', 'set-aside', ada],
  'archives assign': ['archives', 'assign', ada, 'admin@example.com', '--yes'],
}

for (const [way, command] of Object.entries(ways)) {
  test(`mail that an undo of ${way} brings back is not for the account that had the name meanwhile`, async (t) => {
    const at = await place(t)
    await done(t, at, ...command)
    await comeAndGo(t, at)
    await done(t, at, 'undo', '4', '--yes')
    become(at, { primaryEmail: ada, id: '2' })
    const { changes } = await at.json(['sync'])
    t.like(
      changes.find(({ userName }) => userName === ada),
      { action: 'conflict', reason: { code: 'archiveOwnerUnknown' } },
    )
    t.deepEqual(namesIn(at), ['admin@example.com'])
  })
}

test('mail of a former user that was set aside is that user’s again after an undo, whoever had the name meanwhile', async (t) => {
  const at = await place(t)
  const former = { primaryEmail: ada, id: '7' }
  await done(t, at, 'archives', 'adopt', ada, '--yes')
  become(at, former)
  await done(t, at, 'sync')
  become(at)
  await done(t, at, 'sync')
  await done(t, at, 'archives', 'set-aside', ada)
  await comeAndGo(t, at)
  await done(t, at, 'undo', '7', '--yes')
  become(at, { primaryEmail: ada, id: '2' })
  const { changes } = await at.json(['sync'])
  t.is(changes.find(({ userName }) => userName === ada)?.reason.code, 'archiveInTheWay')
  become(at, former)
  await done(t, at, 'sync')
  t.true(namesIn(at).includes(ada))
})

test('a redo sets aside again what an undo brought back, and the name has the owner that it had before', async (t) => {
  const at = await place(t)
  await done(t, at, 'archives', 'set-aside', ada)
  await comeAndGo(t, at)
  await done(t, at, 'undo', '4', '--yes')
  await done(t, at, 'redo', '--yes')
  become(at, { primaryEmail: ada, id: '2' })
  await done(t, at, 'sync')
  t.true(namesIn(at).includes(ada))
  t.true(
    readFileSync(join(at.home.archives, folderOf('ada@example.com (former, revision 4)'), 'new', 'early'), 'utf8') !==
      '',
  )
})
