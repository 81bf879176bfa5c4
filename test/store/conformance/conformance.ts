import { mkdirSync } from 'node:fs'
import type { ExecutionContext, TestFn } from 'ava'
import fc from 'fast-check'
import type { Commit } from '../../../source/store/commit/commit.ts'
import { disk, type FileOperations } from '../../../source/store/disk/file-operations.ts'
import { fileStore } from '../../../source/store/file-store.ts'
import type { Home } from '../../../source/store/home.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import type { Store } from '../../../source/store/store.ts'
import { createStoreReader } from '../../../source/store/users/follow/store-reader.ts'
import { compareText } from '../../../source/sync/compare.ts'
import type { User, UserStore } from '../../../source/sync/user.ts'
import { Problem } from '../../../source/text/problem.ts'
import { integrated, user } from '../../sync/builders.ts'
import { systemError, watchedDisk } from '../support/failing-disk.ts'
import { emptySummary, storeOf, temporaryHome } from '../support/homes.ts'
import { deliver, mailAfterwards, mailBefore, mailOf, prepareHome, wholeCommit } from '../support/scenario.ts'
import type { OpenStore } from './bench.ts'

const commitTo = (home: Home, store: Store, commit: Commit, files: FileOperations = disk) =>
  withStoreLock(home, { command: 'sync', files }, (lock) => store.commit(lock, commit))

const record = { command: 'sync', summary: emptySummary, changes: [] }

/** A commit that makes a store of these users out of one at the revision before. */
const commitOf = (revision: number, users: readonly User[], more: Partial<Commit> = {}): Commit => ({
  expectedRevision: revision - 1,
  next: storeOf(revision, ...inOrder(users)),
  archiveWork: [],
  record,
  ...more,
})

const inOrder = (users: readonly User[]): User[] => [...users].sort((a, b) => compareText(a.userName, b.userName))

const everyLetter = 'a\u0000b\ud800c \u{1f4ec} "\\ \t\r\n \\N {,} é e\u0301 ß'

const name = fc.constantFrom('ada', 'bob', 'cyd', 'dan', 'eve', 'ÄPFEL', 'ﬀ', '\u{1f4ec}', 'z\\', "o'neil")
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(everyLetter, '', '\\N', 'NULL'))
const someUser = fc
  .record({
    userName: name,
    fullName: text,
    directoryId: fc.oneof(fc.constant(null), fc.constantFrom('1', '2', '3')),
    emailAddresses: fc.array(fc.constantFrom('a@x.org', 'B@x.org', 'b@x.org', 'c@x.org'), { maxLength: 3 }),
    later: fc.option(fc.record({ note: text, place: fc.integer() }), { nil: undefined }),
    suspended: fc.option(fc.boolean(), { nil: undefined }),
    leaving: fc.constantFrom(undefined, { since: '2026-11-28' }, { since: null, deletedInGoogle: true as const }),
  })
  .map(
    ({ later, suspended, leaving, ...fields }): User => ({
      ...user(fields.userName),
      ...fields,
      ...(suspended === undefined ? {} : { suspended }),
      ...(leaving === undefined ? {} : { leaving }),
      ...(later === undefined ? {} : { later, password: 'x' }),
    }),
  )
const someUsers = fc.uniqueArray(someUser, { selector: ({ userName }) => userName.toLowerCase(), maxLength: 6 })

/** Declares what every store has to do, wherever it is kept. The number of tests is the same for each. */
export function conformance(test: TestFn | TestFn['serial'], open: OpenStore): void {
  test('before the first commit a store is empty, at revision 0, and has no history', async (t) => {
    const { store } = await open(t)
    t.deepEqual(await store.read(), { version: 1, revision: 0, users: [] })
    t.deepEqual(await store.history.heads(10), [])
    t.deepEqual(await store.earlier.list(), [])
  })

  test('what was committed is read again letter by letter, with fields that nobody knows', async (t) => {
    const { home, store } = await open(t)
    const odd = {
      unknown: everyLetter,
      ...user('ada', { fullName: everyLetter }),
      later: { deep: [everyLetter, 1e21] },
    }
    const next = { ...storeOf(1, odd as User, integrated('bob', { password: '$scrypt$x' })), more: { of: ['this'] } }
    await commitTo(home, store, { ...commitOf(1, []), next })
    const found = await store.read()
    t.deepEqual(
      found.users.map((one) => JSON.stringify(one)),
      next.users.map((one) => JSON.stringify(one)),
    )
    t.deepEqual(found, next as UserStore)
  })

  test('whatever is committed one after the other, now and earlier are what they were', async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(someUsers, { minLength: 1, maxLength: 6 }), async (histories) => {
        const { home, store, another } = await open(t)
        const followed = await another().store.follow(() => createStoreReader(home.folder))
        const stores: UserStore[] = [storeOf(0)]
        for (const users of histories) {
          const commit = commitOf(stores.length, users)
          await commitTo(home, store, commit)
          stores.push(commit.next)
          t.deepEqual(await store.read(), commit.next)
        }
        for (const { revision } of await store.earlier.list())
          t.deepEqual((await store.earlier.read(revision)).users, stores[revision]?.users)
        t.is((await store.earlier.list()).length, histories.length)
        t.deepEqual(
          (await store.history.heads(100)).map(({ revision }) => revision),
          histories.map((_, index) => histories.length - index),
        )
        await seen(async () => (await followed.current()).revision() === histories.length)
        const view = await followed.current()
        const users = stores.at(-1)?.users ?? []
        t.is(view.count(), users.length)
        for (const one of users) t.deepEqual(view.named(one.userName), one)
        await followed.close()
        t.true((await store.check()).every((one) => one.problem === null))
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 200 : 12 },
    )
  })

  test('a first day out of scope that is none is refused, and changes nothing', async (t) => {
    const { home, store } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada', { leaving: { since: '2026-11-28' } })]))
    for (const since of ['2026-02-30', 'tomorrow', '']) {
      const refused = await problem(t, commitTo(home, store, commitOf(2, [user('ada', { leaving: { since } })])))
      t.is(refused.code, 'changeRefused')
    }
    t.deepEqual((await store.read()).users[0]?.leaving, { since: '2026-11-28' })
  })

  test('a change of another revision is refused, and changes nothing', async (t) => {
    const { home, store, another } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada')]))
    await commitTo(another().home, another().store, commitOf(2, [user('ada'), user('bob')]))
    const refused = await problem(t, commitTo(home, store, commitOf(2, [])))
    t.is(refused.code, 'planStale')
    t.is((await store.read()).users.length, 2)
    t.is((await store.history.heads(10)).length, 2)
  })

  test('a store in which two users have one name is refused, and changes nothing', async (t) => {
    const { home, store } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada')]))
    const refused = await problem(t, commitTo(home, store, commitOf(2, [user('ada'), user('ADA')])))
    t.is(refused.code, 'changeRefused')
    t.is((await store.read()).revision, 1)
    t.is((await store.history.heads(10)).length, 1)
  })

  test('of two that commit at the same time one succeeds, and the other is told', async (t) => {
    const { home, store, another } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada')]))
    const second = another()
    const results = await Promise.allSettled([
      commitTo(home, store, commitOf(2, [user('ada'), user('bob')])),
      commitTo(second.home, second.store, commitOf(2, [user('ada'), user('cyd')])),
    ])
    t.is(results.filter(({ status }) => status === 'fulfilled').length, 1)
    const refused = results.find((one) => one.status === 'rejected')
    const why: unknown = refused?.reason
    t.true(why instanceof Problem && ['planStale', 'locked'].includes(why.code), String(why))
    t.is((await store.read()).revision, 2)
    t.is((await store.read()).users.length, 2)
  })

  test('names are swapped and go round, and each archive with its mail goes with its user', async (t) => {
    const { home, store } = await open(t)
    await prepared(home, store)
    const { archives } = await commitTo(home, store, wholeCommit)
    t.deepEqual(mailOf(home), mailAfterwards)
    t.deepEqual(
      archives.map(({ outcome }) => outcome),
      ['removed', 'kept', ...Array.from({ length: 7 }, () => 'renamed'), 'created'],
    )
    t.deepEqual(inOrder((await store.read()).users), inOrder(wholeCommit.next.users))
    t.is((await store.status()).waiting, 0)
    const [head] = await store.history.heads(1)
    t.deepEqual(
      head?.archives?.map(({ userName, outcome }) => [userName, outcome]),
      [['left', 'kept']],
    )
  })

  for (const at of [1, 4, 9, 16, 25, 40, 60, 90]) {
    test(`archive work that the disk refuses at its ${at}th change is done by the next run`, async (t) => {
      const { home, store } = await open(t)
      await prepared(home, store)
      let calls = 0
      const files = refusing(() => {
        calls += 1
        return calls >= at
      })
      const { archives } = await commitTo(home, store, wholeCommit, files).catch((error: unknown) => {
        // Files refuse the commit itself there; then it is not made.
        if (!(error instanceof Problem)) throw error
        return { archives: null }
      })
      if (archives === null) {
        t.deepEqual(mailOf(home), mailBefore)
        await commitTo(home, store, wholeCommit)
      } else {
        t.is((await store.status()).waiting, archives.some(({ outcome }) => outcome === 'pending') ? 1 : 0)
        await withStoreLock(home, { command: 'sync' }, (lock) => store.recover(lock))
      }
      t.deepEqual(mailOf(home), mailAfterwards)
      t.deepEqual(inOrder((await store.read()).users), inOrder(wholeCommit.next.users))
      t.is((await store.status()).waiting, 0)
      t.is((await store.history.heads(10)).length, 1)
    })
  }

  test('mail that nobody knew of is set aside, and the history says so', async (t) => {
    const { home, store } = await open(t)
    mkdirSync(home.archives)
    deliver(home, 'bob', 'of a former bob')
    const work = { archiveWork: [{ kind: 'create', archive: 'bob' } as const] }
    await commitTo(home, store, commitOf(1, [user('bob')], work))
    const [head] = await store.history.heads(1)
    t.like(head?.archives?.[0], { userName: 'bob', outcome: 'setAside' })
    t.deepEqual(Object.values(mailOf(home)).flat(), ['of a former bob'])
    t.deepEqual(mailOf(home).bob, [])
  })

  test('the history tells who, what and why, newest first, as much as is asked for', async (t) => {
    const { home, store } = await open(t)
    const changed = { ...wholeCommit.record, undid: 7, decided: [{ archive: 'a', owner: 'next', previous: null }] }
    await commitTo(home, store, commitOf(1, [user('ada')], { record: changed }))
    for (const revision of [2, 3, 4]) await commitTo(home, store, commitOf(revision, [user('ada')]))
    const records = await store.history.records(10)
    t.deepEqual(
      records.map(({ revision, changes }) => [revision, changes.length]),
      [
        [4, 0],
        [3, 0],
        [2, 0],
        [1, 2],
      ],
    )
    t.like(records[3], { undid: 7, command: 'sync', decided: changed.decided, summary: changed.summary })
    t.deepEqual(records[3]?.changes[0]?.reason, { code: 'deletedInGoogle' })
    t.is((await store.history.heads(2)).length, 2)
    t.deepEqual(await store.history.ofRevision(1), records.slice(3))
    t.deepEqual(await store.history.ofRevision(9), [])
    t.deepEqual(await store.history.since(2), records.slice(0, 2).reverse())
    t.deepEqual(await store.history.records(0), [])
  })

  test('a commit is looked for from the newest on, until it is found or the search is stopped', async (t) => {
    const { home, store } = await open(t)
    for (let revision = 1; revision <= 60; revision += 1) await commitTo(home, store, commitOf(revision, [user('ada')]))
    const shown: number[] = []
    const find = (revision: number, last: number) =>
      store.history.find((commit) => {
        shown.push(commit.revision)
        if (commit.revision === revision) return 'take'
        return commit.revision === last ? 'stop' : 'pass'
      })
    t.is((await find(2, 0))?.revision, 2)
    t.deepEqual(
      shown,
      Array.from({ length: 59 }, (_, index) => 60 - index),
    )
    t.is(await find(2, 58), null)
    t.is(await find(99, 0), null)
  })

  test('the last twenty revisions are kept, each as it was', async (t) => {
    const { home, store } = await open(t)
    const owners = (revision: number) => ({
      asOf: revision,
      made: true,
      archives: [{ archive: `x${revision}`, owner: 'next', since: 1 }],
    })
    for (let revision = 1; revision <= 23; revision += 1) {
      const commit = commitOf(revision, [user(`user${revision}`), integrated('info', { password: `hash ${revision}` })])
      await commitTo(home, store, { ...commit, next: { ...commit.next, archiveOwners: owners(revision) } })
    }
    const kept = await store.earlier.list()
    t.deepEqual(
      kept.map(({ revision }) => revision),
      Array.from({ length: 20 }, (_, index) => 22 - index),
    )
    t.true(kept.every(({ time }) => Math.abs(Date.now() - time.getTime()) < 600_000))
    for (const { revision } of kept) {
      const earlier = await store.earlier.read(revision)
      t.is(earlier.revision, revision)
      t.deepEqual(earlier.users, [integrated('info', { password: `hash ${revision}` }), user(`user${revision}`)])
      t.like(earlier.archiveOwners, owners(revision))
    }
    t.is((await problem(t, store.earlier.read(2))).code, 'backupMissing')
    t.is((await problem(t, store.earlier.read(23))).code, 'backupMissing')
  })

  test('a store of which a part cannot be read is a problem that names a revision, and is replaced from there', async (t) => {
    const { home, store, damage } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada'), user('bob')]))
    await commitTo(home, store, commitOf(2, [user('ada'), user('bob', { fullName: 'Bob' }), user('cyd')]))
    await damage('bob')
    const refused = await problem(t, store.read())
    t.is(refused.kind, 'badData')
    t.regex(refused.remedy, /\nrollcall restore 1\b/)
    t.false((await store.check()).every((one) => one.problem === null))
    const next = storeOf(3, user('ada'))
    await commitTo(home, store, { expectedRevision: null, next, archiveWork: [], record })
    t.deepEqual(await store.read(), next)
    t.is((await store.history.heads(10)).length, 3)
    t.deepEqual((await store.earlier.read(1)).users, [user('ada'), user('bob')])
  })

  test('the record of owners is kept, and the place of the archives with it', async (t) => {
    const { home, store } = await open(t)
    mkdirSync(home.archives)
    const archiveOwners = { asOf: 1, made: true, archives: [{ archive: 'dan', owner: 'google:7', since: 1 }] }
    await commitTo(home, store, { ...commitOf(1, [user('ada')]), next: { ...storeOf(1, user('ada')), archiveOwners } })
    const found = await store.readOwned()
    t.like(found.archiveOwners, archiveOwners)
    t.regex(found.archiveOwners?.place ?? '', /^\d+:\d+$/)
  })

  test('of many changes of the sessions at once none is lost', async (t) => {
    const { store, another } = await open(t)
    const stores = [store, another().store]
    await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        stores[index % 2]?.sessions.change((list) => ({
          ...list,
          ended: [...list.ended, { id: `session ${index}`, until: index }],
        })),
      ),
    )
    const { ended } = await store.sessions.read()
    t.deepEqual(
      ended.map(({ until }) => until).sort((a, b) => a - b),
      Array.from({ length: 16 }, (_, index) => index),
    )
  })

  test('an end of a session is seen by who follows, also after the store was opened again', async (t) => {
    const { store, another } = await open(t)
    const followed = await another().store.sessions.follow()
    t.is(followed.newest(), followed.newest())
    await store.sessions.change((list) => ({ ...list, endedAll: 12 }))
    await seen(async () => followed.newest().endedAll === 12)
    t.is((await another().store.sessions.read()).endedAll, 12)
    await followed.close()
  })

  test('who follows sees a commit of another, and what it took away', async (t) => {
    const { home, store, another } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada'), user('bob', { emailAddresses: ['b@x.org', 'ada'] })]))
    const followed = await another().store.follow(() => createStoreReader(home.folder))
    t.is((await followed.current()).withAddress('ADA').length, 2)
    await commitTo(home, store, commitOf(2, [user('bob', { emailAddresses: ['b@x.org'], directoryId: 'id-ada' })]))
    await seen(async () => (await followed.current()).revision() === 2)
    const view = await followed.current()
    t.is(view.named('ada'), undefined)
    t.deepEqual(view.withAddress('ada'), [])
    t.is(view.ofAccount('id-ada')?.userName, 'bob')
    t.is(followed.fault(), null)
    await followed.close()
  })

  test('thousands of users are committed, changed and read in one go', async (t) => {
    const { home, store, another } = await open(t)
    const users = Array.from({ length: 3000 }, (_, index) =>
      user(`user${index}`, { fullName: index % 7 === 0 ? everyLetter : `User ${index}` }),
    )
    await commitTo(home, store, commitOf(1, users))
    const changed = users.slice(20).map((one) => ({ ...one, emailAddresses: [one.userName, `x-${one.userName}`] }))
    await commitTo(home, store, commitOf(2, changed))
    t.deepEqual((await another().store.read()).users, commitOf(2, changed).next.users)
    t.deepEqual((await store.earlier.read(1)).users, commitOf(1, users).next.users)
    t.deepEqual((await store.earlier.read(0)).users, [])
    t.true((await store.check()).every((one) => one.problem === null))
  })

  test('a store is told about, and nothing is wrong with it', async (t) => {
    const { home, store } = await open(t)
    await commitTo(home, store, commitOf(1, [user('ada'), user('bob')]))
    const status = await store.status()
    t.like(status, { revision: 1, users: 2, waiting: 0 })
    t.true(Math.abs(Date.now() - new Date(status.changed ?? 0).getTime()) < 600_000)
    const findings = await store.check()
    t.true(findings.length > 3)
    t.deepEqual(
      findings.filter((one) => one.problem !== null),
      [],
    )
  })

  test('a store is moved to files and back, letter by letter, with history, earlier revisions and sessions', async (t) => {
    const { home, store } = await open(t)
    for (let revision = 1; revision <= 4; revision += 1)
      await commitTo(home, store, commitOf(revision, [user(`user${revision}`), user('ada', { fullName: everyLetter })]))
    await store.sessions.change((list) => ({ ...list, endedAll: 5 }))
    const elsewhere = fileStore(temporaryHome(t))
    await elsewhere.moving.fill(store)
    const { store: back } = await open(t)
    await back.moving.fill(elsewhere)
    for (const copy of [elsewhere, back]) {
      t.deepEqual((await copy.read()).users, (await store.read()).users)
      t.deepEqual(await copy.history.records(10), await store.history.records(10))
      t.deepEqual(await copy.sessions.read(), await store.sessions.read())
      t.deepEqual(
        (await copy.earlier.list()).map(({ revision }) => revision),
        [3, 2, 1, 0],
      )
      t.deepEqual((await copy.earlier.read(2)).users, (await store.earlier.read(2)).users)
    }
    t.is((await problem(t, back.moving.fill(elsewhere))).code, 'storeNotEmpty')
  })
}

/** The Problem that something fails with. */
async function problem(t: ExecutionContext, work: Promise<unknown>): Promise<Problem> {
  const found = await t.throwsAsync(work, { instanceOf: Problem })
  return found as Problem
}

/** Puts the users of the scenario into a store, at revision 5, and their mail into the archives. */
async function prepared(home: Home, store: Store): Promise<void> {
  prepareHome(home)
  if ((await store.read()).revision === 0) await store.moving.fill(fileStore(home))
}

/** A disk that refuses changes of archives from some moment on. */
function refusing(isRefused: () => boolean): FileOperations {
  return watchedDisk((call, _number, path) => {
    const changes = ['mkdirSync', 'renameSync', 'rmdirSync', 'linkSync'].includes(call)
    if (changes && path.includes('/archives') && isRefused()) throw systemError('EIO', call)
  })
}

/** Waits until something is so: what a commit of another process changes is heard within a moment. */
async function seen(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
