import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { commitStore } from '../../../source/store/commit/commit.ts'
import { readCommits, readHistory, readHistoryHeads } from '../../../source/store/history/history.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { readStore } from '../../../source/store/users/user-store.ts'
import type { Change } from '../../../source/sync/plan.ts'
import { Problem } from '../../../source/text/problem.ts'
import { user } from '../../sync/builders.ts'
import { Crash, diskCrashingAt, diskFailingAt, systemError, watchedDisk } from '../support/failing-disk.ts'
import { emptySummary, storeOf, temporaryHome } from '../support/homes.ts'
import { problemOf } from '../support/problems.ts'
import {
  commitAll,
  deliver,
  mailAfterwards,
  mailBefore,
  mailOf,
  nextRun,
  prepareHome,
  whichStore,
  wholeCommit,
} from '../support/scenario.ts'

const long = Boolean(process.env.ROLLCALL_LONG)

test('a commit changes the store, moves the archives with their users, keeps mail, and leaves nothing else', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  t.deepEqual(mailOf(home), mailBefore)
  const { revision, archives } = await commitAll(home)
  t.is(revision, 6)
  t.is(await whichStore(home), 'new')
  t.deepEqual(mailOf(home), mailAfterwards)
  t.deepEqual(
    archives.map(({ outcome }) => outcome),
    ['removed', 'kept', ...Array.from({ length: 7 }, () => 'renamed'), 'created'],
  )
  t.deepEqual(readdirSync(home.folder).sort(), ['archives', 'backups', 'history.jsonl', 'users.json'])
})

test('the history gets one line, which says when, who, what and how many', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  await commitAll(home)
  const [record, ...others] = await readHistory(home, 10)
  t.deepEqual(others, [])
  t.like(record, { revision: 6, command: 'sync', summary: { delete: 2, create: 1, rename: 7 } })
  t.deepEqual(
    record?.changes.map(({ action, before, reason }) => [action, before?.userName, reason.code]),
    [
      ['delete', 'gone', 'deletedInGoogle'],
      ['delete', 'left', 'deletedInGoogle'],
    ],
  )
  t.is(statSync(home.history).mode & 0o777, 0o600)
})

const made = { reason: { code: 'everyone' }, archive: null } as const

test('a commit of many changes is listed without reading them, and not listed when its line was torn off', async (t) => {
  const home = temporaryHome(t)
  const [small, large] = [user('ada@example.com'), user('bob@example.com', { fullName: 'B'.repeat(2 * 1024 * 1024) })]
  for (const [index, someone] of [small, large].entries()) {
    const { userName, directoryId } = someone
    const change: Change = {
      action: 'create',
      userName,
      directoryId,
      fields: [],
      before: null,
      ...made,
      after: someone,
    }
    const record = { command: 'sync', summary: emptySummary, changes: [change] }
    const next = storeOf(index + 1, someone)
    await withStoreLock(home, { command: 'sync' }, (lock) =>
      commitStore(lock, { expectedRevision: index, next, archiveWork: [], record }),
    )
  }
  const whole = await readHistory(home, 10)
  const heads = await readHistoryHeads(home, 10)
  t.deepEqual(
    heads.map((head) => ({ ...head, changes: undefined })),
    whole.map((record) => ({ ...record, changes: undefined })),
  )
  t.deepEqual(await readCommits(home, 2), whole.slice(0, 1))
  const [head, ...rest] = await readHistoryHeads(home, 1)
  t.like(head, { revision: 2, changes: undefined })
  t.deepEqual(rest, [])
  const text = readFileSync(home.history, 'utf8')
  writeFileSync(home.history, text.slice(0, -100))
  t.deepEqual(
    (await readHistoryHeads(home, 10)).map(({ revision }) => revision),
    [1],
  )
})

test('the store before the commit is kept as a backup, byte by byte', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const before = readFileSync(home.users)
  await commitAll(home)
  t.deepEqual(readFileSync(join(home.backups, 'users.5.json')), before)
})

test('the newest 20 backups are kept', async (t) => {
  const home = temporaryHome(t)
  await withStoreLock(home, { command: 'test' }, async (lock) => {
    for (let revision = 0; revision < 24; revision += 1) {
      const next = storeOf(revision + 1, user('ada'))
      const record = { command: 'test', summary: emptySummary, changes: [] }
      await commitStore(lock, { expectedRevision: revision, next, archiveWork: [], record })
    }
  })
  const kept = readdirSync(home.backups).sort()
  t.deepEqual(kept, Array.from({ length: 20 }, (_, index) => `users.${index + 4}.json`).sort())
})

test('the first commit of all has a backup too, of an empty store', async (t) => {
  const home = temporaryHome(t)
  const record = { command: 'test', summary: emptySummary, changes: [] }
  const next = storeOf(1, user('ada'))
  await commitAll(home, undefined, { expectedRevision: 0, next, archiveWork: [], record })
  t.deepEqual(JSON.parse(readFileSync(join(home.backups, 'users.0.json'), 'utf8')), storeOf(0))
})

test('a commit that was made from another revision is refused, and nothing changes', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  await commitAll(home)
  const before = readFileSync(home.users)
  await problemOf(t, 'planStale', () => commitAll(home))
  t.deepEqual(readFileSync(home.users), before)
  t.is((await readHistory(home, 10)).length, 1)
})

test('an edit by hand after the store was read is not overwritten', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const read = await readStore(home)
  const edited = JSON.stringify({ ...read, users: [...read.users, user('by-hand')] })
  writeFileSync(home.users, edited)
  await problemOf(t, 'planStale', () => commitAll(home))
  t.is(readFileSync(home.users, 'utf8'), edited)
})

test('a store with two users of one name is not committed', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const next = storeOf(6, user('ada'), user('Ada'))
  await problemOf(t, 'changeRefused', () => commitAll(home, undefined, { ...wholeCommit, next }))
  t.is(await whichStore(home), 'old')
})

test('a crash at any instruction leaves the old store or the new one, and the next run ends in the right state', async (t) => {
  let stores = ''
  for (let instruction = 1; ; instruction += 1) {
    const home = temporaryHome(t)
    prepareHome(home)
    const { files, reached } = diskCrashingAt(instruction)
    await commitAll(home, files).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
    })
    // This process still runs, so its lock would count as held.
    rmSync(home.lock, { force: true })
    stores += (await whichStore(home)).charAt(0)
    await nextRun(home)
    t.is(await whichStore(home), 'new', `crash at ${instruction}`)
    t.deepEqual(mailOf(home), mailAfterwards, `crash at ${instruction}`)
    const history = await readHistory(home, 10)
    t.deepEqual(
      history.map(({ revision }) => revision),
      [6],
      `crash at ${instruction}`,
    )
    t.false(existsSync(home.journal))
    const left = readdirSync(home.folder).filter((name) => name.includes('.tmp'))
    t.deepEqual(left, [], `crash at ${instruction}`)
    rmSync(home.folder, { recursive: true })
    if (!reached()) break
  }
  t.regex(stores, /^o{20,}n{20,}$/, 'the commit is one point in time')
})

test('a crash during the recovery from a crash ends in the right state too', async (t) => {
  const [every, everySecond] = long ? [3, 2] : [27, 7]
  for (let instruction = 60; instruction < 200; instruction += every) {
    for (let second = 5; ; second += everySecond) {
      const home = temporaryHome(t)
      prepareHome(home)
      const first = diskCrashingAt(instruction)
      await commitAll(home, first.files).catch(() => undefined)
      rmSync(home.lock, { force: true })
      const again = diskCrashingAt(second)
      await commitAll(home, again.files).catch(() => undefined)
      rmSync(home.lock, { force: true })
      await nextRun(home)
      t.is(await whichStore(home), 'new')
      t.deepEqual(mailOf(home), mailAfterwards, `crashes at ${instruction} and ${second}`)
      t.is((await readHistory(home, 10)).length, 1)
      rmSync(home.folder, { recursive: true })
      if (!again.reached()) break
    }
  }
})

for (const [index, code] of ['EIO', 'ENOSPC', 'EMFILE', 'EACCES'].entries()) {
  // One of them comes from every call; the others, which go the same way, from some of the calls, and in the long run from every one.
  const every = long || index === 0 ? 1 : 3
  test(`${code} from any system call is a problem or has no effect, and the next run ends in the right state`, async (t) => {
    for (let instruction = Math.max(index, 1); ; instruction += every) {
      const home = temporaryHome(t)
      prepareHome(home)
      const { files, reached } = diskFailingAt(instruction, code)
      try {
        await commitAll(home, files)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        t.is(error.kind, 'failed', `call ${instruction}`)
        if (error.code !== 'commitUncertain') t.is(await whichStore(home), 'old', `call ${instruction}: ${error.title}`)
      }
      rmSync(home.lock, { force: true })
      await nextRun(home)
      t.is(await whichStore(home), 'new')
      t.deepEqual(mailOf(home), mailAfterwards, `call ${instruction}`)
      t.is((await readHistory(home, 10)).length, 1, `call ${instruction}`)
      t.false(existsSync(home.journal))
      rmSync(home.folder, { recursive: true })
      if (!reached()) break
    }
  })
}

test('a disk that refuses the work on archives after the commit leaves it for the next run, and says so', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const files = watchedDisk((call, _number, path) => {
    if (call === 'mkdirSync' && path.endsWith('/new')) throw systemError('ENOSPC', call)
  })
  const { archives } = await commitAll(home, files)
  const pending = archives.find(({ outcome }) => outcome === 'pending')
  t.deepEqual(pending?.work, { kind: 'create', archive: 'new' })
  t.is(pending?.problem?.code, 'diskFull')
  t.is(await whichStore(home), 'new')
  t.true(existsSync(home.journal))
  const next = { ...wholeCommit, expectedRevision: 6, next: { ...wholeCommit.next, revision: 7 }, archiveWork: [] }
  const problem = await problemOf(t, 'archiveWorkPending', () => commitAll(home, files, next))
  t.is(problem.kind, 'failed')
  await commitAll(home, undefined, next)
  t.deepEqual(mailOf(home), mailAfterwards)
  t.false(existsSync(home.journal))
})

test('a message that arrives in a folder during its deletion is still there, whenever it arrives', async (t) => {
  let kept = 0
  for (let instruction = 1; ; instruction += 1) {
    const home = temporaryHome(t)
    prepareHome(home)
    let arrived = false
    const files = watchedDisk((_call, number) => {
      const delivery = join(home.archives, 'gone', 'new')
      if (number < instruction || arrived || !existsSync(delivery)) return
      arrived = true
      writeFileSync(join(delivery, 'message'), 'just arrived')
    })
    const { archives } = await commitAll(home, files)
    if (!arrived) break
    t.deepEqual(mailOf(home).gone, ['just arrived'], `call ${instruction}`)
    t.deepEqual(readdirSync(join(home.archives, 'gone')).sort(), ['cur', 'new', 'tmp'], 'deliveries go on')
    t.is(archives[0]?.outcome, 'kept')
    kept += 1
    rmSync(home.folder, { recursive: true })
  }
  t.true(kept > 50)
})

test('an archive that mail has brought into being under a new name makes way, and is listed without a user', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  deliver(home, 'carla', 'for the former carla')
  const { archives } = await commitAll(home)
  const outcome = archives.find(({ work }) => work.kind === 'rename' && work.to === 'carla')
  t.regex(outcome?.movedAside ?? '', /^carla \(former, revision \d+\)$/)
  const mail = mailOf(home)
  t.deepEqual(mail.carla, ['carol'])
  t.deepEqual(
    Object.values(mail)
      .flat()
      .filter((text) => text === 'for the former carla'),
    ['for the former carla'],
  )
})

test('whoever takes a name without having an archive does not get the mail that came to it meanwhile', async (t) => {
  let crashes = 0
  for (let instruction = 1; ; instruction += 1) {
    const home = temporaryHome(t)
    prepareHome(home)
    rmSync(join(home.archives, 'carol'), { recursive: true })
    deliver(home, 'carla', 'for the former carla')
    const { files, reached } = diskCrashingAt(instruction)
    await commitAll(home, files).catch(() => undefined)
    // This process still runs, so what it held would count as held.
    rmSync(home.lock, { force: true })
    await nextRun(home)
    const { carla, ...others } = mailOf(home)
    t.deepEqual(carla, [], `crash at call ${instruction}`)
    t.deepEqual(readdirSync(join(home.archives, 'carla')).sort(), ['cur', 'new', 'tmp'])
    t.is(Object.values(others).filter(([text]) => text === 'for the former carla').length, 1)
    rmSync(home.folder, { recursive: true })
    if (!reached()) break
    crashes += 1
  }
  t.true(crashes > 100)
})

test('a home on which the store is a link to another folder is committed there', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const elsewhere = temporaryHome(t)
  const target = join(elsewhere.folder, 'store.json')
  writeFileSync(target, readFileSync(home.users))
  rmSync(home.users)
  symlinkSync(target, home.users)
  await commitAll(home)
  t.is(await whichStore(home), 'new')
  t.true(readFileSync(target, 'utf8').includes('"revision":6'))
  t.deepEqual(readdirSync(elsewhere.folder), ['store.json'])
  t.is((await readStore(home)).revision, 6)
})
