import test from 'ava'
import { groupsPage, membersPage, oneUser, usersPage } from '../../../source/google/directory/resources.ts'

const user = { id: '1', primaryEmail: 'ada@example.com' }
const read = { items: [], nextPageToken: null }

test('An empty list is known by its kind, as every answer is.', (t) => {
  t.deepEqual(usersPage.parse({ kind: 'admin#directory#users' }), read)
  t.is(usersPage.parse({ kind: 'admin#directory#users', users: [user] }).items.length, 1)
  t.deepEqual(groupsPage.parse({ kind: 'admin#directory#groups', nextPageToken: 'x' }), {
    items: [],
    nextPageToken: 'x',
  })
  t.false(usersPage.safeParse({ users: [user] }).success)
  t.false(membersPage.safeParse({ members: [] }).success)
  t.false(oneUser.safeParse(user).success)
})

test('An account whose state Google leaves out is not taken for an active one.', (t) => {
  const kind = 'admin#directory#user'
  t.like(oneUser.parse({ ...user, kind }), { suspended: null, archived: null })
  t.like(oneUser.parse({ ...user, kind, suspended: false, archived: false }), { suspended: false, archived: false })
})

for (const [what, answer] of [
  ['nothing', {}],
  ['a list of something else', { kind: 'admin#directory#groups' }],
  ['only a page token', { nextPageToken: 'x' }],
  ['a list that is none', { kind: 'admin#directory#users', users: {} }],
  ['a list that is null', { kind: 'admin#directory#users', users: null }],
  ['a user without an id', { kind: 'admin#directory#users', users: [{ primaryEmail: 'ada@example.com' }] }],
  ['a user without an address', { kind: 'admin#directory#users', users: [{ id: '1' }] }],
  ['a user with an empty id', { kind: 'admin#directory#users', users: [{ ...user, id: '' }] }],
  ['a user with a number as id', { kind: 'admin#directory#users', users: [{ ...user, id: 1 }] }],
  ['a user whose suspension is a word', { kind: 'admin#directory#users', users: [{ ...user, suspended: 'true' }] }],
  ['a user whose aliases are a word', { kind: 'admin#directory#users', users: [{ ...user, aliases: 'ada' }] }],
  ['a user whose name is a word', { kind: 'admin#directory#users', users: [{ ...user, name: 'Ada' }] }],
  ['a page token that is a number', { kind: 'admin#directory#users', users: [user], nextPageToken: 5 }],
  ['a page token that is empty', { kind: 'admin#directory#users', users: [user], nextPageToken: '' }],
] as const) {
  test(`A page of users with ${what} is no answer.`, (t) => {
    t.false(usersPage.safeParse(answer).success)
  })
}

test('A name is the full name that Google gives, or is put together from its parts.', (t) => {
  const nameOf = (name?: object) =>
    oneUser.parse({ kind: 'admin#directory#user', ...user, ...(name ? { name } : {}) }).fullName
  t.is(nameOf({ fullName: 'Countess Lovelace', givenName: 'Ada' }), 'Countess Lovelace')
  t.is(nameOf({ givenName: 'Ada', familyName: 'Lovelace' }), 'Ada Lovelace')
  t.is(nameOf({ familyName: 'Lovelace' }), 'Lovelace')
  t.is(nameOf(), '')
})

test('A member has an id or an address, and a type.', (t) => {
  const parse = (member: object) => membersPage.safeParse({ kind: 'admin#directory#members', members: [member] })
  t.deepEqual(parse({ id: 'C0', type: 'CUSTOMER' }).data?.items, [{ id: 'C0', email: null, type: 'CUSTOMER' }])
  t.deepEqual(parse({ email: 'a@b.c', type: 'USER' }).data?.items, [{ id: 'a@b.c', email: 'a@b.c', type: 'USER' }])
  t.false(parse({ type: 'USER' }).success)
  t.false(parse({ id: '1' }).success)
})
