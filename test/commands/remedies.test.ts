import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import type { Change } from '../../source/sync/plan.ts'
import type { User } from '../../source/sync/user.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'

type Shown = Change & { remedy?: { words: string; commands: string[] } }

const it = { primaryEmail: 'it@example.com', id: '1' }
const person = (id: string, primaryEmail: string, more: object = {}) => ({ id, primaryEmail, ...more })

/** A situation: who is in Google and in the store, and what comes after the first synchronization. */
type Situation = {
  users: object[]
  store?: User[]
  settings?: object
  after?: (at: Workplace) => Promise<unknown> | unknown
  reason: string
}

const become = (at: Workplace, ...users: object[]): void =>
  at.google.update((world) => {
    world.users = [it, ...users] as OrganizationUser[]
  })
const deliver = (at: Workplace, archive: string): void => {
  mkdirSync(join(at.home.archives, archive, 'new'), { recursive: true })
  writeFileSync(join(at.home.archives, archive, 'new', 'mail'), 'mail')
}

const situations: Readonly<Record<string, Situation>> = {
  'a name that an integrated user has': {
    users: [person('2', 'ada@example.com')],
    store: [integrated('ada@example.com')],
    reason: 'integratedUser',
  },
  'a new account with the name of one that is gone, which left mail': {
    users: [person('2', 'ada@example.com')],
    settings: { automaticDeletion: true },
    after: (at) => {
      deliver(at, 'ada@example.com')
      become(at, person('3', 'ada@example.com'))
    },
    reason: 'otherAccount',
  },
  'the same without mail': {
    users: [person('2', 'ada@example.com')],
    settings: { automaticDeletion: true },
    after: (at) => become(at, person('3', 'ada@example.com')),
    reason: 'otherAccount',
  },
  'two users of one account': {
    users: [person('2', 'ada@example.com')],
    store: [user('ada@example.com', { directoryId: '2' }), user('old@example.com', { directoryId: '2' })],
    reason: 'sameAccount',
  },
  'the address of a leaver as an alias of a colleague, automatic deletion off': {
    users: [person('2', 'max@example.com'), person('3', 'lea@example.com')],
    after: (at) => become(at, person('2', 'max@example.com', { aliases: ['lea@example.com'] })),
    reason: 'addressTaken',
  },
  'the same after a take-over of the leaver': {
    users: [person('2', 'max@example.com'), person('3', 'lea@example.com')],
    after: async (at) => {
      become(at, person('2', 'max@example.com', { aliases: ['lea@example.com'] }))
      await at.run(['users', 'take-over', 'lea@example.com', '--yes'])
    },
    reason: 'otherAccount',
  },
  'an address of an integrated user': {
    users: [person('2', 'max@example.com')],
    store: [integrated('desk', { emailAddresses: ['info@example.com'] })],
    after: (at) => become(at, person('2', 'max@example.com', { aliases: ['info@example.com'] })),
    reason: 'addressTaken',
  },
  'mail that came late under an old name': {
    users: [person('2', 'ada@example.com')],
    after: async (at) => {
      become(at, person('2', 'bea@example.com'))
      await at.run(['sync'])
      deliver(at, 'ada@example.com')
      become(at, person('2', 'bea@example.com'), person('3', 'ada@example.com'))
    },
    reason: 'archiveInTheWay',
  },
  'mail from before Rollcall': {
    users: [],
    after: (at) => {
      deliver(at, 'ada@example.com')
      become(at, person('2', 'ada@example.com'))
    },
    reason: 'archiveOwnerUnknown',
  },
}

for (const [name, situation] of Object.entries(situations)) {
  test(`followed word for word, the remedy ends the conflict: ${name}`, async (t) => {
    const organization = { domains: ['example.com'], admins: [it.primaryEmail], users: [it, ...situation.users] }
    const store = situation.store && { version: 1 as const, revision: 3, users: situation.store }
    const at = await workplace(t, { organization, store, settings: situation.settings } as never)
    await at.run(['sync'])
    await situation.after?.(at)
    const followed: string[] = []
    for (let round = 0; round < 4; round += 1) {
      const { changes } = (await at.json(['sync'])) as unknown as { changes: Shown[] }
      const conflicts = changes.filter(({ action }) => action === 'conflict')
      if (round === 0)
        t.true(
          conflicts.some(({ reason }) => reason.code === situation.reason),
          JSON.stringify(changes),
        )
      const [conflict] = conflicts.filter(({ remedy }) => remedy?.commands.some((line) => !/sync$/.test(line)))
      if (conflicts.length === 0) break
      t.truthy(conflict, `${followed.join('; ')}: ${JSON.stringify(conflicts)}`)
      for (const line of conflict?.remedy?.commands ?? []) {
        const [, ...args] = line.split(' ')
        const asked = await at.run(args)
        const run = asked.code === 64 ? await at.run([...args, '--yes']) : asked
        followed.push(line)
        t.is(run.code, 0, `${line}: ${run.stderr}`)
      }
    }
    const last = (await at.json(['sync'])) as unknown as { changes: Shown[] }
    t.deepEqual(
      last.changes.filter(({ action }) => action === 'conflict'),
      [],
      followed.join('; '),
    )
  })
}

test('somebody whom Google still has in scope is not removed by hand', async (t) => {
  const organization = {
    domains: ['example.com'],
    admins: [it.primaryEmail],
    users: [it, person('2', 'ada@example.com')],
  }
  const at = await workplace(t, { organization } as never)
  await at.run(['sync'])
  const refused = await at.run(['users', 'remove', 'ada@example.com', '--yes'])
  t.is(refused.code, 65)
  t.regex(refused.stderr, /the next sync would bring it back/)
  become(at)
  const gone = await at.run(['users', 'remove', 'ada@example.com', '--yes'])
  t.is(gone.code, 0, gone.stderr)
  t.regex(gone.stdout, /- ada@example\.com .*deleted in Google/)
})

test('of all who are gone from Google, only the one who is removed by hand is looked up', async (t) => {
  const organization = { domains: ['example.com'], admins: [it.primaryEmail], users: [it] }
  const users = ['lea@example.com', 'max@example.com', 'eva@example.com'].map((name) => user(name))
  const at = await workplace(t, { organization, store: { version: 1, revision: 3, users } } as never)
  const { code, stdout, stderr } = await at.run(['users', 'remove', 'LEA@example.com', '--yes', '--json'])
  t.is(code, 0, stderr)
  t.like(JSON.parse(stdout), { changes: [{ action: 'delete', userName: 'lea@example.com' }] })
  const lookedUp = at.google.requests.map(({ path }) => /users\/(id-[^?]*)/.exec(path)?.[1]).filter(Boolean)
  t.deepEqual(lookedUp, ['id-lea%40example.com'])
})

test('past the deletion limit nobody is looked up first', async (t) => {
  const organization = { domains: ['example.com'], admins: [it.primaryEmail], users: [it] }
  const users = Array.from({ length: 150 }, (_, index) => user(`gone${index}@example.com`))
  const store = { version: 1 as const, revision: 3, users }
  const at = await workplace(t, { organization, store, settings: { automaticDeletion: true } } as never)
  const stopped = await at.run(['sync'])
  t.is(stopped.code, 3)
  t.regex(stopped.stderr, /150 deletions, but the limit is 15/)
  t.false(at.google.requests.some(({ path }) => /users\/id-gone/.test(path)))
  const planned = await at.run(['plan'])
  t.is(planned.code, 3, planned.stdout)
  t.regex(planned.stderr, /rollcall plan --past-limit/)
  t.false(at.google.requests.some(({ path }) => /users\/id-gone/.test(path)))
  const shown = await at.run(['plan', '--past-limit', '--json'])
  t.is(shown.code, 0)
  t.is(JSON.parse(shown.stdout).summary.delete, 150)
  t.is((await at.run(['sync', '--allow-deletions', '150'])).code, 0)
})
