import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'

const admin = { primaryEmail: 'admin@example.com', id: '1' }
const name = 'info@example.com'

function deliver({ home }: Workplace, message: string): void {
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(home.archives, name, part), { recursive: true })
  writeFileSync(join(home.archives, name, 'new', message), message)
}

async function done(t: ExecutionContext, at: Workplace, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await at.run(args)
  t.is(code, 0, `${args.join(' ')}: ${stdout}${stderr}`)
}

/** Somebody made by hand has mail, and an admin lets whoever gets that address in Google go on with it. */
async function takenOver(t: ExecutionContext): Promise<Workplace> {
  const organization = { domains: ['example.com'], admins: ['admin@example.com'], users: [admin] }
  const store = { version: 1 as const, revision: 3, users: [user('admin@example.com', { directoryId: '1' })] }
  const at = await workplace(t, { organization, store, settings: { automaticDeletion: true } })
  await done(t, at, 'users', 'add', name)
  deliver(at, 'before')
  await done(t, at, 'users', 'take-over', name, '--yes')
  return at
}

const appear = (at: Workplace): void =>
  at.google.update((world) => {
    world.users = [admin, { primaryEmail: name, id: '2' }]
  })

const tied = ({ home }: Workplace): (string | null)[] =>
  JSON.parse(readFileSync(home.users, 'utf8')).users.flatMap((one: { userName: string; directoryId: string | null }) =>
    one.userName === name ? [one.directoryId] : [],
  )

test('an account that appears after a take-over goes on as that user', async (t) => {
  const at = await takenOver(t)
  appear(at)
  await done(t, at, 'sync')
  t.deepEqual(tied(at), ['2'])
})

const endings: Readonly<Record<string, (t: ExecutionContext, at: Workplace) => Promise<void>>> = {
  'a restore': (t, at) => done(t, at, 'restore', '3', '--yes'),
  'a synchronization': (t, at) => done(t, at, 'sync'),
  'users remove': (t, at) => done(t, at, 'users', 'remove', name, '--yes'),
}

for (const [way, end] of Object.entries(endings)) {
  test(`the word of a take-over ends when ${way} ends the user: mail that comes later is nobody’s who gets the name`, async (t) => {
    const at = await takenOver(t)
    await end(t, at)
    t.deepEqual(tied(at), [])
    deliver(at, 'after')
    appear(at)
    const { changes } = await at.json(['sync'])
    t.like(
      changes.find(({ userName }) => userName === name),
      { action: 'conflict', reason: { code: 'archiveOwnerUnknown' } },
    )
    t.deepEqual(tied(at), [])
  })
}

test('the word of a take-over is taken back by its undo, and given again by its redo', async (t) => {
  const at = await takenOver(t)
  await done(t, at, 'undo', '--yes')
  t.is(JSON.parse(readFileSync(at.home.users, 'utf8')).users[1].authentication, 'integrated')
  await done(t, at, 'redo', '--yes')
  deliver(at, 'after')
  appear(at)
  await done(t, at, 'sync')
  t.deepEqual(tied(at), ['2'])
})
