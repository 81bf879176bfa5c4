import test from 'ava'
import fc from 'fast-check'
import { createStoreDiffer } from '../../../../source/store/users/follow/store-differ.ts'
import { createStoreView } from '../../../../source/store/users/follow/store-view.ts'
import { storeText } from '../../../../source/store/users/store-adapter.ts'
import type { User } from '../../../../source/sync/user.ts'

const user = (name: string, id: string | null, addresses: string[]): User => ({
  userName: name,
  fullName: name,
  distinguishedName: null,
  authentication: id === null ? 'integrated' : 'directoryServices',
  directoryId: id,
  emailAddresses: addresses,
  pop3UserNames: [],
  privileges: ['login'],
  privilegesOnFolders: [],
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const users = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...names),
      id: fc.option(fc.constantFrom('1', '2', '3', '4'), { nil: null }),
      addresses: fc.uniqueArray(fc.constantFrom('x@a.com', 'y@a.com', 'z@b.com'), { maxLength: 3 }),
    }),
    { selector: ({ name }) => name },
  )
  .map((list) => {
    const taken = new Set<string>()
    return list
      .map(({ name, id, addresses }) => {
        const own = id === null || taken.has(id) ? null : id
        if (own !== null) taken.add(own)
        return user(name, own, addresses)
      })
      .sort((one, other) => (one.userName < other.userName ? -1 : 1))
  })
const text = (list: User[], revision: number) =>
  Buffer.from([...storeText({ version: 1, revision, users: list })].join(''))

test('a view that follows changes is the same as one that reads everything', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(users, { minLength: 1, maxLength: 6 }), async (stores) => {
      const differ = createStoreDiffer()
      const followed = createStoreView()
      for (const [revision, list] of stores.entries()) {
        const change = await differ.next(text(list, revision))
        if (change.state === 'unusable') throw new Error(change.why)
        followed.apply(change)
        const whole = createStoreView()
        whole.apply({ state: 'whole', revision, users: list })
        t.is(followed.count(), whole.count())
        t.is(followed.revision(), revision)
        t.is(followed.hasIntegratedUsers(), whole.hasIntegratedUsers())
        t.deepEqual([...followed.domains()].sort(), [...whole.domains()].sort())
        for (const name of names) t.deepEqual(followed.named(name), whole.named(name))
        for (const id of ['1', '2', '3', '4']) t.deepEqual(followed.ofAccount(id), whole.ofAccount(id))
        for (const address of ['x@a.com', 'Y@A.com', 'z@b.com']) {
          const found = (view: typeof whole) =>
            view
              .withAddress(address)
              .map(({ userName }) => userName)
              .sort()
          t.deepEqual(found(followed), found(whole))
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('one changed user of a large store is one change', async (t) => {
  const list = Array.from({ length: 2_000 }, (_, index) =>
    user(`user${String(index).padStart(5, '0')}`, `${index}`, []),
  )
  const differ = createStoreDiffer()
  t.is((await differ.next(text(list, 1))).state, 'whole')
  const next = list.map((one) => (one.userName === 'user00777' ? { ...one, fullName: 'Another' } : one))
  const change = await differ.next(text(next, 2))
  t.deepEqual(change.state === 'changes' && change.users.map(({ userName }) => userName), ['user00777'])
  const fewer = next.slice(0, -1)
  const removal = await differ.next(text(fewer, 3))
  t.deepEqual(removal.state === 'changes' && [removal.users, removal.removed], [[], ['user01999']])
})

test('a store out of order, with a name twice, or cut short is not taken for changes', async (t) => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => user(name, null, []))
  if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable')
  const after = async (list: User[]) => {
    const differ = createStoreDiffer()
    await differ.next(text([a, c], 1))
    return differ.next(text(list, 2))
  }
  t.is((await after([a, a, c])).state, 'unusable')
  t.is((await after([a, { ...a, fullName: 'x' }, c])).state, 'unusable')
  t.is((await after([a, c, { ...a, fullName: 'x' }])).state, 'unusable')
  t.is((await after([c, b, a])).state, 'whole')
  const differ = createStoreDiffer()
  await differ.next(text([a, c], 1))
  t.is((await differ.next(text([a, c], 2).subarray(0, -4))).state, 'unusable')
})
