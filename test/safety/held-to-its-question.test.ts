import test, { type ExecutionContext } from 'ava'
import { removeUser } from '../../source/operations/users/remove-user.ts'
import type { SyncSettings } from '../../source/sync/settings.ts'
import { quickLimits } from '../google/support/connect.ts'
import { changed } from './answers.ts'
import { type Asked, type GivenMember, type GivenUser, json, type Reply, refusal } from './documented-google.ts'
import { type Outcome, synchronized } from './synchronized.ts'

const account = (number: number): GivenUser => ({
  id: String(100 + number),
  primaryEmail: `p${number}@example.com`,
  suspended: false,
  archived: false,
})
const admin: GivenUser = { id: '1', primaryEmail: 'it@example.com', suspended: false, archived: false }
const people = Array.from({ length: 9 }, (_, index) => account(index + 1))
const zoe = { ...account(99), primaryEmail: 'zoe@example.com' }
const member = ({ id, primaryEmail }: GivenUser): GivenMember => ({ id, email: primaryEmail, type: 'USER' })
const archive = { id: 'g1', email: 'archive@example.com', name: 'archive@example.com' }

type Given = {
  settings?: Partial<SyncSettings>
  /** More members of the chosen group, from the beginning. */
  more?: GivenMember[]
  groups?: { id: string; email: string; members: GivenMember[] }[]
}

/** Everybody but Zoe is in the chosen group and in the store. */
function organization(t: ExecutionContext, { settings = {}, more = [], groups = [] }: Given = {}) {
  const users = structuredClone([admin, ...people, zoe])
  const members = [...[admin, ...people].map(member), ...more]
  return synchronized(
    t,
    { users, groups: [{ id: 'g1', email: 'archive@example.com', members }, ...groups] },
    { groups: [archive], ...settings },
  )
}

const names = ({ users }: Pick<Outcome, 'users'>) => users.map(({ userName }) => userName)
const withoutLast = (list: string) => (body: Record<string, unknown>) => ({
  ...body,
  [list]: (body[list] as unknown[]).slice(0, -2),
})
const shortMembers = (asked: Asked, usual: () => Reply) =>
  asked.question === 'members.list' && asked.group === 'g1' ? changed(usual(), withoutLast('members')) : undefined

for (const [what, reply] of [
  ['about another account', () => json({ kind: 'admin#directory#user', ...zoe })],
  [
    'about the address of the account under another id',
    () => json({ kind: 'admin#directory#user', ...people[8], id: '999' }),
  ],
] as const) {
  test(`nobody is deleted on an answer ${what}`, async (t) => {
    const { google, again, bytes } = await organization(t)
    const before = bytes()
    google.instead = (asked, usual) =>
      asked.question === 'users.get' && asked.key === '109' ? reply() : shortMembers(asked, usual)
    const { problem, bytes: after } = await again()
    t.is(problem?.code, 'answerUnreadable')
    t.is(problem?.kind, 'stopped')
    t.is(after, before)
  })
}

test('a user without an id is not judged by an account that has another address', async (t) => {
  const { google, again } = await organization(t, { settings: { groups: [] } })
  google.world.users.splice(-2, 1)
  google.instead = ({ question, key }) =>
    question === 'users.get' && key === '109' ? json({ kind: 'admin#directory#user', ...zoe }) : undefined
  t.is((await again()).problem?.code, 'answerUnreadable')
})

for (const isMember of [undefined, 'false', null, 0]) {
  test(`isMember ${JSON.stringify(isMember)} is not a no`, async (t) => {
    const { google, again } = await organization(t)
    google.instead = (asked, usual) =>
      asked.question === 'members.hasMember' ? json({ isMember }) : shortMembers(asked, usual)
    const { problem, users } = await again()
    t.is(problem?.kind, 'stopped')
    t.is(users.length, 10)
  })
}

test('isMember false is a no: who really left is deleted', async (t) => {
  const { google, again } = await organization(t)
  google.world.groups[0]?.members.splice(-2)
  const { problem, users } = await again()
  t.is(problem, null)
  t.is(users.length, 8)
})

for (const [what, change] of [
  ['the first member twice', (members: unknown[]) => [...members, members[0]]],
  ['a member without an id and without an address', (members: unknown[]) => [...members.slice(1), { type: 'USER' }]],
  ['a member without a type', (members: unknown[]) => [...members.slice(1), { id: '5', email: 'x@example.com' }]],
] as const) {
  test(`a member list with ${what} stops the run`, async (t) => {
    const { google, again } = await organization(t)
    google.instead = (asked, usual) =>
      asked.question === 'members.list'
        ? changed(usual(), (body) => ({ ...body, members: change(body.members as unknown[]) }))
        : undefined
    const { problem, users } = await again()
    t.is(problem?.code, 'listingIncomplete')
    t.is(users.length, 10)
  })
}

for (const [question, list] of [
  ['members.list', 'members'],
  ['users.list', 'users'],
] as const) {
  for (const [what, next] of [
    ['the same page again', (body: Record<string, unknown>) => ({ ...body, nextPageToken: 'a' })],
    [
      'a page token twice',
      (body: Record<string, unknown>, page: number) => ({
        ...body,
        [list]: page === 0 ? body[list] : [],
        nextPageToken: 'a',
      }),
    ],
  ] as const) {
    test(`${question} that gives ${what} stops the run`, async (t) => {
      const { google, again } = await organization(t, question === 'users.list' ? { settings: { groups: [] } } : {})
      google.instead = (asked, usual) =>
        asked.question === question
          ? changed(usual(), (body) => next(body, asked.query.has('pageToken') ? 1 : 0))
          : undefined
      const { problem, users } = await again()
      t.is(problem?.code, 'listingIncomplete')
      t.is(users.length, question === 'users.list' ? 11 : 10)
    })
  }
  test(`${question} that ends early deletes nobody`, async (t) => {
    const { google, again } = await organization(t, question === 'users.list' ? { settings: { groups: [] } } : {})
    google.instead = (asked, usual) => (asked.question === question ? changed(usual(), withoutLast(list)) : undefined)
    const { problem, users } = await again()
    t.is(problem?.code, 'listingIncomplete')
    t.true(users.length >= 10)
  })
}

test('the members of another group delete nobody', async (t) => {
  const { google, again, users } = await organization(t)
  google.instead = ({ question }) =>
    question === 'members.list' ? json({ kind: 'admin#directory#members', members: [member(zoe)] }) : undefined
  t.is((await again()).problem?.code, 'listingIncomplete')
  t.is(users().length, 10)
})

test('an account whose suspension Google leaves out is neither deleted nor made a user', async (t) => {
  const { google, again } = await organization(t, { settings: { groups: [], suspended: 'exclude' } })
  const left = google.world.users.find(({ id }) => id === '109')
  if (left !== undefined) left.suspended = undefined
  google.world.users.push({ ...account(50), suspended: undefined })
  const { result, users } = await again()
  t.is(users.length, 11)
  t.deepEqual(
    result?.plan.changes
      .filter(({ action }) => action !== 'unchanged')
      .map(({ action, reason }) => [action, reason.code]),
    [['conflict', 'stateUnknown']],
  )
  t.deepEqual(
    result?.plan.warnings.map(({ code }) => code),
    ['stateUnknown'],
  )
})

const foreign: GivenMember = { id: 'f1', email: 'partners@elsewhere.org', type: 'GROUP' }

test('a foreign group inside that answers 403 stops no run, and nobody in it is deleted', async (t) => {
  const inner = { id: 'f1', email: 'partners@elsewhere.org', members: [member(zoe)] }
  const { google, again } = await organization(t, { more: [foreign], groups: [inner] })
  google.world.groups[0]?.members.splice(3, 1)
  google.instead = ({ question, group, query }, usual) => {
    if (group === 'f1' && question !== 'members.hasMember') {
      return refusal(403, 'Not Authorized to access this resource/api', 'forbidden')
    }
    if (question !== 'groups.list' || query.has('userKey')) return undefined
    return changed(usual(), (body) => ({
      ...body,
      groups: (body.groups as { id: string }[]).filter(({ id }) => id !== 'f1'),
    }))
  }
  const { problem, result } = await again()
  t.is(problem, null)
  t.deepEqual(
    result?.plan.changes
      .filter(({ action }) => action !== 'unchanged')
      .map(({ userName, action, reason }) => [userName, action, reason.code]),
    [
      ['p3@example.com', 'delete', 'leftGroups'],
      ['zoe@example.com', 'conflict', 'memberOfUnreadGroup'],
    ],
  )
})

test('a group of the organization inside that answers 403 stops the run', async (t) => {
  const inner = { id: 'g2', email: 'inner@example.com', members: [member(zoe)] }
  const { google, again } = await organization(t, {
    more: [{ id: 'g2', email: inner.email, type: 'GROUP' }],
    groups: [inner],
  })
  google.instead = ({ question, group }) =>
    question === 'members.list' && group !== 'g1'
      ? refusal(403, 'Not Authorized to access this resource/api', 'forbidden')
      : undefined
  const { problem, users } = await again()
  t.is(problem?.code, 'nestedGroupUnreadable')
  t.is(users.length, 11)
})

test('a group that was emptied deletes nobody before somebody allows it', async (t) => {
  const { google, again } = await organization(t)
  google.world.groups[0]?.members.splice(0)
  const small = await again()
  t.is(small.problem?.code, 'deletionLimit')
  t.is(small.users.length, 10)
})

test('three of four users are more than half and ask, though the limit is five', async (t) => {
  const { google, again } = await organization(t, { settings: { groups: [], exclusions: ['p[4-9]*', 'zoe*'] } })
  google.world.users = google.world.users.filter(({ id }) => !['101', '102', '103'].includes(id))
  const { problem, users } = await again()
  t.is(problem?.code, 'deletionLimit')
  t.is(users.length, 4)
})

test('a member whose id no account has is the account with its address, primary or alias, in the list and nested', async (t) => {
  const inner = {
    id: 'g2',
    email: 'inner@example.com',
    members: [{ id: '7777', email: 'zoe@example.com', type: 'USER' }],
  }
  const { google, again } = await organization(t, {
    more: [{ id: '8888', email: 'inner@example.com', type: 'GROUP' }],
    groups: [inner],
  })
  const first = google.world.users.find(({ id }) => id === '101')
  if (first !== undefined) first.aliases = ['forwarder@example.com']
  google.world.groups[0]?.members.splice(1, 1, { id: '9999', email: 'Forwarder@Example.com', type: 'USER' })
  const { problem, result, users } = await again()
  t.is(problem, null)
  t.is(users.length, 11)
  t.deepEqual(result?.plan.skipped, [])
  t.is(result?.plan.summary.delete, 0)
})

test('a member with the id of one account and the address of another: the first is in, the second is kept', async (t) => {
  const { google, again } = await organization(t)
  google.world.groups[0]?.members.splice(1, 1, { id: zoe.id, email: 'p1@example.com', type: 'USER' })
  const { problem, result, users } = await again()
  t.is(problem, null)
  t.true(names({ users }).includes('zoe@example.com'))
  t.true(names({ users }).includes('p1@example.com'))
  t.deepEqual(
    result?.plan.changes.filter(({ action }) => action === 'conflict').map(({ reason }) => reason.code),
    ['memberUnclear'],
  )
})

test('an address in a domain of the organization that no account has is not called an address from outside', async (t) => {
  const { again } = await organization(t, {
    more: [
      { id: '5001', email: 'nobody@example.com', type: 'USER' },
      { id: '5002', email: 'partner@elsewhere.org', type: 'USER' },
    ],
  })
  t.deepEqual(
    (await again()).result?.plan.skipped.map(({ email, reason }) => [email, reason]),
    [
      ['nobody@example.com', 'unknownMember'],
      ['partner@elsewhere.org', 'externalMember'],
    ],
  )
})

/** A group that holds everybody; some of the others are members by name as well. Users of another domain have no other way in. */
async function everybodysGroup(t: ExecutionContext, named: GivenUser[]) {
  const far = [1, 2].map((number) => ({ ...account(20 + number), primaryEmail: `far${number}@second.example` }))
  const users = [admin, ...people, zoe, ...far]
  const everybody = { id: 'C1', type: 'CUSTOMER' }
  const members = [...named.map(member), everybody]
  const world = { users, groups: [{ id: 'g1', email: 'archive@example.com', members }] }
  const place = await synchronized(t, structuredClone(world), { groups: [archive] })
  const isFar = ({ key }: Asked): boolean => far.some(({ id }) => id === key)
  place.google.instead = (asked) =>
    asked.question === 'members.hasMember' && isFar(asked)
      ? refusal(400, 'Invalid Input: memberKey', 'invalid')
      : undefined
  return { ...place, lose: () => place.google.world.groups[0]?.members.pop() }
}

const nearby = [admin, ...people, zoe]

test('a list that lost the entry of everybody stops the run: somebody who is in no list is a member', async (t) => {
  const { google, again, bytes } = await everybodysGroup(t, nearby.slice(0, -1))
  const before = bytes()
  const instead = google.instead
  google.instead = (asked, usual) =>
    asked.question === 'members.list'
      ? changed(usual(), (body) => ({ ...body, members: (body.members as GivenMember[]).slice(0, -1) }))
      : instead(asked, usual)
  const { problem, bytes: after } = await again()
  t.is(problem?.code, 'listingIncomplete')
  t.is(after, before)
})

test('where nobody can tell if a group still holds everybody, nobody is deleted for it, but by hand', async (t) => {
  const { google, home, again, lose } = await everybodysGroup(t, nearby)
  lose()
  const { problem, result, users } = await again()
  t.is(problem, null)
  t.is(users.length, 13)
  t.deepEqual(
    result?.plan.changes.filter(({ action }) => action === 'conflict').map(({ reason }) => reason.code),
    ['membershipUnknown', 'membershipUnknown'],
  )
  const context = {
    home,
    google: { origin: google.url, limits: quickLimits },
    signal: new AbortController().signal,
    onProgress: () => {},
    onDetail: () => {},
  }
  t.true((await removeUser(context, 'far1@second.example')).committed)
})

test('who came in with everybody and leaves with everybody is deleted, once Google says so of somebody else', async (t) => {
  const { again, lose } = await everybodysGroup(t, nearby.slice(0, -1))
  lose()
  const { problem, users } = await again()
  t.is(problem, null)
  t.deepEqual(
    names({ users }).filter((name) => /^(far|zoe)/.test(name)),
    [],
  )
})

/** Everybody is in the unit /Staff, and in the store. */
async function inUnit(t: ExecutionContext, settings: Partial<SyncSettings>) {
  const users = [admin, ...people].map((one) => ({ ...one, orgUnitPath: '/Staff' }))
  return synchronized(t, { users, groups: [] }, settings)
}

const withoutUnit = ({ orgUnitPath: _left, ...rest }: GivenUser): GivenUser => rest
const inOther = (user: GivenUser): GivenUser => ({ ...user, orgUnitPath: '/Other' })
const isLast = ({ id }: GivenUser): boolean => id === '109'
const changedUser = (usual: () => Reply, change: (user: GivenUser) => GivenUser): Reply =>
  changed(usual(), (body) => {
    const list = (body.users ?? [body]) as GivenUser[]
    const users = list.map((one) => (isLast(one) ? change(one) : one))
    return body.users === undefined ? users[0] : { ...body, users }
  })
const conflicts = ({ result }: Outcome): string[][] | undefined =>
  result?.plan.changes.flatMap(({ action, userName, reason }) =>
    action === 'conflict' ? [[userName, reason.code]] : [],
  )

const unitSettings: readonly [string, Partial<SyncSettings>][] = [
  ['a chosen unit', { orgUnits: ['/Staff'] }],
  ['a unit that is left out', { excludedOrgUnits: ['/Other'] }],
]
for (const [what, settings] of unitSettings) {
  test(`an account whose unit Google leaves out is neither deleted nor made a user: ${what}`, async (t) => {
    const { google, again } = await inUnit(t, settings)
    google.world.users.push(account(50))
    google.instead = ({ question }, usual) =>
      question.startsWith('users.') ? changedUser(usual, withoutUnit) : undefined
    const outcome = await again()
    t.is(outcome.problem, null)
    t.deepEqual(conflicts(outcome), [['p9@example.com', 'orgUnitUnknown']])
    t.is(outcome.users.length, 10)
  })

  test(`the list's word on somebody's unit deletes nobody, Google's own does: ${what}`, async (t) => {
    const { google, again } = await inUnit(t, settings)
    google.instead = ({ question }, usual) => (question === 'users.list' ? changedUser(usual, inOther) : undefined)
    const listed = await again()
    t.is(listed.problem, null)
    t.is(listed.users.length, 10)
    google.instead = ({ question }, usual) => (question.startsWith('users.') ? changedUser(usual, inOther) : undefined)
    const said = await again()
    t.is(said.problem, null)
    t.is(said.users.length, 9)
  })
}

test('a chosen unit in which nobody is any more stops the run', async (t) => {
  const { google, again } = await inUnit(t, { orgUnits: ['/Staff'], deletionLimit: { percent: 100 } })
  google.world.users = google.world.users.map(inOther)
  const { problem, users } = await again()
  t.is(problem?.code, 'orgUnitEmpty')
  t.is(problem?.kind, 'stopped')
  t.is(users.length, 10)
})

const out = { id: 'g9', email: 'out@example.com', name: 'out@example.com' }

test('a list of an excluded group deletes nobody of whom Google says that it is not a member', async (t) => {
  const groups = [{ id: 'g9', email: out.email, members: [] }]
  const { google, again } = await organization(t, { settings: { excludedGroups: [out] }, groups })
  google.instead = ({ question, group }) =>
    question === 'members.list' && group === 'g9'
      ? json({ kind: 'admin#directory#members', members: [member(account(9))] })
      : undefined
  const lied = await again()
  t.is(lied.problem?.code, 'listingIncomplete')
  t.is(lied.users.length, 10)
  google.instead = () => undefined
  google.world.groups[1]?.members.push(member(account(9)))
  const { problem, users } = await again()
  t.is(problem, null)
  t.is(users.length, 9)
})

test('an excluded group that is gone stops the run before its members become users', async (t) => {
  const groups = [{ id: 'g9', email: out.email, members: [member(zoe)] }]
  const { google, again } = await organization(t, { settings: { groups: [], excludedGroups: [out] }, groups })
  google.world.groups.splice(1)
  const { problem, users } = await again()
  t.is(problem?.code, 'groupGone')
  t.is(users.length, 10)
})
