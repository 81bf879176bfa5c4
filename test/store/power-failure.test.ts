import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { makeMaildir } from '../../source/store/archives/maildir.ts'
import type { Commit } from '../../source/store/commit/commit.ts'
import { recover } from '../../source/store/commit/recovery.ts'
import { disk } from '../../source/store/disk/file-operations.ts'
import { readHistory } from '../../source/store/history/history.ts'
import { type Home, homeAt } from '../../source/store/home.ts'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { thisProcess } from '../../source/store/lock/process-identity.ts'
import { readStore } from '../../source/store/users/user-store.ts'
import { user } from '../sync/builders.ts'
import { type DiskState, durableDisk, layOut } from './support/durable-disk.ts'
import { Crash } from './support/failing-disk.ts'
import { emptySummary, storeOf, temporaryHome } from './support/homes.ts'
import {
  commitAll,
  deliver,
  mailAfterwards,
  mailBefore,
  mailOf,
  nextRun,
  prepareHome,
  wholeCommit,
} from './support/scenario.ts'

/** Whoever worked before the power failure did so in another run of the machine. */
const before = { ...thisProcess(), startTime: 'the-boot-before/1' }
const options = { identity: before, times: { renewedEvery: 1e9, diesAfter: 1e9 } }
/** Nobody can be at work in a state that a power failure left. */
const impatient = { times: { renewedEvery: 1, diesAfter: 0 } }

const first: Commit = {
  expectedRevision: 0,
  next: storeOf(1, user('ada'), user('bob')),
  archiveWork: ['ada', 'bob'].map((archive) => ({ kind: 'create', archive })),
  record: { command: 'sync', summary: { ...emptySummary, create: 2 }, changes: [] },
}

/** By hand: one archive joined with another of the same owner, one given to a user, one taken up by a new user. */
const byHand: Commit = {
  expectedRevision: 5,
  next: storeOf(6, user('ada'), user('bob'), user('cy')),
  archiveWork: [
    { kind: 'rename', from: 'ada-before', to: 'ada', joins: true },
    { kind: 'remove', archive: 'cy' },
    { kind: 'rename', from: 'dan', to: 'cy' },
    { kind: 'create', archive: 'bob', takesUp: true },
  ],
  record: { command: 'archives assign', summary: { ...emptySummary, create: 1 }, changes: [] },
}

function prepareByHand(home: Home): void {
  for (const folder of [home.folder, home.archives]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(home.users, JSON.stringify(storeOf(5, user('ada'), user('cy'))))
  for (const [archive, text] of [
    ['ada-before', 'a1'],
    ['ada', 'a2'],
    ['bob', 'b'],
    ['dan', 'd'],
  ] as const) {
    deliver(home, archive, text)
  }
  makeMaildir(disk, join(home.archives, 'cy'))
}

const nothingWatched = [() => undefined, () => false] as const

type Case = {
  name: string
  prepare: (home: Home) => void
  commit: Commit
  mailBefore: Record<string, string[]>
  mail: Record<string, string[]>
  /** The process ends before every so many calls, before the recovery. */
  every: number
}

/** The states that were seen, by the system call before which each was first possible. */
type States = Map<string, string>

/** Tries the next run on each state; it must do everything that is left, without a person. */
async function nextRunEndsRight(t: ExecutionContext, states: States, { commit, mail, mailBefore }: Case) {
  const { folder } = temporaryHome(t)
  for (const [text, call] of states) {
    const home = homeAt(join(folder, 'state'))
    layOut(JSON.parse(text) as DiskState, home.folder)
    const where = () => `power failure before call ${call}: ${text.slice(0, 3000)}`
    try {
      // The next run may want something else than the last one: what was not committed must have left no trace.
      await withStoreLock(home, { command: 'sync', ...impatient }, recover)
      const { revision } = await readStore(home)
      if (revision === commit.expectedRevision) t.deepEqual(mailOf(home), mailBefore, where())
      await nextRun(home, commit, impatient)
    } catch (error) {
      t.fail(`${String(error)} ${(error as { why?: string }).why}\n${where()}`)
      return
    }
    await isDone(t, home, commit, mail, where)
    rmSync(home.folder, { recursive: true })
  }
  t.log(`${states.size} states`)
}

async function isDone(
  t: ExecutionContext,
  home: Home,
  { next }: Commit,
  mail: Record<string, string[]>,
  where: () => string,
) {
  t.deepEqual(await readStore(home), next, where())
  t.deepEqual(mailOf(home), mail, where())
  for (const archive of Object.keys(mail)) {
    t.deepEqual(readdirSync(join(home.archives, archive)).sort(), ['cur', 'new', 'tmp'], where())
  }
  const history = await readHistory(home, 10)
  t.deepEqual(
    history.map(({ revision }) => revision),
    [next.revision],
    where(),
  )
  t.false(existsSync(home.journal), where())
  const left = readdirSync(home.folder).filter((name) => /\.(tmp|claim|lock)$/.test(name))
  t.deepEqual(left, [], where())
}

/** The long run begins a recovery at each of these calls, the short one at some. */
const sparse = process.env.ROLLCALL_LONG ? 1 : 4

const cases: Case[] = [
  {
    name: 'a commit of every kind of work',
    prepare: prepareHome,
    commit: wholeCommit,
    mailBefore,
    mail: mailAfterwards,
    every: 31,
  },
  {
    name: 'the very first commit',
    prepare: (home: Home) => mkdirSync(home.folder, { recursive: true, mode: 0o700 }),
    commit: first,
    mailBefore: {},
    mail: { ada: [], bob: [] },
    every: 7,
  },
  {
    name: 'archives joined, given and taken up by hand',
    prepare: prepareByHand,
    commit: byHand,
    mailBefore: { ada: ['a2'], 'ada-before': ['a1'], bob: ['b'], cy: [], dan: ['d'] },
    mail: { ada: ['a1', 'a2'], bob: ['b'], cy: ['d'] },
    every: 7,
  },
]

for (const one of cases) {
  const { name, prepare, commit, mail, every } = one
  test(`whatever a power failure leaves of ${name}, the next run ends right`, async (t) => {
    t.timeout(600_000)
    const states: States = new Map()
    const note = (some: DiskState[], call: string) => {
      for (const state of some.map((one) => JSON.stringify(one))) if (!states.has(state)) states.set(state, call)
    }
    const home = temporaryHome(t)
    prepare(home)
    const recorder = durableDisk(home.folder, note)
    await commitAll(home, recorder.files, commit, options)
    t.true(states.size > 50)
    await nextRunEndsRight(t, states, one)
  })

  test(`${name} that was reported as done is done after a power failure`, async (t) => {
    const home = temporaryHome(t)
    prepare(home)
    const recorder = durableDisk(home.folder, ...nothingWatched)
    await commitAll(home, recorder.files, commit, options)
    const { folder } = temporaryHome(t)
    for (const state of recorder.statesNow()) {
      const left = homeAt(join(folder, 'left'))
      layOut(state, left.folder)
      rmSync(left.lock, { force: true })
      await isDone(t, left, commit, mail, () => JSON.stringify(state))
      rmSync(left.folder, { recursive: true })
    }
  })

  test(`whatever a power failure leaves of the recovery of ${name}, the next run ends right`, async (t) => {
    t.timeout(600_000)
    const states: States = new Map()
    const whole = temporaryHome(t)
    prepare(whole)
    const { files, renames } = durableDisk(whole.folder, ...nothingWatched)
    await commitAll(whole, files, commit, options)
    const moments = renames.filter(({ to }) => to === whole.users).flatMap(({ call }) => [call + 1, call + 2])
    for (let call = 1; call < (renames.at(-1)?.call ?? 0) + 40; call += every * sparse) moments.push(call)
    for (const moment of moments) {
      const home = temporaryHome(t)
      prepare(home)
      let recovering = false
      const note = (some: DiskState[], call: string) => {
        for (const state of some.map((one) => JSON.stringify(one))) {
          if (!states.has(state)) states.set(state, `${call} after a crash before call ${moment}`)
        }
      }
      const recorder = durableDisk(home.folder, note, () => recovering)
      recorder.crashAt(moment)
      await commitAll(home, recorder.files, commit, options).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      recorder.crashAt(null)
      recovering = true
      await nextRun(home, commit, { ...options, ...impatient, files: recorder.files })
      rmSync(home.folder, { recursive: true })
    }
    await nextRunEndsRight(t, states, one)
  })
}
