import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { disk } from '../../../source/store/disk/file-operations.ts'
import { isStore } from '../../../source/store/users/is-store.ts'
import { storeSchema } from '../../../source/store/users/store-schema.ts'
import { readStore, writeStore } from '../../../source/store/users/user-store.ts'
import { user } from '../../sync/builders.ts'
import { storeOf, temporaryHome } from '../support/homes.ts'
import { problemOf } from '../support/problems.ts'

const good = storeOf(3, user('ada@example.com'), user('bob@example.com'))

test('a missing file is an empty store at revision 0', async (t) => {
  t.deepEqual(await readStore(temporaryHome(t)), storeOf(0))
})

test('what was written is read again, with fields that the program does not know', async (t) => {
  const home = temporaryHome(t)
  const store = { ...good, note: 'kept', users: [{ ...user('ada@example.com'), quota: { megabytes: 5 } }] }
  await writeStore(home, store, disk)
  t.deepEqual(await readStore(home), store)
})

test('a byte-order mark is passed over', async (t) => {
  const home = temporaryHome(t)
  writeFileSync(home.users, `\uFEFF${JSON.stringify(good)}`)
  t.deepEqual(await readStore(home), good)
})

const ada = user('ada@example.com')
const bad: [what: string, content: string | Buffer, why: RegExp][] = [
  ['that is empty', '', /empty/],
  ['that holds blanks only', ' \n', /empty/],
  ['that holds null', 'null', /null/],
  ['that is cut', JSON.stringify(good).slice(0, 200), /not JSON/],
  ['that is a list', '[]', /document/i],
  ['of an unknown version', JSON.stringify({ ...good, version: 2 }), /version 2/],
  ['without a revision', '{"version":1,"users":[]}', /revision/],
  ['with a negative revision', '{"version":1,"revision":-1,"users":[]}', /revision/],
  ['with a user that has no name', JSON.stringify(storeOf(1, { ...ada, userName: '' })), /users\.0\.userName/],
  [
    'with an unknown privilege',
    JSON.stringify({ ...good, users: [ada, { ...ada, privileges: ['fly'] }] }),
    /users\.1\.privileges\.0/,
  ],
  [
    'with two users of one name in capital and small letters',
    JSON.stringify(storeOf(1, ada, { ...ada, userName: 'ADA@example.com' })),
    /Two users.*ADA@example.com/,
  ],
  [
    'that is no UTF-8',
    Buffer.from([...Buffer.from('{"version":1,"revision":1,"users":[],"x":"'), 0xff, 0x22, 0x7d]),
    /UTF-8/,
  ],
]
for (const [what, content, why] of bad) {
  test(`a store ${what} is refused, left as it is, and the newest good backup is named`, async (t) => {
    const home = temporaryHome(t)
    writeFileSync(home.users, content)
    mkdirSync(home.backups)
    writeFileSync(join(home.backups, 'users.7.json'), '{')
    writeFileSync(join(home.backups, 'users.6.json'), JSON.stringify(storeOf(6)))
    writeFileSync(join(home.backups, 'users.5.json'), JSON.stringify(storeOf(5)))
    const problem = await problemOf(t, 'storeUnusable', () => readStore(home))
    t.is(problem.kind, 'badData')
    t.regex(problem.why, why)
    t.true(problem.remedy.includes('rollcall restore 6'))
    t.deepEqual(readFileSync(home.users), Buffer.from(content))
  })
}

test('a store that is gone although there are backups is not an empty one', async (t) => {
  const home = temporaryHome(t)
  mkdirSync(home.backups)
  writeFileSync(join(home.backups, 'users.4.json'), JSON.stringify(storeOf(4)))
  const problem = await problemOf(t, 'storeMissing', () => readStore(home))
  t.true(problem.remedy.includes('rollcall restore 4'))
})

test('a pipe in the place of the store is refused without waiting', async (t) => {
  const home = temporaryHome(t)
  execFileSync('mkfifo', [home.users])
  await problemOf(t, 'storeUnusable', () => readStore(home))
})

test('a new store can be opened by its owner alone, and an existing mode is kept', async (t) => {
  const home = temporaryHome(t)
  await writeStore(home, good, disk)
  t.is(statSync(home.users).mode & 0o777, 0o600)
  disk.chmodSync(home.users, 0o640)
  await writeStore(home, good, disk)
  t.is(statSync(home.users).mode & 0o777, 0o640)
})

test('a linked store is followed: the link stays, and the target is replaced in its own folder', async (t) => {
  const home = temporaryHome(t)
  const elsewhere = join(home.folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'real.json'), JSON.stringify(good), { mode: 0o600 })
  symlinkSync('elsewhere/real.json', home.users)
  const before = statSync(join(elsewhere, 'real.json')).ino
  await writeStore(home, { ...good, revision: 4 }, disk)
  t.is(readlinkSync(home.users), 'elsewhere/real.json')
  t.true(lstatSync(join(elsewhere, 'real.json')).isFile())
  t.not(statSync(join(elsewhere, 'real.json')).ino, before)
  t.is((await readStore(home)).revision, 4)
  t.deepEqual(readdirSync(elsewhere), ['real.json'])
})

test('a store that is a link to nowhere or in a circle is a problem, and stays', async (t) => {
  for (const target of ['nowhere.json', 'users.json']) {
    const home = temporaryHome(t)
    symlinkSync(target, home.users)
    await problemOf(t, 'storeLinkBroken', () => readStore(home))
    await problemOf(t, 'storeLinkBroken', () => writeStore(home, good, disk))
    t.is(readlinkSync(home.users), target)
  }
})

test('the fast check and the schema answer alike', (t) => {
  const strange = fc.constantFrom<unknown>(null, undefined, '', 'x', 0, 1.5, -1, [], {}, ['login'], [null], true)
  const users = fc.record(
    Object.fromEntries(
      Object.entries({ ...user('ada'), password: 'hash' }).map(([field, value]) => [
        field,
        fc.oneof({ arbitrary: fc.constant<unknown>(value), weight: 12 }, { arbitrary: strange, weight: 1 }),
      ]),
    ),
    { requiredKeys: ['userName', 'fullName'] },
  )
  const stores = fc.record({
    version: fc.oneof({ arbitrary: fc.constant<unknown>(1), weight: 12 }, { arbitrary: strange, weight: 1 }),
    revision: fc.oneof({ arbitrary: fc.constant<unknown>(7), weight: 12 }, { arbitrary: strange, weight: 1 }),
    users: fc.oneof({ arbitrary: fc.array(users, { maxLength: 2 }), weight: 12 }, { arbitrary: strange, weight: 1 }),
  })
  let accepted = 0
  fc.assert(
    fc.property(stores, (store) => {
      if (isStore(store)) accepted += 1
      return isStore(store) === storeSchema.safeParse(store).success
    }),
    { numRuns: process.env.ROLLCALL_LONG ? 3000 : 500 },
  )
  t.true(accepted > 100)
})
